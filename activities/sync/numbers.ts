import { isFinalInOdoo, reachesThreshold } from '../../src/domain/completion.js'
import { round2 } from '../../src/domain/overall.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import type { Update } from '../../src/odoo/client/load.js'
import { ProgressTracker, Student } from '../../src/odoo/schema/index.js'
import { differs, upsertSkippingRejected } from './bulk-upsert.js'
import { courseSnapshot, type CourseProgress, type StudentProgress } from './course-progress.js'
import type { TrackerRow } from './student-records.js'

/**
 * The numbers in Odoo that only the sync writes: progress and counters of trackers, and two figures
 * of students. Writes only those that differ, in one call for each of the two models.
 */
export async function writeNumbers(
  odoo: Odoo,
  students: readonly StudentProgress[],
): Promise<{ written: number }> {
  return {
    written:
      (await upsertSkippingRejected(odoo, ProgressTracker, students.flatMap(trackerNumbers))) +
      (await upsertSkippingRejected(odoo, Student, students.flatMap(studentNumbers))),
  }
}

/** A tracker without a membership stays as it is: staff and the suite made such ones before us. */
function trackerNumbers(student: StudentProgress): Update<typeof ProgressTracker>[] {
  return trackedCourses(student).flatMap(({ tracker, progress }) => {
    if (progress.membership === 'gone') return []
    const numbers = {
      elearningProgress: progress.completion,
      customSessionsCompleted: progress.work.sessionsHeld,
      homeworkSubmissions: progress.work.homeworkGraded,
      overallProgress: progress.overall,
    }
    return differs(tracker, numbers) ? [{ id: tracker.id, ...numbers }] : []
  })
}

/**
 * Fields of our own, because the suite resets its figures of the same name whenever any learner
 * finishes a lesson.
 */
function studentNumbers(student: StudentProgress): Update<typeof Student>[] {
  const { student: row, contact } = student.records
  // It is not known whose progress it is, so the figures stay as they are.
  if (contact !== null && contact.others.length > 0) return []
  const tracked = trackedCourses(student)
  const attended = tracked.filter(({ progress }) => progress.membership !== 'gone')
  const sum = attended.reduce((total, { progress }) => total + progress.completion, 0)
  const completed = tracked.filter(({ tracker, progress }) => {
    const snapshot = courseSnapshot(progress, tracker)
    return isFinalInOdoo(snapshot) || reachesThreshold(snapshot)
  })
  const numbers = {
    elearningProgress: attended.length === 0 ? 0 : round2(sum / attended.length),
    completedCourses: completed.length,
  }
  return differs(row, numbers) ? [{ id: row.id, ...numbers }] : []
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
