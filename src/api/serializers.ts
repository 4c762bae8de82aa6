import type { Static } from 'typebox'
import {
  type Application,
  type ApplicationRun,
  applicationRef,
  enrollmentId,
} from '../contracts/application.js'
import type { Flow } from '../contracts/application.js'
import type { DecisionBasis } from '../domain/decision-basis.js'
import type { Task } from '../contracts/tasks.js'
import {
  inArabic,
  instructionsInArabic,
  requirementInArabic,
  storedInArabic,
} from '../domain/sentences/in-arabic.js'
import {
  instruct,
  say,
  storedInEnglish,
  textOf,
  type Instructions,
  type StoredSentence,
} from '../domain/sentences/sentence.js'
import type { RequirementCheck } from '../domain/requirements.js'
import type { MailRow } from '../mail/list.js'
import type { ApplicationStatus, IssuedCertificate, progressNumbers } from '../store/applications.js'
import type { Review } from '../store/reviews.js'
import type { OpenTask } from '../store/task-handling.js'
import type { Links } from './links.js'
import { type Names, personBody } from './names.js'
import type { CertificateSummary } from './schemas/certificate.js'
import type { DecisionBasisBody } from './schemas/decision-basis.js'
import type { EmailBody } from './schemas/email.js'
import type { CourseProgress, EnrollmentSummary } from './schemas/enrollment.js'
import type { ReviewBody } from './schemas/review.js'
import type { TaskBody } from './schemas/task.js'

/** Rows as the API shows them: with ISO instants, links and the API's names. */

/** Who an application is about, and what for. */
export function named({ programId, studentId }: Application, names: Names) {
  const person = names.personOf(studentId)
  return { programName: names.programName(programId), student: person && personBody(person) }
}

export function taskBody(task: Task | null): Static<typeof TaskBody> | null {
  if (!task) return null
  const { decisions, choices, courseIntegrationIds, sentences, ...rest } = task
  return {
    ...rest,
    instructionsArabic: instructionsInArabic({ ...rest, ...(sentences && { sentences }) }),
    decisions: [...decisions],
    ...(choices && { choices: [...choices] }),
    ...(courseIntegrationIds && { courseIntegrationIds: [...courseIntegrationIds] }),
  }
}

export const enrollmentSummary = (
  row: ApplicationStatus,
  names: Names,
  links: Links,
): Static<typeof EnrollmentSummary> => {
  const application = { programId: row.program_id, studentId: row.student_id, run: row.run }
  return {
    ...common(application, row.workflow_id, names, links),
    flow: row.flow,
    stage: row.stage,
    stageSince: row.stage_since.toISOString(),
    message: row.message,
    messageArabic: inArabic(row.sentences),
    closed: row.closed,
    task: taskBody(row.task),
    updatedAt: row.updated_at.toISOString(),
  }
}

const RECEIVED = say('application_received')

/** An application whose workflow has just started and has not recorded its first step. */
export const newEnrollment = (
  application: ApplicationRun,
  names: Names,
  links: Links,
): Static<typeof EnrollmentSummary> => ({
  ...common(application, enrollmentId(application), names, links),
  flow: 'enrollment',
  stage: 'received',
  stageSince: null,
  message: textOf(RECEIVED),
  messageArabic: inArabic([RECEIVED]),
  closed: false,
  task: null,
  updatedAt: null,
})

const common = (application: ApplicationRun, workflowId: string, names: Names, links: Links) => ({
  ref: applicationRef(application),
  programId: application.programId,
  ...named(application, names),
  studentId: application.studentId,
  run: application.run,
  links: {
    self: links.enrollment(application),
    temporal: links.workflow(workflowId),
    student: links.odoo('student', application.studentId),
    program: links.odoo('program', application.programId),
  },
})

export const courseProgress = (
  row: Awaited<ReturnType<typeof progressNumbers>>[number],
): Static<typeof CourseProgress> => ({
  courseIntegrationId: row.course_integration_id,
  trackerStatus: row.tracker_status,
  membership: row.membership,
  elearning: row.elearning,
  sessions: row.sessions,
  homework: row.homework,
  assessments: row.assessments,
  overall: row.overall,
  threshold: row.threshold,
  asOf: row.read_at.toISOString(),
  source: row.source,
})

export const certificateSummary = (
  certificate: IssuedCertificate,
  links: Links,
): Static<typeof CertificateSummary> => ({
  number: certificate.number,
  version: certificate.version,
  state: certificate.state,
  issuedAt: certificate.issued_at.toISOString(),
  validUntil: certificate.valid_until,
  links: {
    self: `/v1/certificates/${certificate.number}`,
    pdf: `/v1/certificates/${certificate.number}.pdf`,
    verification: links.verification(certificate.token),
  },
})

