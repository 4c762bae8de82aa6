import { defineSignal } from '@temporalio/workflow'

/** The workflow that reads the students again that webhooks have named. */
export interface WebhookDrainInput {
  readonly pageSize: number
  readonly parallelPages: number
}

/** One for all webhooks: whoever stores a hint starts it or wakes it up. */
export const WEBHOOK_DRAIN_ID = 'webhooks'

/** More hints were stored. */
export const hintsStored = defineSignal('hintsStored')
