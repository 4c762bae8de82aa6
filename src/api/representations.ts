import type { Static } from 'typebox'
import { type Application, applicationRef, enrollmentId } from '../contracts/application.js'
import type { Task } from '../contracts/tasks.js'
import type { MailRow } from '../mail/list.js'
import type { Enrollment, Evidence, IssuedCertificate, progressNumbers } from '../store/enrollments.js'
import type { Links } from './links.js'
import type {
  CertificateSummary,
  CourseProgress,
  EnrollmentSummary,
  MailBody,
  TaskBody,
} from './schemas/enrollment.js'

/** Rows as the API shows them: ISO instants, links, names of the API. */

export function taskBody(task: Task | null): Static<typeof TaskBody> | null {
  if (!task) return null
  const { answers, choices, courseIntegrationIds, ...rest } = task
  return {
    ...rest,
    answers: [...answers],
    ...(choices && { choices: [...choices] }),
    ...(courseIntegrationIds && { courseIntegrationIds: [...courseIntegrationIds] }),
  }
}

export const enrollmentSummary = (row: Enrollment, links: Links): Static<typeof EnrollmentSummary> => {
  const application = { programId: row.program_id, studentId: row.student_id }
  return {
    ...common(application, row.workflow_id, links),
    chart: row.chart,
    state: row.stage,
    words: row.words,
    closed: row.closed,
    task: taskBody(row.task),
    updatedAt: row.updated_at.toISOString(),
  }
}

/** An application whose workflow was started a moment ago: its first step is not recorded yet. */
export const newEnrollment = (application: Application, links: Links): Static<typeof EnrollmentSummary> => ({
  ...common(application, enrollmentId(application), links),
  chart: 'enrollment',
  state: 'received',
  words: 'Received.',
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

export const mailBody = (mail: MailRow): Static<typeof MailBody> => ({
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
export function missingWords(row: Enrollment, { verdict, check }: Evidence): string[] {
  const words = row.task ? [row.task.todo] : []
  if (row.chart === 'enrollment' && verdict && verdict.outcome !== 'eligible')
    words.push(...verdict.reasons.map((reason) => reason.words))
  if (row.chart !== 'enrollment' && check && !check.met && row.stage !== 'issued')
    words.push(
      ...check.requirements
        .filter((requirement) => !requirement.met)
        .map(({ criterion, courseIntegrationId, wanted, found }) => {
          const where = courseIntegrationId === null ? '' : ` (course integration ${courseIntegrationId})`
          return `${criterion}${where}: wanted ${wanted}, found ${found}`
        }),
    )
  return [...new Set(words)]
}
