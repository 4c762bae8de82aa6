import { moveToPolicy as moveRunToPolicy } from '../../../src/rules/move-to-policy.js'
import { say, type Sentence } from '../../../src/domain/sentences/sentence.js'
import { groupBy } from '../../../src/group-by.js'
import type { BulkItem } from '../../../src/store/bulk-items.js'
import { ruleChangesOf } from '../../../src/store/dry-runs.js'
import type { MovedRun } from '../../../src/store/move-run.js'
import { applicationOf, commandOf } from '../command.js'
import type { BulkWork } from '../kind.js'
import { commandKind, type BeforeCommand } from './command-kind.js'

/** Puts running applications under another version of the policy. Its undo moves them back. */
export const moveToPolicy = commandKind({
  async foresee({ context: { store }, operation: { parameters } }, standings) {
    const { policyVersion: to = 0, dryRun = 0 } = parameters
    const ids = standings.map(({ studentId }) => studentId)
    const changesOf = groupBy(await ruleChangesOf(store, dryRun, ids), ({ studentId }) => studentId)
    return ({ studentId, policyVersion, endedStage }) => ({
      effects: [{ effect: 'policy', count: 1, undoable: true }],
      warnings: (changesOf.get(studentId) ?? []).map(({ kind, reason, sentences }) =>
        say('rule_changes', { kind, reason, ...(sentences && { because: sentences.reason }) }),
      ),
      obstacle:
        endedStage !== null
          ? say('application_ended', { stage: endedStage })
          : policyVersion === to
            ? say('under_version_already')
            : undefined,
    })
  },

  async give(work, item) {
    const { policyVersion: from } = item.before as BeforeCommand
    const moved = await move(work, item, 'apply', { from, to: work.operation.parameters.policyVersion ?? 0 })
    return moved === 'moved' || moved === 'already'
      ? { outcome: 'done' }
      : { outcome: 'changed', reasons: [REASONS[moved]] }
  },

  async undo(work, item) {
    const { policyVersion: to } = item.before as BeforeCommand
    const moved = await move(work, item, 'undo', { from: work.operation.parameters.policyVersion ?? 0, to })
    return moved === 'moved' || moved === 'already'
      ? { outcome: 'undone' }
      : { outcome: 'kept', reasons: [REASONS[moved]] }
  },
})

const REASONS: Readonly<Record<Exclude<MovedRun, 'moved' | 'already'>, Sentence>> = {
  ended: say('application_over'),
  changed: say('version_changed_since'),
}

async function move(
  work: BulkWork,
  item: BulkItem,
  purpose: 'apply' | 'undo',
  versions: { readonly from: number; readonly to: number },
): Promise<MovedRun> {
  const application = applicationOf(item)
  const { id: commandId, command } = await commandOf(work, application, purpose)
  const { by, comment } = command
  const { run } = item.before as BeforeCommand
  return moveRunToPolicy(work.context, { ...application, run }, { ...versions, by, comment, commandId })
}
