import { isFinalInOdoo, reachesThreshold } from '../../src/domain/completion.js'
import { round2 } from '../../src/domain/overall.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import type { Update } from '../../src/odoo/client/load.js'
import { ProgressTracker, Student } from '../../src/odoo/schema/index.js'
import { differs, upsertSkippingRejected } from './bulk-upsert.js'
import { courseSnapshot, type CourseProgress, type StudentProgress } from './course-progress.js'
import type { TrackerRow } from './student-records.js'

/** A student with the programs in which the sync writes their numbers. */
export interface WritableProgress extends StudentProgress {
  readonly writablePrograms: ReadonlySet<number>
}

/**
 * The numbers in Odoo that only the sync writes: progress and counters of trackers, and two figures
 * of students. Writes only those that differ, in one call for each of the two models. `trackers`:
 * those that were written; none if Odoo rejected any.
 */
export async function writeNumbers(
  odoo: Odoo,
  students: readonly WritableProgress[],
): Promise<{ written: number; trackers: readonly number[] }> {
  const updates = students.flatMap(trackerNumbers)
  const trackers = await upsertSkippingRejected(odoo, ProgressTracker, updates)
  const others = await upsertSkippingRejected(odoo, Student, students.flatMap(studentNumbers))
  return {
    written: trackers + others,
    trackers: trackers === updates.length ? updates.map(({ id }) => id) : [],
  }
}

/**
 * The student's trackers and own row with the numbers that Odoo has once they are written. Their
 * versions are saved, so that our own writes are not changes, but a number set by hand is one.
 */
export function rowsAsWritten(student: WritableProgress): {
  readonly student: StudentProgress['records']['student']
  readonly trackers: readonly TrackerRow[]
} {
  const { records, courses } = student
  return {
    student: { ...records.student, ...numbersOfStudent(student) },
    trackers: records.trackers.map((tracker) => {
      const progress = courses.get(tracker.courseIntegration)
      return { ...tracker, ...(progress && numbersOfTracker(progress, student)) }
    }),
  }
}

function trackerNumbers(student: WritableProgress): Update<typeof ProgressTracker>[] {
  return trackedCourses(student).flatMap(({ tracker, progress }) => {
    const numbers = numbersOfTracker(progress, student)
    return numbers && differs(tracker, numbers) ? [{ id: tracker.id, ...numbers }] : []
  })
}

/** A tracker without a membership stays as it is: staff and the suite made such ones before us. */
const numbersOfTracker = (
  { course, membership, completion, work, overall }: CourseProgress,
  { writablePrograms }: WritableProgress,
) =>
  membership === 'gone' || !isWritable(writablePrograms, course.trainingProgram)
    ? null
    : {
        elearningProgress: completion,
        customSessionsCompleted: work.sessionsHeld,
        homeworkSubmissions: work.homeworkGraded,
        overallProgress: overall,
      }

/** A course without a program is one that was taken out of it. */
const isWritable = (programs: ReadonlySet<number>, programId: number | null) =>
  programId === null ? programs.size > 0 : programs.has(programId)

function studentNumbers(student: WritableProgress): Update<typeof Student>[] {
  const { student: row } = student.records
  const numbers = numbersOfStudent(student)
  return numbers && differs(row, numbers) ? [{ id: row.id, ...numbers }] : []
}

/**
 * Fields of our own, because the suite resets its figures of the same name whenever any learner
 * finishes a lesson.
 */
function numbersOfStudent(student: WritableProgress) {
  const { contact } = student.records
  if (student.writablePrograms.size === 0) return null
  // It is not known whose progress it is, so the figures stay as they are.
  if (contact !== null && contact.others.length > 0) return null
  const tracked = trackedCourses(student)
  const attended = tracked.filter(({ progress }) => progress.membership !== 'gone')
  const sum = attended.reduce((total, { progress }) => total + progress.completion, 0)
  const completed = tracked.filter(({ tracker, progress }) => {
    const snapshot = courseSnapshot(progress, tracker)
    return isFinalInOdoo(snapshot) || reachesThreshold(snapshot)
  })
  return {
    elearningProgress: attended.length === 0 ? 0 : round2(sum / attended.length),
    completedCourses: completed.length,
  }
}

interface TrackedCourse {
  readonly tracker: TrackerRow
  readonly progress: CourseProgress
}

/**
 * Courses with a tracker, in every program, and also where the integration is not active any more.
 */
function trackedCourses({ records, courses }: StudentProgress): TrackedCourse[] {
  return records.trackers.flatMap((tracker) => {
    const progress = courses.get(tracker.courseIntegration)
    return progress ? [{ tracker, progress }] : []
  })
}
