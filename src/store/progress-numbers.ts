import { sql } from 'kysely'
import type { Application } from '../contracts/application.js'
import type { ReadingSource } from '../contracts/sync-sources.js'
import type { CourseSnapshot } from '../domain/snapshot.js'
import type { Store } from './store.js'

/** A course of an application with its numbers. `readAt` is an ISO instant. */
export interface CourseNumbers extends Application {
  readonly readAt: string
  readonly source: ReadingSource
  readonly course: CourseSnapshot & { readonly trackerId: number }
}

/** Returns the highest id of a tracker whose numbers we know; 0: we know none. */
export async function newestTracker(store: Store): Promise<number> {
  const row = await store.db
    .selectFrom('progress_number')
    .select(({ fn }) => fn.max('tracker_id').as('id'))
    .executeTakeFirst()
  return row?.id ?? 0
}

/** What the newest reading of a tracker replaces. */
const READ_COLUMNS = [
  'program_id',
  'student_id',
  'course_integration_id',
  'elearning',
  'sessions',
  'homework',
  'assessments',
  'overall',
  'threshold',
  'tracker_status',
  'membership',
  'read_at',
  'source',
] as const
/** Forgets the numbers of trackers that no longer exist. */
export async function forgetNumbers(db: Store['db'], trackers: readonly number[]): Promise<void> {
  if (trackers.length === 0) return
  await db
    .deleteFrom('progress_number')
    .where('tracker_id', 'in', [...trackers])
    .execute()
}

/** Forgets all numbers of these students except those of the given trackers. */
export async function forgetOtherNumbers(
  db: Store['db'],
  students: readonly number[],
  trackers: readonly number[],
): Promise<void> {
  if (students.length === 0) return
  await db
    .deleteFrom('progress_number')
    .where('student_id', 'in', [...students])
    .where('tracker_id', '!=', sql<number>`all(${[...trackers]}::integer[])`)
    .execute()
}

/** Saves numbers unless newer ones are stored. Each tracker may appear only once. */
export async function saveProgressNumbers(db: Store['db'], numbers: readonly CourseNumbers[]): Promise<void> {
  if (numbers.length === 0) return
  const rows = numbers.map(({ programId, studentId, readAt, source, course }) => ({
    tracker_id: course.trackerId,
    program_id: programId,
    student_id: studentId,
    course_integration_id: course.courseIntegrationId,
    ...course.components,
    overall: course.overall,
    threshold: course.threshold,
    tracker_status: course.trackerStatus,
    membership: course.membership,
    read_at: readAt,
    source,
  }))
  const columns = sql.join(READ_COLUMNS.map((name) => sql.ref(name)))
  const assignments = sql.join(READ_COLUMNS.map((name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`))
  // One parameter: a page has more values than a statement may have. Always in the same order, so
  // that two pages cannot deadlock.
  await sql`
    insert into progress_number (tracker_id, ${columns})
    select tracker_id, ${columns}
    from jsonb_populate_recordset(null::progress_number, ${JSON.stringify(rows)}) order by tracker_id
    on conflict (tracker_id) do update set ${assignments}
    where progress_number.read_at <= excluded.read_at
  `.execute(db)
}
