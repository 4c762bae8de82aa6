import type { RawBuilder } from 'kysely'
import type { ReportNote } from '../domain/reports.js'

/**
 * How a column is read and shown. `word`: of the API, shown in the reader's language; `program` and
 * `actor`: ids that become names; `percent` is from 0 to 100; `instant` is a Date, `day` an ISO
 * date.
 */
type ColumnType = 'text' | 'word' | 'program' | 'actor' | 'count' | 'percent' | 'days' | 'instant' | 'day'

export const COLUMN_IDS = [
  'application',
  'student',
  'program',
  'run',
  'agent',
  'began',
  'trainingBegan',
  'stage',
  'since',
  'task',
  'taskSince',
  'coursesCompleted',
  'progress',
  'ended',
  'month',
  'applied',
  'enrolled',
  'completed',
  'certified',
  'otherwiseEnded',
  'open',
  'completionRate',
  'medianDays',
  'number',
  'holder',
  'issued',
  'validUntil',
  'state',
  'decidedAt',
  'decision',
  'decidedBy',
  'reason',
  'waitedDays',
  'policyVersion',
  'event',
  'system',
  'accuracy',
  'compared',
  'mismatches',
  'note',
  'instructions',
  'missing',
  'assignee',
  'restsUntil',
  'certificate',
  'email',
  'recipient',
  'language',
  'attempts',
  'created',
  'lastAttempt',
  'at',
  'actor',
  'action',
  'entity',
  'entityId',
  'outcome',
  'before',
  'after',
  'requestId',
  'operation',
  'students',
  'effects',
  'why',
  'tasks',
  'oldestTask',
  'deadline',
  'assessed',
  'report',
] as const
export type ColumnId = (typeof COLUMN_IDS)[number]

/** Which words a column has; the same word may mean something else in another one. */
export type Vocabulary =
  | 'stages'
  | 'tasks'
  | 'decisions'
  | 'certificateStates'
  | 'events'
  | 'eventStates'
  | 'systems'
  | 'failures'
  | 'riskReasons'
  | 'auditActions'
  | 'auditEntities'
  | 'auditOutcomes'
  | 'emailKinds'
  | 'emailStates'
  | 'staffEmailKinds'
  | 'staffEmailStates'
  | 'bulkKinds'
  | 'bulkStates'
  | 'bulkOutcomes'
  | 'bulkEffects'
  | 'applicantOutcomes'

export type Column =
  | { readonly id: ColumnId; readonly type: Exclude<ColumnType, 'word'> }
  | { readonly id: ColumnId; readonly type: 'word'; readonly words: Vocabulary }

export type Cell = string | number | Date | null

/** A row as the database returns it: one value per column. */
export type ReportRow = Readonly<Partial<Record<ColumnId, Cell>>>

/** What a report is about. */
export interface ReportFilter {
  /** What was known then. */
  readonly asOf: Date
  /** Whether that is now: then it may contain what is not logged. */
  readonly isCurrent: boolean
  readonly language: 'ar' | 'en'
  /** IANA name: days and months are the center's. */
  readonly timeZone: string
  readonly programId?: number
  /** Of students of this agent; null: of nobody. */
  readonly agentId?: number | null
  /** Only of students whom the reader may see: those of this agent. */
  readonly visibleTo?: number
  /** Instants: what happened at or after the first, and before the second. */
  readonly from?: Date
  readonly until?: Date
}

/** Whom a file is for. */
export type FileReader = Pick<ReportFilter, 'asOf' | 'language' | 'timeZone'>

/** A kind of report. */
export interface Report {
  /** Whether rows are about single students. */
  readonly isPersonal: boolean
  columns(filter: ReportFilter): readonly Column[]
  /** The rows in their order, with a value for each column. */
  query(filter: ReportFilter): RawBuilder<ReportRow>
  notes(filter: ReportFilter): readonly ReportNote[]
}
