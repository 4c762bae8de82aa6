import type { Selectable } from 'kysely'
import type { Application } from '../contracts/application.js'
import type { Store } from './store.js'
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
