import { fingerprint } from '../../src/hash.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { AssessmentIntegration } from '../../src/odoo/schema/index.js'
import type { RowVersion } from '../../src/domain/row-version.js'
import { groupBy } from '../../src/group-by.js'
import { ASSESSMENT_FIELDS } from '../../src/odoo/schema/tracked-fields.js'
import { contentOf, type AssessmentRow } from './tracked-rows.js'

/** The active assessments by course integration, by rising id. */
export type Assessments = ReadonlyMap<number, readonly AssessmentRow[]>

/** One call. It reads as many rows as staff have entered, however many students there are. */
export async function readAssessments(odoo: Odoo): Promise<Assessments> {
  const rows = await odoo.searchRead(AssessmentIntegration, [], ASSESSMENT_FIELDS, { order: 'id' })
  return groupBy(rows, ({ courseIntegration }) => courseIntegration)
}

/** The certifications and quiz contents that count for any course. Other attempts are not read. */
export interface AssessedContent {
  readonly surveys: readonly number[]
  readonly quizzes: readonly number[]
}

export function assessedContentOf(rows: readonly AssessmentRow[]): AssessedContent {
  const distinct = (ids: readonly (number | null)[]) =>
    [...new Set(ids)].filter((id) => id !== null).sort((a, b) => a - b)
  return {
    surveys: distinct(rows.map(({ kind, survey }) => (kind === 'certification' ? survey : null))),
    quizzes: distinct(rows.map(({ kind, slide }) => (kind === 'quiz' ? slide : null))),
  }
}

/**
 * One version for all assessments of a course, under the course's id. It also changes when an
 * assessment is archived, deleted or moved to another course; the version of a single row would
 * not.
 */
export const assessmentsVersion = (
  courseIntegrationId: number,
  assessments: readonly AssessmentRow[],
): RowVersion => ({
  model: AssessmentIntegration.name,
  recordId: courseIntegrationId,
  writeDate: null,
  hash: fingerprint(assessments.map((row) => [row.id, contentOf(ASSESSMENT_FIELDS, row)])),
  summary: null,
})
