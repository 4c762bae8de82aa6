import { sql } from 'kysely'
import type { Store } from './store.js'

/** Students in a course, and how many of them have completed it. Certified students count too. */
export interface CourseCount {
  readonly courseIntegrationId: number
  readonly students: number
  readonly completed: number
}

/** Students of a program by the number of its courses they have completed. */
export interface ProgramCount {
  readonly programId: number
  readonly coursesCompleted: number
  readonly students: number
}

/**
 * Counts students in these courses by their newest numbers. Courses without students are left out.
 */
export async function countInCourses(
  { db }: Store,
  courseIntegrationIds: readonly number[],
): Promise<CourseCount[]> {
  const rows = await db
    .selectFrom('progress_number')
    .select(({ fn }) => [
      'course_integration_id as courseIntegrationId',
      fn.count<string>('student_id').distinct().as('students'),
      fn.count<string>('student_id').distinct().filterWhere(COMPLETED).as('completed'),
    ])
    .where('course_integration_id', '=', anyOf(courseIntegrationIds))
    .groupBy('course_integration_id')
    .execute()
  return rows.map(({ courseIntegrationId, students, completed }) => ({
    courseIntegrationId,
    students: Number(students),
    completed: Number(completed),
  }))
}

/** Counts students in the programs of these courses. Other courses of a program are ignored. */
export async function countInPrograms(
  { db }: Store,
  courseIntegrationIds: readonly number[],
): Promise<ProgramCount[]> {
  const students = db
    .selectFrom('progress_number')
    .select(({ fn }) => [
      'program_id',
      'student_id',
      fn.count<string>('course_integration_id').distinct().filterWhere(COMPLETED).as('courses_completed'),
    ])
    .where('course_integration_id', '=', anyOf(courseIntegrationIds))
    .groupBy(['program_id', 'student_id'])
  const rows = await db
    .selectFrom(students.as('students'))
    .select(({ fn }) => [
      'program_id as programId',
      'courses_completed as coursesCompleted',
      fn.countAll<string>().as('students'),
    ])
    .groupBy(['program_id', 'courses_completed'])
    .execute()
  return rows.map(({ programId, coursesCompleted, students }) => ({
    programId,
    coursesCompleted: Number(coursesCompleted),
    students: Number(students),
  }))
}

const COMPLETED = sql<boolean>`tracker_status in ('completed', 'certified')`

const anyOf = (ids: readonly number[]) => sql<number>`any(${[...ids]}::integer[])`
