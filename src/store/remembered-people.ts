import type { Kysely } from 'kysely'
import type { ApplicationRun } from '../contracts/application.js'
import { normaliseEmail } from '../domain/email.js'
import type { Person } from '../domain/same-person.js'
import type { Database } from './database.js'
import { mailboxHash } from './identity-claims.js'
import type { Store } from './store.js'

/** Whom the runs in the register of applications are about. Hashes and instants, no addresses. */

/** A student's record, as far as it says who they are. */
export interface PersonRow {
  /** ISO instant. */
  readonly createDate: string | null
  readonly email: string | null
}

export function personOf({ createDate, email }: PersonRow, databaseUuid: string | null): Person {
  const mailbox = normaliseEmail(email)
  return {
    createdAt: createDate,
    mailboxHash: mailbox.kind === 'usable' ? mailboxHash(mailbox.address) : null,
    databaseUuid,
  }
}

export const personColumns = ({ createdAt, mailboxHash: mailbox, databaseUuid }: Person) => ({
  student_created_at: createdAt,
  mailbox_hash: mailbox,
  database_uuid: databaseUuid,
})

/** Remembers that the run is about this person, and that their record is theirs. */
export async function rememberPerson(store: Store, run: ApplicationRun, person: Person): Promise<void> {
  await update(store.db, run, { ...personColumns(person), another_person_since: null })
}

/** Notes that the student's record is about another person than the run. */
export async function noteAnotherPerson(store: Store, run: ApplicationRun): Promise<void> {
  await update(store.db, run, { another_person_since: new Date() })
}

async function update(
  db: Kysely<Database>,
  { programId, studentId, run }: ApplicationRun,
  values: Partial<ReturnType<typeof personColumns>> & { another_person_since: Date | null },
): Promise<void> {
  await db
    .updateTable('application')
    .set(values)
    .where('program_id', '=', programId)
    .where('student_id', '=', studentId)
    .where('run', '=', run)
    .execute()
}

/**
 * Returns the runs that have ended since the student's record became another person's: nobody has
 * checked yet whether the newcomer applies, and their record may not change again.
 */
export async function runsWithNewcomer(store: Store): Promise<ApplicationRun[]> {
  const rows = await store.db
    .selectFrom('application')
    .select(['program_id', 'student_id', 'run'])
    .where('another_person_since', 'is not', null)
    .where('ended_at', 'is not', null)
    .execute()
  return rows.map((row) => ({ programId: row.program_id, studentId: row.student_id, run: row.run }))
}

/** Notes that the newcomers after these runs were checked. */
export async function noteNewcomersChecked(
  db: Kysely<Database>,
  runs: readonly ApplicationRun[],
): Promise<void> {
  for (const run of runs) await update(db, run, { another_person_since: null })
}

/** Returns the number of the person that a run is about. */
export async function personNumberOf(
  store: Store,
  { programId, studentId, run }: ApplicationRun,
): Promise<number> {
  const row = await store.db
    .selectFrom('application')
    .select('person')
    .where('program_id', '=', programId)
    .where('student_id', '=', studentId)
    .where('run', '=', run)
    .executeTakeFirst()
  return row?.person ?? 1
}
