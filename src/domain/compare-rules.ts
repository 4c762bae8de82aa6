import { isFinalInOdoo, programProgress, reachesThreshold } from './completion.js'
import { sentencesOfReasons, type Verdict } from './eligibility.js'
import { newMilestones } from './milestones.js'
import type { ProgramPolicy } from './policy.js'
import { checkRequirements, type Evidence } from './requirements.js'
import type { RuleChange, RuleChangeKind } from './rule-change.js'
import { allOf, say, textOf, type Said, type Sentence } from './sentences/sentence.js'
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
    const reason = after.applies ? reasonsOf(after.verdict) : say('may_not_apply')
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

const OUTCOMES = {
  eligible: say('is_eligible'),
  not_eligible: say('is_not_eligible'),
  unknown: say('fact_is_missing'),
} as const

const describeAdmission = ({ applies, verdict }: AdmissionUnder) =>
  applies ? OUTCOMES[verdict.outcome] : say('does_not_apply')

const reasonsOf = (verdict: Verdict) =>
  verdict.reasons.length === 0 ? say('every_rule_met') : sentencesOfReasons(verdict)

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
      return [change(kind, id, say('not_of_program'), numbers(course), say('course_added'))]
    }
    if (reachesThreshold(was) === reachesThreshold(course)) return []
    const stays = isFinalInOdoo(course)
    if (reachesThreshold(course)) {
      if (stays) return []
      return [change('course_complete', id, numbers(was), numbers(course), say('threshold_reached'))]
    }
    const reason = say(stays ? 'completed_before' : 'threshold_not_reached')
    return [change('course_incomplete', id, numbers(was), numbers(course), reason)]
  })
}

const numbers = ({ overall, threshold }: CourseSnapshot) =>
  say('progress_of_threshold', { overall, threshold })

const progressIs = (percent: number) => say('progress_is', { percent })

function compareProgress(before: TrainingUnder, after: TrainingUnder): RuleChange[] {
  const [was, is] = [progressOf(before), progressOf(after)]
  if (was === is) return []
  return [change('progress_changed', null, progressIs(was), progressIs(is), say('program_progress'))]
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
  const reason = say('milestone_email_due', { percent: highest })
  return [change('milestone_reached', null, progressIs(reached ?? 0), progressIs(highest), reason)]
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

const PROSPECTS = {
  issue: say('certificate_issued'),
  review: say('person_decides'),
  not_due: say('not_due_yet'),
} as const

/** Chart 2, box I, and chart 3, boxes B and C. */
function certificateOf({ snapshot, evidence, policy }: TrainingUnder): { outcome: Prospect; reason: Said } {
  const open = snapshot.courses.filter((course) => !isComplete(course))
  if (snapshot.courses.length === 0 || open.length > 0) {
    const courses = open.map(({ name }) => name)
    const reason = courses.length === 0 ? say('program_without_course') : say('courses_open', { courses })
    return { outcome: 'not_due', reason }
  }
  // The workflow has written these statuses by then.
  const complete = new Set(snapshot.courses.map(({ courseIntegrationId }) => courseIntegrationId))
  const courses = evidence.courses.map((course) =>
    complete.has(course.courseIntegrationId) && course.trackerStatus !== 'certified'
      ? { ...course, trackerStatus: 'completed' as const }
      : course,
  )
  const check = checkRequirements({ ...evidence, courses }, policy.certificate)
  if (check.met) return { outcome: 'issue', reason: say('every_requirement_met') }
  const missed = check.requirements.flatMap(({ met, stated }) => (met || !stated ? [] : stated))
  return { outcome: 'review', reason: missed.map((stated) => say('requirement_missed', stated)) }
}

const change = (
  kind: RuleChangeKind,
  courseIntegrationId: number | null,
  before: Sentence,
  after: Sentence,
  reason: Said,
): RuleChange => ({
  kind,
  courseIntegrationId,
  before: textOf(before),
  after: textOf(after),
  reason: textOf(reason),
  sentences: { before, after, reason: allOf(reason) },
})
