import { isFinalInOdoo, programProgress, reachesThreshold } from './completion.js'
import { newMilestones } from './milestones.js'
import type { CourseSnapshot } from './snapshot.js'
import { coursesOf, type TrainingState } from './training.js'

/** A training that was in progress before the product took it over. */

/** Courses of the program in which the student has a tracker or access. */
export const begunCourses = (courses: readonly CourseSnapshot[]): CourseSnapshot[] =>
  courses.filter(({ trackerId, membership }) => trackerId !== null || membership === 'active')

const FINISHED_STATES: readonly string[] = ['completed', 'certified']

/**
 * Whether the student has finished the program. Their state is that of their furthest program, so
 * a course of this one that is still open decides against it.
 */
export function hasFinished(state: string, courses: readonly CourseSnapshot[]): boolean {
  if (courses.length > 0 && courses.every(isFinalInOdoo)) return true
  return FINISHED_STATES.includes(state) && begunCourses(courses).every(isFinalInOdoo)
}

/**
 * Counts what the first snapshot shows as reported: courses that are started or completed, and
 * milestones. Returns whether anything was.
 */
export function adoptProgress(training: TrainingState, at: string): boolean {
  const { snapshot } = training
  if (snapshot === null) return false
  for (const course of coursesOf(training)) {
    const { courseIntegrationId, overall } = course
    if (overall > 0) training.started.push(courseIntegrationId)
    if (reachesThreshold(course) || isFinalInOdoo(course))
      training.completed[courseIntegrationId] = { at, by: 'threshold', overall }
  }
  const progress = programProgress(snapshot, training.completed)
  training.milestones.push(...newMilestones(progress, training.policy.training.milestones, []))
  return training.started.length > 0 || Object.keys(training.completed).length > 0
}
