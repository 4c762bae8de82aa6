import { sql } from 'kysely'
import { applicationRef, type Application } from '../contracts/application.js'
import type { Store } from './store.js'

/** A training with the mailbox whose contacts were searched for. */
export interface SearchedMailbox extends Application {
  /** `markFor` of the address. */
  readonly mark: string
}

/** Returns the marks of these students, by application. */
export async function readSearchedMailboxes(
  { db }: Store,
  studentIds: readonly number[],
): Promise<ReadonlyMap<string, string>> {
  if (studentIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('searched_mailbox')
    .selectAll()
    .where('student_id', '=', sql<number>`any(${studentIds}::integer[])`)
    .execute()
  return new Map(
    rows.map(({ program_id: programId, student_id: studentId, mark }) => [
      applicationRef({ programId, studentId }),
      mark,
    ]),
  )
}

/** Saves them, each training at most once. */
export async function saveSearchedMailboxes(
  db: Store['db'],
  searched: readonly SearchedMailbox[],
): Promise<void> {
  if (searched.length === 0) return
  // Always in the same order, so that two pages cannot deadlock.
  await sql`
    insert into searched_mailbox (program_id, student_id, mark)
    select * from unnest(
      ${searched.map(({ programId }) => programId)}::integer[],
      ${searched.map(({ studentId }) => studentId)}::integer[],
      ${searched.map(({ mark }) => mark)}::text[]
    ) as searched (program_id, student_id, mark)
    order by program_id, student_id
    on conflict (program_id, student_id) do update set mark = excluded.mark
  `.execute(db)
}
