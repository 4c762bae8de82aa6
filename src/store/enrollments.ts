import { type Selectable, sql } from 'kysely'
import type { Application } from '../contracts/application.js'
import type { Verdict } from '../domain/eligibility.js'
import type { RequirementCheck } from '../domain/requirements.js'
import type { Store } from './store.js'
import type { CertificateTables } from './tables/certificates.js'
import type { EnrollmentRow, StepRow } from './tables/readmodel.js'

export type Enrollment = Selectable<EnrollmentRow>
export type ChartState = Selectable<StepRow>

export interface EnrollmentFilter {
  readonly stage?: string
  readonly programId?: number
  /** Only applications after this one, in the order of (program, student). */
  readonly after?: Application
  readonly limit: number
}

/** A page of applications by (program, student): an order that does not move while students do. */
export async function listEnrollments(store: Store, filter: EnrollmentFilter): Promise<Enrollment[]> {
  let query = store.db
    .selectFrom('enrollment')
    .selectAll()
    .orderBy('program_id')
    .orderBy('student_id')
    .limit(filter.limit)
  if (filter.stage !== undefined) query = query.where('stage', '=', filter.stage)
  if (filter.programId !== undefined) query = query.where('program_id', '=', filter.programId)
  const { after } = filter
  if (after)
    query = query.where((where) =>
      where(where.refTuple('program_id', 'student_id'), '>', where.tuple(after.programId, after.studentId)),
    )
  return query.execute()
}

export function findEnrollment(store: Store, application: Application): Promise<Enrollment | undefined> {
  return store.db
    .selectFrom('enrollment')
    .selectAll()
    .where('program_id', '=', application.programId)
    .where('student_id', '=', application.studentId)
    .executeTakeFirst()
}

/** Applications by their last change, newest first. */
export function latestEnrollments(store: Store, limit: number): Promise<Enrollment[]> {
  return store.db.selectFrom('enrollment').selectAll().orderBy('updated_at', 'desc').limit(limit).execute()
}

/** Where each chart of the application stands, the one begun first in front. */
export function chartStates(store: Store, application: Application): Promise<ChartState[]> {
  return store.db
    .selectFrom('chart_state')
    .selectAll()
    .where('program_id', '=', application.programId)
    .where('student_id', '=', application.studentId)
    .orderBy('era')
    .execute()
}

/** The whole story of the application over all charts, oldest step first. */
export function stepsOf(store: Store, application: Application) {
  return store.db
    .selectFrom('transition')
    .select(['chart', 'stage', 'words', 'at'])
    .where('program_id', '=', application.programId)
    .where('student_id', '=', application.studentId)
    .orderBy('at')
    .orderBy('era')
    .orderBy('seq')
    .execute()
}

/** The newest numbers of each course of the application. */
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

/** The certificates of the application, newest first. */
export function certificatesOf(store: Store, application: Application): Promise<IssuedCertificate[]> {
  return store.db
    .selectFrom('certificate')
    .select(CERTIFICATE_COLUMNS)
    .where('program_id', '=', application.programId)
    .where('student_id', '=', application.studentId)
    .orderBy('version', 'desc')
    .execute()
}

/** How many applications are in each stage, most first. */
export async function countByStage(store: Store) {
  return store.db
    .selectFrom('enrollment')
    .select((e) => ['chart', 'stage', e.fn.countAll<number>().as('count')])
    .groupBy(['chart', 'stage'])
    .orderBy('count', 'desc')
    .orderBy('stage')
    .execute()
}

/** The newest eligibility verdict and the newest requirement check that decided something, as the workflows recorded them. */
export async function evidenceOf(store: Store, { programId, studentId }: Application): Promise<Evidence> {
  const { rows } = await sql<Evidence>`
    select
      (select facts -> 'verdict' from transition
        where program_id = ${programId} and student_id = ${studentId} and facts ? 'verdict'
        order by era desc, seq desc limit 1) as verdict,
      (select facts -> 'check' from transition
        where program_id = ${programId} and student_id = ${studentId} and facts ? 'check'
        order by version desc, era desc, seq desc limit 1) as "check"`.execute(store.db)
  return rows[0] ?? { verdict: null, check: null }
}

export interface Evidence {
  readonly verdict: Verdict | null
  readonly check: RequirementCheck | null
}
