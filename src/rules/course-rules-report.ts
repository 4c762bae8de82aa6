import {
  changedCourseRules,
  type CourseRuleChange,
  type CourseRulesDecision,
} from '../domain/course-rules.js'
import { listCourseRules, trainingsByCourseRules } from '../store/course-rules.js'
import type { Store } from '../store/store.js'

/** A change of a program’s courses in Odoo, and what became of it. */
interface NoticedChange {
  readonly version: number
  readonly noticedAt: string
  readonly decision: CourseRulesDecision
  readonly decidedBy: string | null
  readonly decidedAt: string | null
  readonly reason: string | null
  /** The dry run that was made when the change was noticed; it may be forgotten by now. */
  readonly dryRun: number | null
  /** From the version before. */
  readonly changes: readonly CourseRuleChange[]
}

export interface CourseRulesReport {
  readonly programId: number
  /** The newest version; 0: none was noticed yet. */
  readonly version: number
  /** Whether a person must decide about it. */
  readonly open: boolean
  /** Trainings under earlier versions, and what the newest one would change for them. */
  readonly held: readonly {
    readonly version: number
    readonly trainings: number
    readonly changes: readonly CourseRuleChange[]
  }[]
  /** The last changes, newest first. */
  readonly history: readonly NoticedChange[]
}

/** Changes that are shown. */
const SHOWN = 20

export async function courseRulesReport(store: Store, programId: number): Promise<CourseRulesReport> {
  const [versions, trainings] = await Promise.all([
    // With all that trainings may be under: there are as many as staff have made changes.
    listCourseRules(store, programId, 10_000),
    trainingsByCourseRules(store, programId),
  ])
  const newest = versions[0]
  const rulesOf = new Map(versions.map(({ version, rules }) => [version, rules]))
  const changesFrom = (version: number, to: number) =>
    changedCourseRules(rulesOf.get(version) ?? [], rulesOf.get(to) ?? [])
  return {
    programId,
    version: newest?.version ?? 0,
    open: newest?.decision === 'open',
    held: trainings
      .filter(({ version }) => newest !== undefined && version < newest.version)
      .map(({ version, count }) => ({
        version,
        trainings: count,
        changes: changesFrom(version, newest?.version ?? version),
      })),
    history: versions
      .filter(({ version }) => version > 1)
      .slice(0, SHOWN)
      .map((one) => ({
        version: one.version,
        noticedAt: one.noticed_at.toISOString(),
        decision: one.decision,
        decidedBy: one.decided_by,
        decidedAt: one.decided_at?.toISOString() ?? null,
        reason: one.reason,
        dryRun: one.dry_run_id,
        changes: changesFrom(one.version - 1, one.version),
      })),
  }
}