export const emailBody = (email: MailRow): Static<typeof EmailBody> => ({
  id: email.id,
  kind: email.kind,
  programId: email.program_id,
  studentId: email.student_id,
  run: email.run,
  version: email.version,
  state: email.state,
  recipient: email.recipient,
  language: email.language,
  attempts: email.attempts,
  createdAt: email.created_at.toISOString(),
  lastAttemptAt: email.last_attempt_at?.toISOString() ?? null,
  responseCode: email.response_code,
  messageId: email.message_id,
})

/** A review without names, and without what its decision is based on. */
export type BareReview = Omit<
  Static<typeof ReviewBody>,
  'programName' | 'student' | 'why' | 'whyArabic' | 'basis'
>

export function reviewBody(review: Review, links: Links): BareReview {
  const { programId, studentId, since } = review
  const common = { ref: applicationRef(review), programId, studentId, since: since.toISOString() }
  const pages = { enrollment: links.enrollment(review), student: links.odoo('student', studentId) }
  if (review.kind === 'task') {
    const { task, flow, workflowId } = review
    return {
      ...common,
      kind: 'task',
      flow,
      ...said(task),
      decisions: [...task.decisions],
      task: taskBody(task),
      emailId: null,
      handling: handlingBody(review),
      links: { ...pages, review: `${pages.enrollment}/review`, temporal: links.workflow(workflowId) },
    }
  }
  const undelivered = review.state === 'no_recipient' ? 'email_without_address' : 'email_rejected'
  return {
    ...common,
    kind: 'email',
    flow: null,
    ...said(instruct(say(undelivered, { mail: review.mailKind }))),
    decisions: [],
    task: null,
    emailId: review.mailId,
    handling: null,
    links: { ...pages, review: null, temporal: null },
  }
}

export const handlingBody = ({ assigneeId, assigneeName, snoozedUntil }: OpenTask) => ({
  assignee: assigneeId === null ? null : { id: assigneeId, name: assigneeName },
  snoozedUntil: snoozedUntil?.toISOString() ?? null,
})

const said = (instructions: Instructions) => ({
  instructions: instructions.instructions,
  instructionsArabic: instructionsInArabic(instructions),
})

/** A sentence for people; `arabic` is null where an earlier version has said it in English only. */
interface Said {
  readonly english: string
  readonly arabic: string | null
}

/** Returns why something happens or not, in both languages. */
export const reasonsBody = (reasons: readonly StoredSentence[]) => ({
  reasons: reasons.map(storedInEnglish),
  reasonsArabic: reasons.map(storedInArabic),
})

/** Returns what a person has to do, and what the last check found unmet, in sentences. */
export function whatIsMissing(row: ApplicationStatus, basis: DecisionBasis): Said[] {
  const { task } = row
  const instructions = task ? [{ english: task.instructions, arabic: instructionsInArabic(task) }] : []
  const all = [...instructions, ...(row.stage === 'issued' ? [] : whatIsUnmet(row.flow, basis))]
  return [...new Map(all.map((one) => [one.english, one])).values()]
}

/** Returns what the last check of a flow found unmet, in sentences. */
export function whatIsUnmet(flow: Flow, { verdict, check }: DecisionBasis): Said[] {
  if (flow === 'enrollment') {
    const reasons = verdict && verdict.outcome !== 'eligible' ? verdict.reasons : []
    return reasons.map(({ message, sentence }) => ({
      english: message,
      arabic: inArabic(sentence === undefined ? null : [sentence]),
    }))
  }
  return (check?.requirements ?? [])
    .filter(({ met }) => !met)
    .map(({ criterion, courseIntegrationId, wanted, found, unmet, stated = unmet }) => {
      const course = courseIntegrationId === null ? '' : ` (course integration ${courseIntegrationId})`
      return {
        english: `${criterion.replaceAll('_', ' ')}${course}: required ${wanted}, found ${found}`,
        arabic: requirementInArabic(stated)?.unmet ?? null,
      }
    })
}

/** Returns what a decision is based on: the inputs of the verdict are facts, not names. */
export const basisBody = ({ verdict, check }: DecisionBasis): Static<typeof DecisionBasisBody> => ({
  verdict: verdict && {
    outcome: verdict.outcome,
    policyVersion: verdict.policyVersion,
    reasons: verdict.reasons.map(({ criterion, kind, message, sentence }) => ({
      criterion,
      kind,
      message,
      messageArabic: inArabic(sentence === undefined ? null : [sentence]),
    })),
    inputs: { ...verdict.inputs },
  },
  check: check && {
    met: check.met,
    requirements: check.requirements.map(requirementBody),
  },
})

export function requirementBody({
  criterion,
  courseIntegrationId,
  wanted,
  found,
  met,
  unmet,
  stated = unmet,
}: RequirementCheck['requirements'][number]) {
  const arabic = requirementInArabic(stated)
  return {
    criterion,
    courseIntegrationId,
    wanted,
    wantedArabic: arabic?.wanted ?? null,
    found,
    foundArabic: arabic?.found ?? null,
    met,
  }
}
