import { type Selectable, sql } from 'kysely'
import type { Application, ApplicationRun } from '../contracts/application.js'
import type { DecisionBasis } from '../domain/decision-basis.js'
import type { Store } from './store.js'
import { isStudentOf } from './visible-students.js'
import type { CertificateTables } from './tables/certificates.js'
import type { ApplicationStatusRow, StepRow } from './tables/read-model.js'

export type ApplicationStatus = Selectable<ApplicationStatusRow>
export type FlowState = Selectable<StepRow>

export interface ApplicationFilter {
  readonly stage?: string
  readonly programId?: number
  /** Only of students whom the reader may see: those of this agent. */
  readonly visibleTo?: number
  /** Only applications after this one, in the order of (program, student). */
  readonly after?: Application
  readonly limit: number
}

/** Returns a page of applications by (program, student), an order that never changes. */
export async function listApplications(
  store: Store,
  filter: ApplicationFilter,
): Promise<ApplicationStatus[]> {
  let query = store.db
    .selectFrom('application_status')
    .selectAll()
    .orderBy('program_id')
    .orderBy('student_id')
    .limit(filter.limit)
  if (filter.stage !== undefined) query = query.where('stage', '=', filter.stage)
  if (filter.programId !== undefined) query = query.where('program_id', '=', filter.programId)
  if (filter.visibleTo !== undefined)
    query = query.where(isStudentOf(filter.visibleTo, 'application_status.student_id'))
  const { after } = filter
  if (after)
    query = query.where((where) =>
      where(where.refTuple('program_id', 'student_id'), '>', where.tuple(after.programId, after.studentId)),
    )
  return query.execute()
}

export function findApplication(
  store: Store,
  application: Application,
): Promise<ApplicationStatus | undefined> {
  return store.db
    .selectFrom('application_status')
    .selectAll()
    .where('program_id', '=', application.programId)
    .where('student_id', '=', application.studentId)
    .executeTakeFirst()
}

/** Returns the state of each flow of the application, in the order they started. */
export function flowStates(store: Store, application: Application): Promise<FlowState[]> {
  return store.db
    .selectFrom('flow_state')
    .selectAll()
    .where('program_id', '=', application.programId)
    .where('student_id', '=', application.studentId)
    .orderBy('run_epoch')
    .execute()
}

/** Returns all steps of the application over all flows, oldest first. */
export function stepsOf(store: Store, application: Application) {
  return store.db
    .selectFrom('transition')
    .select(['flow', 'run', 'stage', 'message', 'sentences', 'at', 'workflow_id', 'run_epoch'])
    .where('program_id', '=', application.programId)
    .where('student_id', '=', application.studentId)
    .orderBy('at')
    .orderBy('run_epoch')
    .orderBy('seq')
    .execute()
}

/** Returns the newest numbers of each course of the application. */
export function progressNumbers(store: Store, application: Application) {
  return store.db
    .selectFrom('progress_number')
    .selectAll()
    .where('program_id', '=', application.programId)
    .where('student_id', '=', application.studentId)
    .orderBy('course_integration_id')
    .execute()
}

const CERTIFICATE_COLUMNS = ['number', 'version', 'state', 'issued_at', 'valid_until', 'token'] as const
export type IssuedCertificate = Pick<
  Selectable<CertificateTables['certificate']>,
  (typeof CERTIFICATE_COLUMNS)[number]
>

/** Returns the certificates of one person who has had the student id, newest first. */
export function certificatesOf(
  store: Store,
  application: Application & { readonly personNumber: number },
): Promise<IssuedCertificate[]> {
  return store.db
    .selectFrom('certificate')
    .select(CERTIFICATE_COLUMNS)
    .where('program_id', '=', application.programId)
    .where('student_id', '=', application.studentId)
    .where('person', '=', application.personNumber)
    .orderBy('version', 'desc')
    .execute()
}

/** Returns the newest eligibility verdict and requirement check that the run recorded. */
export async function decisionBasisOf(store: Store, run: ApplicationRun): Promise<DecisionBasis> {
  const basisOf = await decisionBasesOf(store, [run])
  return basisOf(run)
}

/** The same for many runs, in one query. */
export async function decisionBasesOf(
  { db }: Store,
  runs: readonly ApplicationRun[],
): Promise<(run: ApplicationRun) => DecisionBasis> {
  const keyOf = ({ programId, studentId, run }: ApplicationRun) => `${programId}/${studentId}/${run}`
  const { rows } = await sql<DecisionBasis & ApplicationRun>`
    select program_id as "programId", student_id as "studentId", run,
      (select facts -> 'verdict' from transition
        where program_id = asked.program_id and student_id = asked.student_id and run = asked.run
          and facts ? 'verdict'
        order by run_epoch desc, seq desc limit 1) as verdict,
      (select facts -> 'check' from transition
        where program_id = asked.program_id and student_id = asked.student_id and run = asked.run
          and facts ? 'check'
        order by version desc, run_epoch desc, seq desc limit 1) as "check"
    from unnest(
      ${runs.map(({ programId }) => programId)}::integer[],
      ${runs.map(({ studentId }) => studentId)}::integer[],
      ${runs.map(({ run }) => run)}::integer[]
    ) as asked (program_id, student_id, run)`.execute(db)
  const found = new Map(rows.map(({ verdict, check, ...run }) => [keyOf(run), { verdict, check }]))
  return (run) => found.get(keyOf(run)) ?? { verdict: null, check: null }
}
