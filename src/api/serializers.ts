import type { Static } from 'typebox'
import { type Application, applicationRef, enrollmentId } from '../contracts/application.js'
import type { Task } from '../contracts/tasks.js'
import type { MailRow } from '../mail/list.js'
import type {
  ApplicationStatus,
  DecisionBasis,
  IssuedCertificate,
  progressNumbers,
} from '../store/applications.js'
import type { Links } from './links.js'
import type {
  CertificateSummary,
  CourseProgress,
  EnrollmentSummary,
  EmailBody,
  TaskBody,
} from './schemas/enrollment.js'

/** Rows as the API shows them: ISO instants, links, names of the API. */

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
  const application = { programId: row.program_id, studentId: row.student_id }
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

/** An application whose workflow was started a moment ago: its first step is not recorded yet. */
export const newEnrollment = (application: Application, links: Links): Static<typeof EnrollmentSummary> => ({
  ...common(application, enrollmentId(application), links),
  flow: 'enrollment',
  stage: 'received',
  message: 'Received.',
  closed: false,
  task: null,
  updatedAt: null,
})

const common = (application: Application, workflowId: string, links: Links) => ({
  ref: applicationRef(application),
  ...application,
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
  readAt: row.read_at.toISOString(),
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

export const emailBody = (mail: MailRow): Static<typeof EmailBody> => ({
  id: mail.id,
  kind: mail.kind,
  programId: mail.program_id,
  studentId: mail.student_id,
  version: mail.version,
  state: mail.state,
  recipient: mail.recipient,
  language: mail.language,
  attempts: mail.attempts,
  createdAt: mail.created_at.toISOString(),
  lastAttemptAt: mail.last_attempt_at?.toISOString() ?? null,
  responseCode: mail.response_code,
  messageId: mail.message_id,
})

/** What stands in the way, in words: what a person shall do, and what the last check found wanting. */
export function missingWords(row: ApplicationStatus, { verdict, check }: DecisionBasis): string[] {
  const lines = row.task ? [row.task.instructions] : []
  if (row.flow === 'enrollment' && verdict && verdict.outcome !== 'eligible')
    lines.push(...verdict.reasons.map((reason) => reason.message))
  if (row.flow !== 'enrollment' && check && !check.met && row.stage !== 'issued')
    lines.push(
      ...check.requirements
        .filter((requirement) => !requirement.met)
        .map(({ criterion, courseIntegrationId, wanted, found }) => {
          const where = courseIntegrationId === null ? '' : ` (course integration ${courseIntegrationId})`
          return `${criterion}${where}: wanted ${wanted}, found ${found}`
        }),
    )
  return [...new Set(lines)]
}
