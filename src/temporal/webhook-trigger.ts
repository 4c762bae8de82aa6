import type { Client } from '@temporalio/client'
import { TaskQueue } from '../contracts/task-queues.js'
import { hintsStored, WEBHOOK_DRAIN_ID, type WebhookDrainInput } from '../contracts/webhook-drain.js'
import { Trigger } from './trigger.js'

type WebhookDrain = (input: WebhookDrainInput) => Promise<void>

/** Pulled when a hint is stored. If Temporal is unavailable, the next sweep reads the hints. */
export const webhookTrigger = (
  temporal: Client,
  input: WebhookDrainInput,
  log: (error: unknown) => void,
): Trigger =>
  new Trigger(
    temporal,
    (client) =>
      // The signal makes a workflow that is about to end look once more.
      client.workflow.signalWithStart<WebhookDrain>('webhookDrain', {
        workflowId: WEBHOOK_DRAIN_ID,
        taskQueue: TaskQueue.orchestrator,
        args: [input],
        signal: hintsStored,
        signalArgs: [],
        staticSummary: 'Read again what webhooks have reported',
      }),
    log,
  )
