import type { Aggregate, Odoo } from '../../src/odoo/client/client.js'
import type { Domain, FieldName, Model, Row } from '../../src/odoo/schema/model.js'
import {
  Certificate,
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
  CERTIFICATE_FIELDS,
  DOCUMENT_FIELDS,
  HOMEWORK_FIELDS,
  MEMBERSHIP_FIELDS,
  QUIZ_FIELDS,
  SESSION_FIELDS,
  STATUS_FIELDS,
  STUDENT_VERSION_FIELDS,
  TRACKER_VERSION_FIELDS,
} from '../../src/odoo/schema/tracked-fields.js'
import { summaryFields } from './row-summary.js'
import { versionsOf } from './tracked-rows.js'

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
  /** false: archived. */
  readonly isActive: boolean
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
  /** The fields that rows are summed up by. */
  readonly summary: {
    readonly groupBy: readonly string[]
    readonly sums: readonly string[]
    readonly compared: readonly string[]
  }
  /** Whether rows of this group matter. */
  matters(group: readonly unknown[], content: AssessedContent): boolean
  /** Sums of the rows in a scope that matter; null: no row can matter. One call. */
  aggregate(odoo: Odoo, scope: Scope, content: AssessedContent): Promise<Aggregate[] | null>
  /** Pages of all rows in a scope, and perhaps of some other groups. */
  rowsIn(odoo: Odoo, scope: Scope): AsyncGenerator<ReadRow[], void, void>
}

/** Some rows of a model. */
export interface Scope {
  /** Values of the grouping fields; null: all groups. */
  readonly group: readonly unknown[] | null
  /** Ids above this one; 0: from the first. */
  readonly after: number
  /** Ids up to this one; null: to the last. */
  readonly upTo: number | null
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
  /** Only these rows matter. Default: all. */
  readonly among?: Domain<M>
  /** Only rows matter that an assessment names: this field, and the ids that it must have. */
  readonly assessed?: { readonly by: F; readonly ids: (content: AssessedContent) => readonly number[] }
}

function tracked<M extends Model, F extends FieldName<M>>(
  model: M,
  fields: readonly F[],
  { cadence, owner, untracked = [], statuses, among = [], assessed }: Declaration<M, F>,
): TrackedModel {
  const versionOf = versionsOf(model, fields, untracked)
  const summary = summaryFields(model, fields)
  const readRow = (row: Row<M, F>): ReadRow => ({
    version: versionOf(row),
    owner: { student: null, partner: null, ...owner(row) },
    statuses: statuses?.(row) ?? null,
    isActive: (row as { readonly active?: boolean }).active ?? true,
  })
  /** Which rows matter; null: none at the moment. */
  const relevant = (content: AssessedContent): unknown[] | null => {
    if (assessed === undefined) return [...among]
    const ids = assessed.ids(content)
    return ids.length === 0 ? null : [...among, [assessed.by, 'in', ids]]
  }
  return {
    model,
    cadence,
    dependsOnAssessments: assessed !== undefined,
    async *pages(odoo, window, content) {
      const domain = relevant(content)
      if (domain === null) return
      const options = { size: ROWS_PER_CALL, archived: true }
      const inWindow = [...domain, ...(window === null ? [] : conditionsOf(window))]
      // Every model has the stamp; TypeScript does not see it in a type parameter.
      for await (const rows of odoo.pages(model, inWindow as unknown as Domain<M>, fields, options))
        yield rows.map(readRow)
    },
    read: async (odoo, ids) => (await odoo.read(model, ids, fields)).map(readRow),
    summary,
    matters: (group, content) =>
      assessed === undefined ||
      assessed.ids(content).some((id) => id === group[summary.groupBy.indexOf(assessed.by)]),
    async aggregate(odoo, scope, content) {
      const domain = relevant(content)
      if (domain === null) return null
      return odoo.aggregate(model, [...domain, ...inScope(summary, scope)] as Domain<M>, summary)
    },
    async *rowsIn(odoo, scope) {
      const domain = [...among, ...inScope(summary, scope)] as Domain<M>
      const options = { size: ROWS_PER_CALL, archived: true }
      for await (const rows of odoo.pages(model, domain, fields, options)) yield rows.map(readRow)
    },
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

function inScope({ groupBy }: { readonly groupBy: readonly string[] }, scope: Scope): unknown[] {
  const { group, after, upTo } = scope
  return [
    // Where a selection is empty here, Odoo may have a value that we do not know.
    ...(group ?? []).flatMap((value, at) => (value === null ? [] : [[groupBy[at], '=', value]])),
    ...(after > 0 ? [['id', '>', after]] : []),
    ...(upTo === null ? [] : [['id', '<=', upTo]]),
  ]
}

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
    assessed: { by: 'survey', ids: ({ surveys }) => surveys },
  }),
  tracked(SlideProgress, QUIZ_FIELDS, {
    cadence: 'quiet',
    owner: ({ partner }) => ({ partner }),
    assessed: { by: 'slide', ids: ({ quizzes }) => quizzes },
  }),
]

/**
 * The certificates of ours. They are no matter of a student's page: our register follows them
 * (`activities/certificate/follow-odoo.ts`).
 */
export const CERTIFICATES: TrackedModel = tracked(Certificate, CERTIFICATE_FIELDS, {
  cadence: 'quiet',
  owner: ({ student }) => ({ student }),
  among: [['orchestratorKey', '!=', null]],
})
