import { fingerprint } from '../../src/hash.js'
import type { FieldName, Model, Row } from '../../src/odoo/schema/model.js'
import type {
  AssessmentIntegration,
  CourseIntegration,
  CourseSession,
  DocumentRequest,
  HomeworkAttempt,
  Membership,
  SlideProgress,
  Student,
  SurveyAttempt,
  TrainingProgram,
} from '../../src/odoo/schema/index.js'
import type { RowVersion } from '../../src/domain/row-version.js'
import type {
  ASSESSMENT_FIELDS,
  ATTEMPT_FIELDS,
  DOCUMENT_FIELDS,
  HOMEWORK_FIELDS,
  INTEGRATION_FIELDS,
  MEMBERSHIP_FIELDS,
  PROGRAM_FIELDS,
  QUIZ_FIELDS,
  SESSION_FIELDS,
  STUDENT_FIELDS,
} from '../../src/odoo/schema/tracked-fields.js'
import { rowSummary, summaryFields } from './row-summary.js'

export type StudentRow = Row<typeof Student, (typeof STUDENT_FIELDS)[number]>
export type DocumentRow = Row<typeof DocumentRequest, (typeof DOCUMENT_FIELDS)[number]>
export type SessionRow = Row<typeof CourseSession, (typeof SESSION_FIELDS)[number]>
export type HomeworkRow = Row<typeof HomeworkAttempt, (typeof HOMEWORK_FIELDS)[number]>
export type MembershipRow = Row<typeof Membership, (typeof MEMBERSHIP_FIELDS)[number]>
export type AttemptRow = Row<typeof SurveyAttempt, (typeof ATTEMPT_FIELDS)[number]>
export type QuizRow = Row<typeof SlideProgress, (typeof QUIZ_FIELDS)[number]>
export type AssessmentRow = Row<typeof AssessmentIntegration, (typeof ASSESSMENT_FIELDS)[number]>
export type IntegrationRow = Row<typeof CourseIntegration, (typeof INTEGRATION_FIELDS)[number]>
export type ProgramRow = Row<typeof TrainingProgram, (typeof PROGRAM_FIELDS)[number]>

/** The write date of a row, and a hash of the given fields except `writeDate`. */
export function rowVersion(
  model: { readonly name: string },
  fields: readonly string[],
  row: { readonly id: number } & Readonly<Record<string, unknown>>,
): RowVersion {
  const { writeDate } = row
  return {
    model: model.name,
    recordId: row.id,
    writeDate: typeof writeDate === 'string' ? writeDate : null,
    hash: fingerprint(contentOf(fields, row)),
    summary: null,
  }
}

/**
 * Returns what makes the version of a row of this model. `untracked`: fields that are compared by
 * reconciliation, but whose change is no change of the row.
 */
export function versionsOf<M extends Model, F extends FieldName<M>>(
  model: M,
  fields: readonly F[],
  untracked: readonly F[] = [],
): (row: { readonly id: number } & Readonly<Record<string, unknown>>) => RowVersion {
  const tracked = fields.filter((field) => !untracked.includes(field))
  const summary = summaryFields(model, fields)
  return (row) => ({ ...rowVersion(model, tracked, row), summary: rowSummary(summary, row) })
}

export const contentOf = (fields: readonly string[], row: Readonly<Record<string, unknown>>): unknown[] =>
  fields.filter((field) => field !== 'writeDate').map((field) => row[field] ?? null)
