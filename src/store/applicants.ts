import { sql, type Transaction } from 'kysely'
import type { Application } from '../contracts/application.js'
import type { ApplicantOutcome, ApplicantPreview } from '../domain/applicant-preview.js'
import type { StoredSentence } from '../domain/sentences/sentence.js'
import type { Database } from './database.js'
import type { ProgramIntake } from './intakes.js'
import type { Store } from './store.js'

/** Who would apply to a program whose intake is in preview, and what would happen to them. */
export interface Applicant extends Application, ApplicantPreview {
  /** Of the intake. */
  readonly intakeVersion: number
}

/** Replaces what is known about these students. */
export async function saveApplicants(
  db: Transaction<Database>,
  studentIds: readonly number[],
  applicants: readonly Applicant[],
): Promise<void> {
  await sql`
    delete from applicant where (program_id, student_id) in (
      select program_id, student_id from applicant where student_id = any(${[...studentIds]}::integer[])
      order by program_id, student_id for update)
  `.execute(db)
  if (applicants.length === 0) return
  await sql`
    insert into applicant (program_id, student_id, intake_version, outcome, reasons)
    select program_id, student_id, intake_version, outcome, reasons
    from jsonb_to_recordset(${JSON.stringify(applicants.map(rowOf))}::jsonb)
      as row (program_id integer, student_id integer, intake_version integer, outcome text, reasons jsonb)
    order by program_id, student_id
    on conflict (program_id, student_id) do update set
      intake_version = excluded.intake_version, outcome = excluded.outcome, reasons = excluded.reasons,
      assessed_at = now()
  `.execute(db)
}

const rowOf = ({ programId, studentId, intakeVersion, outcome, reasons }: Applicant) => ({
  program_id: programId,
  student_id: studentId,
  intake_version: intakeVersion,
  outcome,
  reasons,
})

interface ListedApplicant extends Pick<ApplicantPreview, 'outcome'> {
  readonly studentId: number
  readonly reasons: readonly StoredSentence[]
  readonly assessedAt: Date
}

export interface ApplicantsPage {
  readonly limit: number
  /** Only students with a higher id. */
  readonly after?: number
  readonly outcome?: ApplicantOutcome
}

/** Returns applicants by rising id. Only of an intake in preview. */
export async function listApplicants(
  { db }: Store,
  { programId, version, mode }: ProgramIntake,
  { limit, after = 0, outcome }: ApplicantsPage,
): Promise<ListedApplicant[]> {
  if (mode !== 'preview') return []
  let query = db
    .selectFrom('applicant')
    .select(['student_id as studentId', 'outcome', 'reasons', 'assessed_at as assessedAt'])
    .where('program_id', '=', programId)
    .where('intake_version', '=', version)
    .where('student_id', '>', after)
  if (outcome !== undefined) query = query.where('outcome', '=', outcome)
  return query.orderBy('student_id').limit(limit).execute()
}

/** By outcome. Those without any are left out. */
export type ApplicantCounts = Readonly<Partial<Record<ApplicantOutcome, number>>>

/** Counts the applicants of these intakes by program. */
export async function countApplicants(
  { db }: Store,
  intakes: readonly ProgramIntake[],
): Promise<(programId: number) => ApplicantCounts> {
  const previews = intakes.filter(({ mode }) => mode === 'preview')
  const rows =
    previews.length === 0
      ? []
      : await db
          .selectFrom('applicant')
          .select((e) => ['program_id', 'outcome', e.fn.countAll<number>().as('count')])
          .where((row) =>
            row.eb(
              row.refTuple('program_id', 'intake_version'),
              'in',
              previews.map(({ programId, version }) => row.tuple(programId, version)),
            ),
          )
          .groupBy(['program_id', 'outcome'])
          .execute()
  return (programId) =>
    Object.fromEntries(
      rows.filter((row) => row.program_id === programId).map(({ outcome, count }) => [outcome, count]),
    )
}
