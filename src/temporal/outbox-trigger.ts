import type { Client } from '@temporalio/client'
import { outboxFilled, outboxId, type Channel, type OutboxInput } from '../contracts/outbox.js'
import { TaskQueue } from '../contracts/task-queues.js'
import { waitingIn } from '../store/outbox.js'
import type { Store } from '../store/store.js'
import { Trigger } from './trigger.js'

type Outbox = (input: OutboxInput) => Promise<void>

const SUMMARIES: Readonly<Record<Channel, string>> = {
  emails: 'Send emails that no workflow waits for',
  statuses: 'Write statuses that no workflow waits for',
}

/** How often the outbox is looked at without being told. Milliseconds. */
const LOOK_EVERY = 30_000

/**
 * Starts the workflows that deliver the outbox, or wakes them up. What was put in by a process that
 * died, or while Temporal was unavailable, is found within half a minute.
 */
export class OutboxTrigger {
  readonly #store: Store
  readonly #triggers: Readonly<Record<Channel, Trigger>>
  readonly #log: (error: unknown) => void
  #timer: NodeJS.Timeout | null = null

  constructor(temporal: Client, store: Store, log: (error: unknown) => void) {
    this.#store = store
    this.#log = log
    const trigger = (channel: Channel) =>
      new Trigger(temporal, (client) => signalOutbox(client, channel), log)
    this.#triggers = { emails: trigger('emails'), statuses: trigger('statuses') }
  }

  /** More was put in. Returns at once. */
  filled(channel: Channel): void {
    this.#triggers[channel].pull()
  }

  start(): void {
    const look = () => void this.#look().catch(this.#log)
    this.#timer = setInterval(look, LOOK_EVERY)
    this.#timer.unref()
    look()
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer)
    for (const trigger of Object.values(this.#triggers)) trigger.stop()
  }

  async #look(): Promise<void> {
    for (const channel of ['emails', 'statuses'] as const) {
      const { nextInMs } = await waitingIn(this.#store, channel)
      if (nextInMs === 0) this.filled(channel)
    }
  }
}

const signalOutbox = (client: Client, channel: Channel) =>
  // The signal makes a workflow that is about to end look once more.
  client.workflow.signalWithStart<Outbox>('outbox', {
    workflowId: outboxId(channel),
    taskQueue: TaskQueue.orchestrator,
    args: [{ channel }],
    signal: outboxFilled,
    signalArgs: [],
    staticSummary: SUMMARIES[channel],
  })
