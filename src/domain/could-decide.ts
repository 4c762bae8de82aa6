import { isFinalInOdoo, programProgress, reachesThreshold } from './completion.js'
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
    isFinalInOdoo(was) !== isFinalInOdoo(is)
  )
}

/** How many milestones lie at or below the program's progress, completed courses counted in full as the workflow does. */
function rung(snapshot: ProgramSnapshot, policy: ProgramPolicy): number {
  const completed = snapshot.courses.filter((course) => reachesThreshold(course) || isFinalInOdoo(course))
  const byId = Object.fromEntries(completed.map((course) => [course.courseIntegrationId, true]))
  const progress = programProgress(snapshot, byId)
  return policy.training.milestones.filter((milestone) => progress >= milestone).length
}
