import { isFinalInOdoo, programProgress, reachesThreshold } from './completion.js'
import type { Verdict } from './eligibility.js'
import { newMilestones } from './milestones.js'
import type { ProgramPolicy } from './policy.js'
import { checkRequirements, type Evidence } from './requirements.js'
import type { RuleChange, RuleChangeKind } from './rule-change.js'
import type { CourseSnapshot, ProgramSnapshot } from './snapshot.js'

/** An applicant, or a student who waits for a verdict, under some rules. */
export interface AdmissionUnder {
  readonly applies: boolean
  readonly verdict: Verdict
}

/** A student in training under some rules. */
export interface TrainingUnder {
  readonly snapshot: ProgramSnapshot
  /** As Odoo has it now. */
  readonly evidence: Evidence
  readonly policy: Pick<ProgramPolicy, 'training' | 'certificate'>
}

/** Chart 1, box B, under two sets of rules. */
export function compareAdmission(before: AdmissionUnder, after: AdmissionUnder): RuleChange[] {
  if (!before.applies && !after.applies) return []
  if (before.applies !== after.applies) {
    const kind = after.applies ? 'applies' : 'no_longer_applies'
    const reason = after.applies ? reasonsOf(after.verdict) : 'The rules do not let them apply any more.'
    return [change(kind, null, describeAdmission(before), describeAdmission(after), reason)]
  }
  const [was, is] = [before.verdict.outcome, after.verdict.outcome]
  if (was === is) return []
  return [change(ADMISSION[is], null, OUTCOMES[was], OUTCOMES[is], reasonsOf(after.verdict))]
}

const ADMISSION = {
  eligible: 'becomes_eligible',
  not_eligible: 'no_longer_eligible',
  unknown: 'becomes_unknown',
} as const satisfies Record<Verdict['outcome'], RuleChangeKind>

const OUTCOMES = { eligible: 'eligible', not_eligible: 'not eligible', unknown: 'a fact is missing' } as const

const describeAdmission = ({ applies, verdict }: AdmissionUnder) =>
  applies ? OUTCOMES[verdict.outcome] : 'does not apply'

const reasonsOf = ({ reasons }: Verdict) =>
  reasons.length === 0 ? 'Every rule is met.' : reasons.map(({ message }) => message).join(' ')

/**
 * Charts 2 and 3 under two sets of rules: the same decisions as the workflows, on the same facts. A
 * course that is completed stays so, but the requirements of the certificate are checked again.
 */
export function compareTraining(before: TrainingUnder, after: TrainingUnder): RuleChange[] {
  return [
    ...compareCourses(before, after),
    ...compareProgress(before, after),
    ...compareMilestones(before, after),
    ...compareCertificate(before, after),
  ]
}

const isComplete = (course: CourseSnapshot) => reachesThreshold(course) || isFinalInOdoo(course)

function compareCourses(before: TrainingUnder, after: TrainingUnder): RuleChange[] {
  const known = new Map(before.snapshot.courses.map((course) => [course.courseIntegrationId, course]))
  return after.snapshot.courses.flatMap((course): RuleChange[] => {
    const id = course.courseIntegrationId
    const was = known.get(id)
    if (was === undefined) {
      const kind = isComplete(course) ? 'course_complete' : 'course_incomplete'
      return [change(kind, id, 'not part of the program', numbers(course), 'The program gets this course.')]
    }
    if (reachesThreshold(was) === reachesThreshold(course)) return []
    const stays = isFinalInOdoo(course)
    if (reachesThreshold(course)) {
      if (stays) return []
      return [change('course_complete', id, numbers(was), numbers(course), 'The threshold is reached.')]
    }
    const reason = stays
      ? 'The threshold is not reached any more. The course was completed before and stays so.'
      : 'The threshold is not reached any more.'
    return [change('course_incomplete', id, numbers(was), numbers(course), reason)]
  })
}

const numbers = ({ overall, threshold }: CourseSnapshot) => `${overall} % of ${threshold} %`

function compareProgress(before: TrainingUnder, after: TrainingUnder): RuleChange[] {
  const [was, is] = [progressOf(before), progressOf(after)]
  if (was === is) return []
  return [change('progress_changed', null, `${was} %`, `${is} %`, 'Progress in the program.')]
}

/** What a course is worth in the program: completed courses count in full. */
const progressOf = ({ snapshot }: TrainingUnder) => programProgress(snapshot, completedOf(snapshot))

const completedOf = ({ courses }: ProgramSnapshot) =>
  Object.fromEntries(courses.filter(isComplete).map((course) => [course.courseIntegrationId, true]))

/** Milestones that were reached under the rules before have been emailed already. */
function compareMilestones(before: TrainingUnder, after: TrainingUnder): RuleChange[] {
  const sent = newMilestones(progressOf(before), before.policy.training.milestones, [])
  const due = newMilestones(progressOf(after), after.policy.training.milestones, sent)
  const highest = due.at(-1)
  if (highest === undefined) return []
  const reached = sent.at(-1)
  const reason = `An email about ${highest} % is due.`
  return [change('milestone_reached', null, `${reached ?? 0} %`, `${highest} %`, reason)]
}

function compareCertificate(before: TrainingUnder, after: TrainingUnder): RuleChange[] {
  const [was, is] = [certificateOf(before), certificateOf(after)]
  if (was.outcome === is.outcome) return []
  return [change(CERTIFICATE[is.outcome], null, PROSPECTS[was.outcome], PROSPECTS[is.outcome], is.reason)]
}

type Prospect = 'issue' | 'review' | 'not_due'

const CERTIFICATE = {
  issue: 'certificate_due',
  review: 'certificate_to_review',
  not_due: 'certificate_not_due',
} as const satisfies Record<Prospect, RuleChangeKind>

const PROSPECTS = { issue: 'is issued', review: 'a person decides', not_due: 'not due yet' } as const

/** Chart 2, box I, and chart 3, boxes B and C. */
function certificateOf({ snapshot, evidence, policy }: TrainingUnder): { outcome: Prospect; reason: string } {
  const open = snapshot.courses.filter((course) => !isComplete(course))
  if (snapshot.courses.length === 0 || open.length > 0) {
    const names = open.map(({ name }) => `“${name}”`).join(', ')
    return { outcome: 'not_due', reason: names === '' ? 'The program has no course.' : `Open: ${names}.` }
  }
  // The workflow has written these statuses by then.
  const complete = new Set(snapshot.courses.map(({ courseIntegrationId }) => courseIntegrationId))
  const courses = evidence.courses.map((course) =>
    complete.has(course.courseIntegrationId) && course.trackerStatus !== 'certified'
      ? { ...course, trackerStatus: 'completed' as const }
      : course,
  )
  const check = checkRequirements({ ...evidence, courses }, policy.certificate)
  if (check.met) return { outcome: 'issue', reason: 'Every requirement is met.' }
  const missed = check.requirements.filter(({ met }) => !met)
  return {
    outcome: 'review',
    reason: missed.map(({ wanted, found }) => `${wanted}: ${found}.`).join(' '),
  }
}

const change = (
  kind: RuleChangeKind,
  courseIntegrationId: number | null,
  before: string,
  after: string,
  reason: string,
): RuleChange => ({ kind, courseIntegrationId, before, after, reason })
