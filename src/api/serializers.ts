import type { Static } from 'typebox'
import { type ApplicationRun, applicationRef, enrollmentId } from '../contracts/application.js'
import type { Task } from '../contracts/tasks.js'
import type { MailRow } from '../mail/list.js'
import type {
  ApplicationStatus,
  DecisionBasis,
  IssuedCertificate,
  progressNumbers,
} from '../store/applications.js'
import type { Review } from '../store/reviews.js'
import type { Links } from './links.js'
import type { CertificateSummary } from './schemas/certificate.js'
import type { EmailBody } from './schemas/email.js'
import type { CourseProgress, EnrollmentSummary } from './schemas/enrollment.js'
import type { ReviewBody } from './schemas/review.js'
import type { TaskBody } from './schemas/task.js'

/** Rows as the API shows them: with ISO instants, links and the API's names. */

export function taskBody(task: Task | null): Static<typeof TaskBody> | null {
  if (!task) return null
  const { decisions, choices, courseIntegrationIds, ...rest } = task
  return {
    ...rest,
    decisions: [...decisions],
    ...(choices && { choices: [...choices] }),
    ...(courseIntegrationIds && { courseIntegrationIds: [...courseIntegrationIds] }),
  }
}

export const enrollmentSummary = (row: ApplicationStatus, links: Links): Static<typeof EnrollmentSummary> => {
  const application = { programId: row.program_id, studentId: row.student_id, run: row.run }
  return {
    ...common(application, row.workflow_id, links),
    flow: row.flow,
    stage: row.stage,
    message: row.message,
    closed: row.closed,
    task: taskBody(row.task),
    updatedAt: row.updated_at.toISOString(),
  }
}

/** An application whose workflow has just started and has not recorded its first step. */
export const newEnrollment = (
  application: ApplicationRun,
  links: Links,
): Static<typeof EnrollmentSummary> => ({
  ...common(application, enrollmentId(application), links),
  flow: 'enrollment',
  stage: 'received',
  message: 'Received.',
  closed: false,
  task: null,
  updatedAt: null,
})

const common = (application: ApplicationRun, workflowId: string, links: Links) => ({
  ref: applicationRef(application),
  programId: application.programId,
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

export function reviewBody(review: Review, links: Links): Static<typeof ReviewBody> {
  const { programId, studentId, since } = review
  const common = { ref: applicationRef(review), programId, studentId, since: since.toISOString() }
  const pages = { enrollment: links.enrollment(review), student: links.odoo('student', studentId) }
  if (review.kind === 'task') {
    const { task, flow, workflowId } = review
    return {
      ...common,
      kind: 'task',
      flow,
      instructions: task.instructions,
      decisions: [...task.decisions],
      task: taskBody(task),
      emailId: null,
      links: { ...pages, review: `${pages.enrollment}/review`, temporal: links.workflow(workflowId) },
    }
  }
  const email = `${review.mailKind.replaceAll('_', ' ')} email`
  return {
    ...common,
    kind: 'email',
    flow: null,
    instructions:
      review.state === 'no_recipient'
        ? `The ${email} was not sent, because no email address is known. Enter one in Odoo.`
        : `The mail server rejected the ${email}. Correct the email address in Odoo.`,
    decisions: [],
    task: null,
    emailId: review.mailId,
    links: { ...pages, review: null, temporal: null },
  }
}

/** Returns what a person has to do, and what the last check found unmet, in sentences. */
export function whatIsMissing(row: ApplicationStatus, { verdict, check }: DecisionBasis): string[] {
  const sentences = row.task ? [row.task.instructions] : []
  if (row.flow === 'enrollment' && verdict && verdict.outcome !== 'eligible')
    sentences.push(...verdict.reasons.map(({ message }) => message))
  if (row.flow !== 'enrollment' && check && !check.met && row.stage !== 'issued')
    sentences.push(
      ...check.requirements
        .filter(({ met }) => !met)
        .map(({ criterion, courseIntegrationId, wanted, found }) => {
          const course = courseIntegrationId === null ? '' : ` (course integration ${courseIntegrationId})`
          return `${criterion.replaceAll('_', ' ')}${course}: required ${wanted}, found ${found}`
        }),
    )
  return [...new Set(sentences)]
}
