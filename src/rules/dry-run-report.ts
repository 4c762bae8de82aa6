import { changedSettings, type RuleChangeKind, type SettingChange } from '../domain/rule-change.js'
import { newestCourseRules } from '../store/course-rules.js'
import { countRuleChanges, type DryRun } from '../store/dry-runs.js'
import { newestPolicies, policiesOf } from '../store/policies.js'
import type { Store } from '../store/store.js'

/** What a dry run has found, in counts. */
export interface DryRunReport extends Omit<
  DryRun,
  'policy' | 'courses' | 'courseRulesVersion' | 'startedAt' | 'finishedAt'
> {
  /** The version of the course rules that it applies to students in training; null: none. */
  readonly courseRules: number | null
  readonly startedAt: string
  readonly finishedAt: string | null
  /** There is another version of the policy, or of the course rules, since. */
  readonly stale: boolean
  readonly settings: readonly SettingChange[]
  readonly counts: Readonly<Record<RuleChangeKind, number>>
}

export async function dryRunReport(store: Store, run: DryRun): Promise<DryRunReport> {
  const { id, programId, basedOn, policy, hash, author, state, failureType, students } = run
  const [policyOf, base, counts, courseRules] = await Promise.all([
    newestPolicies(store, [programId]),
    policiesOf(store, [{ programId, policyVersion: basedOn }]),
    countRuleChanges(store, id),
    newestCourseRules(store, programId),
  ])
  return {
    ...{ id, programId, basedOn, hash, author, state, failureType, students, counts },
    courseRules: run.courseRulesVersion,
    startedAt: run.startedAt.toISOString(),
    finishedAt: run.finishedAt?.toISOString() ?? null,
    stale:
      policyOf(programId).version !== basedOn ||
      (run.courseRulesVersion !== null && run.courseRulesVersion !== courseRules),
    settings: policy === null ? [] : changedSettings(base({ programId, policyVersion: basedOn }), policy),
  }
}
