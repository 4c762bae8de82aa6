import type { Odoo } from '../../src/odoo/client/client.js'
import { AssessmentIntegration } from '../../src/odoo/schema/index.js'
import type { RowVersion } from '../../src/domain/row-version.js'
import { groupBy } from '../../src/group-by.js'
import { ASSESSMENT_FIELDS, contentOf, fingerprint, type AssessmentRow } from './tracked-fields.js'

/** What counts for which course: the active assessments by course integration, by rising id. */
export type Assessments = ReadonlyMap<number, readonly AssessmentRow[]>

/** One call. As many rows as staff have entered, and no more for more students. */
export async function readAssessments(odoo: Odoo): Promise<Assessments> {
  const rows = await odoo.searchRead(AssessmentIntegration, [], ASSESSMENT_FIELDS, { order: 'id' })
  return groupBy(rows, ({ courseIntegration }) => courseIntegration)
}

/** Certifications and contents with a quiz that count anywhere: no other attempts need be read. */
export interface Assessed {
  readonly surveys: readonly number[]
  readonly quizzes: readonly number[]
}

export function assessedBy(assessments: Assessments): Assessed {
  const rows = [...assessments.values()].flat()
  const ids = (found: readonly (number | null)[]) =>
    [...new Set(found)].filter((id) => id !== null).sort((a, b) => a - b)
  return {
    surveys: ids(rows.map(({ kind, survey }) => (kind === 'certification' ? survey : null))),
    quizzes: ids(rows.map(({ kind, slide }) => (kind === 'quiz' ? slide : null))),
  }
}

/**
 * The version of all assessments of a course together, under the id of the course. So one that is archived, deleted or moved to another
 * course is noticed too, which a single row could not tell of itself.
 */
export const assessmentsVersion = (
  courseIntegrationId: number,
  assessments: readonly AssessmentRow[],
): RowVersion => ({
  model: AssessmentIntegration.name,
  recordId: courseIntegrationId,
  writeDate: null,
  hash: fingerprint(assessments.map((row) => [row.id, contentOf(ASSESSMENT_FIELDS, row)])),
})
