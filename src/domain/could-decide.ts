import { isFinalInOdoo, programProgress, reachesThreshold } from './completion.js'
import type { ProgramPolicy } from './policy.js'
import type { CourseSnapshot, ProgramSnapshot } from './snapshot.js'

/**
 * Whether the student's workflow could decide something on `next` that it could not on `previous`,
 * the last snapshot it was notified of. Only then is it notified: numbers travel in bulk, decisions
 * to the student. A change that crosses nothing costs no event.
 */
export function couldDecide(
  previous: ProgramSnapshot | null,
  next: ProgramSnapshot,
  policy: ProgramPolicy,
): boolean {
  if (previous === null) return true
  if (previous.hash === next.hash) return false
  if (
    milestonesReached(previous, policy) !== milestonesReached(next, policy) ||
    isNewEvidence(previous, next) ||
    previous.neverSignedIn !== next.neverSignedIn ||
    previous.remindersOff !== next.remindersOff ||
    JSON.stringify(previous.openContacts) !== JSON.stringify(next.openContacts) ||
    JSON.stringify(previous.contactDiffers) !== JSON.stringify(next.contactDiffers) ||
    JSON.stringify(previous.faults ?? []) !== JSON.stringify(next.faults ?? [])
  )
    return true
  const earlier = new Map(previous.courses.map((course) => [course.courseIntegrationId, course]))
  return (
    earlier.size !== next.courses.length ||
    next.courses.some((course) => {
      const was = earlier.get(course.courseIntegrationId)
      return was === undefined || courseCouldDecide(was, course)
    })
  )
}

function courseCouldDecide(was: CourseSnapshot, is: CourseSnapshot): boolean {
  return (
    was.membership !== is.membership ||
    (was.trackerId === null) !== (is.trackerId === null) ||
    was.overall > 0 !== is.overall > 0 ||
    reachesThreshold(was) !== reachesThreshold(is) ||
    isComplete(was) !== isComplete(is)
  )
}

/** As the workflow sees it: it writes to Odoo what it has completed. */
const isComplete = (course: CourseSnapshot) => reachesThreshold(course) || isFinalInOdoo(course)

/**
 * Once every course is complete, a flagged certificate may be waiting for any change of a
 * component, count, assessment or document.
 */
const isNewEvidence = (previous: ProgramSnapshot, next: ProgramSnapshot) =>
  next.courses.every(isComplete) && evidenceIn(previous) !== evidenceIn(next)

const evidenceIn = ({ courses, openDocuments }: ProgramSnapshot) =>
  JSON.stringify([
    openDocuments,
    ...courses.map(({ courseIntegrationId, components, counts }) => [
      courseIntegrationId,
      components,
      counts ?? null,
    ]),
  ])

/**
 * How many milestones the program has reached. Completed courses count in full, as in the workflow.
 */
function milestonesReached(snapshot: ProgramSnapshot, policy: ProgramPolicy): number {
  const completed = snapshot.courses.filter(isComplete)
  const byId = Object.fromEntries(completed.map((course) => [course.courseIntegrationId, true]))
  const progress = programProgress(snapshot, byId)
  return policy.training.milestones.filter((milestone) => progress >= milestone).length
}
