import { createHash } from 'node:crypto'
import type { Row } from '../src/odoo/model.js'
import type {
  CourseIntegration,
  CourseSession,
  DocumentRequest,
  HomeworkAttempt,
  Membership,
  Student,
  TrainingProgram,
} from '../src/odoo/schema.js'
import type { RowVersion } from '../src/store/tables/sync.js'

/**
 * What the sync watches: the models, and of each the fields that a decision or a number depends on. Both the search for changes
 * and the page that handles them read exactly these, so that their hashes agree. Fields that only we write (statuses, numbers)
 * are left out: our own echo is no change.
 */
export const STUDENT_FIELDS = [
  'email',
  'birthDate',
  'englishLevel',
  'hasCertificate',
  'enrollmentType',
  'preferredCourseIntegration',
  'partner',
  'writeDate',
] as const
export const DOCUMENT_FIELDS = ['student', 'documentType', 'isMandatory', 'state', 'writeDate'] as const
export const SESSION_FIELDS = ['student', 'state', 'attendanceStatus', 'writeDate'] as const
export const HOMEWORK_FIELDS = ['student', 'state', 'writeDate'] as const
export const MEMBERSHIP_FIELDS = [
  'channel',
  'partner',
  'completion',
  'memberStatus',
  'active',
  'writeDate',
] as const
export const INTEGRATION_FIELDS = [
  'name',
  'elearningCourse',
  'trainingProgram',
  'autoEnrollEligible',
  'completionThreshold',
  'minSessionsRequired',
  'minHomeworkRequired',
  'minElearningProgress',
  'status',
  'writeDate',
] as const
export const PROGRAM_FIELDS = ['name', 'durationWeeks', 'status', 'writeDate'] as const

export type StudentRow = Row<typeof Student, (typeof STUDENT_FIELDS)[number]>
export type DocumentRow = Row<typeof DocumentRequest, (typeof DOCUMENT_FIELDS)[number]>
export type SessionRow = Row<typeof CourseSession, (typeof SESSION_FIELDS)[number]>
export type HomeworkRow = Row<typeof HomeworkAttempt, (typeof HOMEWORK_FIELDS)[number]>
export type MembershipRow = Row<typeof Membership, (typeof MEMBERSHIP_FIELDS)[number]>
export type IntegrationRow = Row<typeof CourseIntegration, (typeof INTEGRATION_FIELDS)[number]>
export type ProgramRow = Row<typeof TrainingProgram, (typeof PROGRAM_FIELDS)[number]>

/** The version of a row: when Odoo stamped it, and a hash of the given fields (`writeDate` itself does not count). */
export function versionOf(
  model: { readonly name: string },
  fields: readonly string[],
  row: { readonly id: number } & Readonly<Record<string, unknown>>,
): RowVersion {
  const content = fields.filter((field) => field !== 'writeDate').map((field) => row[field] ?? null)
  const hash = createHash('sha256').update(JSON.stringify(content)).digest('base64url')
  const { writeDate } = row
  return {
    model: model.name,
    recordId: row.id,
    writeDate: typeof writeDate === 'string' ? writeDate : null,
    hash,
  }
}
