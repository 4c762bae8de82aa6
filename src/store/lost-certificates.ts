import { sql } from 'kysely'
import type { Store } from './store.js'

/** Certificates that are in the register, but not in Odoo any more. */

export interface RecordedCertificate {
  readonly number: string
  readonly programId: number
  readonly studentId: number
  readonly personNumber: number
  readonly version: number
  readonly odooCertificateId: number
}

/** Rows per query. */
const PAGE = 500

/** Returns all valid certificates that are recorded in Odoo, in pages. */
export async function* recordedCertificates({
  db,
}: Store): AsyncGenerator<readonly RecordedCertificate[], void, void> {
  for (let after = 0; ;) {
    const rows = await db
      .selectFrom('certificate')
      .select(['number', 'program_id as programId', 'student_id as studentId', 'person as personNumber'])
      .select(['version', sql<number>`odoo_certificate_id`.as('odooCertificateId')])
      .where('state', '=', 'valid')
      .where('odoo_certificate_id', '>', after)
      .orderBy('odoo_certificate_id')
      .limit(PAGE)
      .execute()
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE) return
    after = last.odooCertificateId
  }
}

/** They count as not recorded, so that they are recorded again. */
export async function markLost({ db }: Store, numbers: readonly string[]): Promise<void> {
  if (numbers.length === 0) return
  await db.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('certificate')
      .set({ odoo_certificate_id: null, recorded_at: null })
      .where('number', 'in', numbers)
      .execute()
    await transaction
      .insertInto('lost_certificate')
      .values(numbers.map((number) => ({ number, tried_at: null, failure_type: null })))
      .onConflict((row) => row.column('number').doUpdateSet({ tried_at: null, failure_type: null }))
      .execute()
  })
}

/** One that a person must look at is tried again after this. PostgreSQL interval. */
const RETRY = '1 hour'

const due = sql<boolean>`tried_at is null or tried_at < now() - ${sql.lit(RETRY)}::interval`

/** Returns how many are to be recorded now. */
export async function countLost({ db }: Store): Promise<number> {
  const { count } = await db
    .selectFrom('lost_certificate')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where(due)
    .executeTakeFirstOrThrow()
  return count
}

export interface LostCertificate {
  readonly number: string
  readonly programId: number
  readonly studentId: number
  readonly version: number
  /** The latest run of the application that is about the person of the certificate; null: none. */
  readonly run: number | null
}

/** Returns the next ones, oldest first. */
export async function nextLost({ db }: Store, limit: number): Promise<LostCertificate[]> {
  const { rows } = await sql<LostCertificate>`
    select number, program_id as "programId", student_id as "studentId", version, (
      select max(run) from application
      where application.program_id = certificate.program_id
        and application.student_id = certificate.student_id and application.person = certificate.person
    ) as run
    from lost_certificate join certificate using (number)
    where ${due} order by tried_at nulls first, number limit ${limit}
  `.execute(db)
  return rows
}

export async function forgetLost({ db }: Store, number: string): Promise<void> {
  await db.deleteFrom('lost_certificate').where('number', '=', number).execute()
}

export async function noteFailedRecording({ db }: Store, number: string, type: string): Promise<void> {
  await db
    .updateTable('lost_certificate')
    .set({ tried_at: sql<Date>`now()`, failure_type: type })
    .where('number', '=', number)
    .execute()
}

/** Returns those that a person must look at. */
export const failedRecordings = ({ db }: Store) =>
  db
    .selectFrom('lost_certificate')
    .select(['number', sql<string>`failure_type`.as('failureType')])
    .where('failure_type', 'is not', null)
    .orderBy('number')
    .execute()
