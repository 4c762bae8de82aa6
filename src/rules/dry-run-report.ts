import { changedSettings, type RuleChangeKind, type SettingChange } from '../domain/rule-change.js'
import { countRuleChanges, type DryRun } from '../store/dry-runs.js'
import { newestPolicies, policiesOf } from '../store/policies.js'
import type { Store } from '../store/store.js'

/** What a dry run has found, in counts. */
export interface DryRunReport extends Omit<DryRun, 'policy' | 'courses' | 'startedAt' | 'finishedAt'> {
  readonly startedAt: string
  readonly finishedAt: string | null
  /** Somebody has written another version of the policy since. */
  readonly stale: boolean
  readonly settings: readonly SettingChange[]
  readonly counts: Readonly<Record<RuleChangeKind, number>>
}

export async function dryRunReport(store: Store, run: DryRun): Promise<DryRunReport> {
  const { id, programId, basedOn, policy, hash, author, state, failureType, students } = run
  const [policyOf, base, counts] = await Promise.all([
    newestPolicies(store, [programId]),
    policiesOf(store, [{ programId, policyVersion: basedOn }]),
    countRuleChanges(store, id),
  ])
  return {
    ...{ id, programId, basedOn, hash, author, state, failureType, students, counts },
    startedAt: run.startedAt.toISOString(),
    finishedAt: run.finishedAt?.toISOString() ?? null,
    stale: policyOf(programId).version !== basedOn,
    settings: policy === null ? [] : changedSettings(base({ programId, policyVersion: basedOn }), policy),
  }
}
