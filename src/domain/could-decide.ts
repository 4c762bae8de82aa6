import { programProgress, reachesThreshold } from './completion.js'
import type { ProgramPolicy } from './policy.js'
import type { CourseSnapshot, ProgramSnapshot } from './snapshot.js'

/**
 * Could the student's workflow decide something on `next` that it could not on `previous` (the last snapshot it was told)?
 * Only then is it told: numbers travel in bulk, decisions to the student. A change that crosses nothing costs no event.
 */
export function couldDecide(
  previous: ProgramSnapshot | null,
  next: ProgramSnapshot,
  policy: ProgramPolicy,
): boolean {
  if (previous === null) return true
  if (previous.hash === next.hash) return false
  if (rung(previous, policy) !== rung(next, policy)) return true
  const before = new Map(previous.courses.map((course) => [course.courseIntegrationId, course]))
  return (
    before.size !== next.courses.length ||
    next.courses.some((course) => {
      const was = before.get(course.courseIntegrationId)
      return was === undefined || courseCouldDecide(was, course)
    })
  )
}

function courseCouldDecide(was: CourseSnapshot, is: CourseSnapshot): boolean {
  return (
    was.membership !== is.membership ||
    was.overall > 0 !== is.overall > 0 ||
    reachesThreshold(was) !== reachesThreshold(is) ||
    // Past the threshold every change of a component is evidence that a flagged certificate may be waiting for.
    (reachesThreshold(is) && JSON.stringify(was.components) !== JSON.stringify(is.components)) ||
    isFinal(was) !== isFinal(is)
  )
}

const isFinal = (course: CourseSnapshot) =>
  course.trackerStatus === 'completed' || course.trackerStatus === 'certified'

/** How many milestones lie at or below the program's progress. */
const rung = (snapshot: ProgramSnapshot, policy: ProgramPolicy) =>
  policy.training.milestones.filter((milestone) => programProgress(snapshot, {}) >= milestone).length
