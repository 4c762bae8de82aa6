import type { Odoo } from '../../src/odoo/client/client.js'
import type { Domain, FieldName, Model, Row } from '../../src/odoo/schema/model.js'
import {
  CourseSession,
  DocumentRequest,
  HomeworkAttempt,
  Membership,
  ProgressTracker,
  SlideProgress,
  Student,
  SurveyAttempt,
} from '../../src/odoo/schema/index.js'
import type { PresentStatuses } from '../../src/domain/status-corrections.js'
import type { RowVersion } from '../../src/domain/row-version.js'
import type { AssessedContent } from './assessments.js'
import {
  ATTEMPT_FIELDS,
  DOCUMENT_FIELDS,
  HOMEWORK_FIELDS,
  MEMBERSHIP_FIELDS,
  QUIZ_FIELDS,
  SESSION_FIELDS,
  STATUS_FIELDS,
  STUDENT_VERSION_FIELDS,
  TRACKER_VERSION_FIELDS,
} from '../../src/odoo/schema/tracked-fields.js'
import { rowVersion } from './tracked-rows.js'

/** Whose a row is: a student, or a contact that students may be linked to. */
export interface Owner {
  readonly student: number | null
  readonly partner: number | null
}

export interface ReadRow {
  readonly version: RowVersion
  readonly owner: Owner
  /** null: the row has none that our workflows write. */
  readonly statuses: PresentStatuses | null
}

/** A model whose rows belong to one student each. */
export interface TrackedModel {
  readonly model: Model
  /**
   * `every_tick`: what learners do all day. `quiet`: what staff do now and then; read after some
   * minutes, unless a webhook reports it earlier.
   */
  readonly cadence: 'every_tick' | 'quiet'
  /** Whether only rows matter that an assessment names. */
  readonly dependsOnAssessments: boolean
  /**
   * Pages of the rows that matter, archived ones too. No call where no row can matter. `window`:
   * null: all rows.
   */
  pages(odoo: Odoo, window: Window | null, content: AssessedContent): AsyncGenerator<ReadRow[], void, void>
  /** Those of these rows that exist. */
  read(odoo: Odoo, ids: readonly number[]): Promise<ReadRow[]>
}

/** Which rows a search reads. */
export interface Window {
  /** Those written at or after this instant … */
  readonly since: string
  /** … those that are newer than any known one, whatever their stamp says … */
  readonly afterId: number | null
  /** … and this one. */
  readonly witnessId: number | null
}

/** Rows per call. */
export const ROWS_PER_CALL = 1_000

interface Declaration<M extends Model, F extends FieldName<M>> {
  readonly cadence: TrackedModel['cadence']
  readonly owner: (row: Row<M, F>) => Partial<Owner>
  /** Fields that are read, but are no change. */
  readonly untracked?: readonly F[]
  readonly statuses?: (row: Row<M, F>) => PresentStatuses
  /** Which rows matter; null: none at the moment. Default: all. */
  readonly relevant?: (content: AssessedContent) => Domain<M> | null
}

function tracked<M extends Model, F extends FieldName<M>>(
  model: M,
  fields: readonly F[],
  { cadence, owner, untracked = [], statuses, relevant }: Declaration<M, F>,
): TrackedModel {
  const compared = fields.filter((field) => !untracked.includes(field))
  const readRow = (row: Row<M, F>): ReadRow => ({
    version: rowVersion(model, compared, row),
    owner: { student: null, partner: null, ...owner(row) },
    statuses: statuses?.(row) ?? null,
  })
  return {
    model,
    cadence,
    dependsOnAssessments: relevant !== undefined,
    async *pages(odoo, window, content) {
      const domain = relevant === undefined ? [] : relevant(content)
      if (domain === null) return
      const options = { size: ROWS_PER_CALL, archived: true }
      const inWindow = [...domain, ...(window === null ? [] : conditionsOf(window))]
      // Every model has the stamp; TypeScript does not see it in a type parameter.
      for await (const rows of odoo.pages(model, inWindow as unknown as Domain<M>, fields, options))
        yield rows.map(readRow)
    },
    read: async (odoo, ids) => (await odoo.read(model, ids, fields)).map(readRow),
  }
}

/** In Odoo's prefix notation. From 19 on it compares whole seconds, so only `>=` is exact. */
const conditionsOf = ({ since, afterId, witnessId }: Window): unknown[] => [
  ...(afterId === null ? [] : ['|']),
  ...(witnessId === null ? [] : ['|']),
  ['writeDate', '>=', since],
  ...(afterId === null ? [] : [['id', '>', afterId]]),
  ...(witnessId === null ? [] : [['id', '=', witnessId]]),
]

export const TRACKED_MODELS: readonly TrackedModel[] = [
  tracked(Student, [...STUDENT_VERSION_FIELDS, ...STATUS_FIELDS], {
    cadence: 'every_tick',
    owner: ({ id }) => ({ student: id }),
    untracked: STATUS_FIELDS,
    statuses: ({ state, integrationStatus }) => ({
      state,
      integration: integrationStatus,
      courses: new Map(),
    }),
  }),
  tracked(Membership, MEMBERSHIP_FIELDS, {
    cadence: 'every_tick',
    owner: ({ partner }) => ({ partner }),
  }),
  tracked(ProgressTracker, TRACKER_VERSION_FIELDS, {
    cadence: 'every_tick',
    owner: ({ student }) => ({ student }),
    statuses: ({ courseIntegration, status }) => ({
      state: null,
      integration: null,
      courses: new Map([[courseIntegration, status]]),
    }),
  }),
  tracked(DocumentRequest, DOCUMENT_FIELDS, { cadence: 'quiet', owner: ({ student }) => ({ student }) }),
  tracked(CourseSession, SESSION_FIELDS, { cadence: 'quiet', owner: ({ student }) => ({ student }) }),
  tracked(HomeworkAttempt, HOMEWORK_FIELDS, { cadence: 'quiet', owner: ({ student }) => ({ student }) }),
  tracked(SurveyAttempt, ATTEMPT_FIELDS, {
    cadence: 'quiet',
    owner: ({ partner }) => ({ partner }),
    relevant: ({ surveys }) => (surveys.length === 0 ? null : [['survey', 'in', surveys]]),
  }),
  tracked(SlideProgress, QUIZ_FIELDS, {
    cadence: 'quiet',
    owner: ({ partner }) => ({ partner }),
    relevant: ({ quizzes }) => (quizzes.length === 0 ? null : [['slide', 'in', quizzes]]),
  }),
]
