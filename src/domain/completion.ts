import { round2 } from './overall.js'
import type { CourseSnapshot, ProgramSnapshot } from './snapshot.js'

/**
 * Chart 2, box E: progress ≥ threshold? Every mandatory assessment must be reached, too. A course
 * that the student left cannot be completed by an old number.
 */
export const reachesThreshold = ({ membership, overall, threshold, counts }: CourseSnapshot) =>
  membership === 'active' && overall >= threshold && (counts?.openAssessments ?? []).length === 0

/** Whether staff or an earlier certificate made the status final in Odoo. */
export const isFinalInOdoo = (course: CourseSnapshot) =>
  course.trackerStatus === 'completed' || course.trackerStatus === 'certified'

/**
 * Progress in the program: the mean over its courses, percent with two decimals. A completed course
 * counts in full.
 */
export function programProgress(
  snapshot: ProgramSnapshot,
  completed: Readonly<Record<string, unknown>>,
): number {
  if (snapshot.courses.length === 0) return 0
  const sum = snapshot.courses.reduce(
    (total, course) => total + (String(course.courseIntegrationId) in completed ? 100 : course.overall),
    0,
  )
  return round2(sum / snapshot.courses.length)
}

/** Chart 2, box I: all courses complete? Never true without courses. */
export const allCoursesComplete = (
  snapshot: ProgramSnapshot,
  completed: Readonly<Record<string, unknown>>,
): boolean =>
  snapshot.courses.length > 0 &&
  snapshot.courses.every((course) => String(course.courseIntegrationId) in completed)
