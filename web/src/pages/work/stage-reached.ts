import type { components } from '../../api/schema.js'

type Outcome = components['schemas']['CommandDone'] | components['schemas']['CommandPending']

/**
 * The stage that a decision has led to; null: not known yet. The API answers as soon as a decision
 * is recorded. What follows from it, and with it the next stage, comes afterwards.
 */
export const stageReached = (outcome: Outcome): string | null =>
  'stage' in outcome && (outcome.closed || outcome.task !== null) ? outcome.stage : null
