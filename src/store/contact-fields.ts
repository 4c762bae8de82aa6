import { sql } from 'kysely'
import type { ContactField } from '../domain/contact-fields.js'
import { fingerprint } from '../hash.js'
import type { Store } from './store.js'

/** What students and their contacts had in common when a page last compared them. */
export interface RememberedContact {
  readonly studentId: number
  readonly partnerId: number
  readonly marks: Readonly<Partial<Record<ContactField, string>>>
}

/** Differs between students, so that equal values cannot be told. */
export const markFor =
  (studentId: number) =>
  (field: ContactField, value: string): string =>
    fingerprint([studentId, field, value])

export async function readContactFields(
  store: Store,
  studentIds: readonly number[],
): Promise<ReadonlyMap<number, RememberedContact>> {
  if (studentIds.length === 0) return new Map()
  const rows = await store.db
    .selectFrom('contact_fields')
    .selectAll()
    .where('student_id', '=', sql<number>`any(${studentIds}::integer[])`)
    .execute()
  return new Map(
    rows.map(({ student_id: studentId, partner_id: partnerId, marks }) => [
      studentId,
      { studentId, partnerId, marks },
    ]),
  )
}

/** Saves them, each student at most once. */
export async function saveContactFields(
  db: Store['db'],
  remembered: readonly RememberedContact[],
): Promise<void> {
  if (remembered.length === 0) return
  // Always in the same order, so that two pages cannot deadlock.
  await sql`
    insert into contact_fields (student_id, partner_id, marks)
    select student_id, partner_id, marks::jsonb from unnest(
      ${remembered.map(({ studentId }) => studentId)}::integer[],
      ${remembered.map(({ partnerId }) => partnerId)}::integer[],
      ${remembered.map(({ marks }) => JSON.stringify(marks))}::text[]
    ) as compared (student_id, partner_id, marks)
    order by student_id
    on conflict (student_id) do update set partner_id = excluded.partner_id, marks = excluded.marks
  `.execute(db)
}
