import type { Client } from '@temporalio/client'
import { outboxFilled, outboxId, type DeliveryChannel, type OutboxInput } from '../contracts/outbox.js'
import { TaskQueue } from '../contracts/task-queues.js'
import { waitingIn } from '../store/outbox.js'
import { nextReportWork } from '../store/report-schedules.js'
import type { Store } from '../store/store.js'
import { waitingTodos, type TodoChoice } from '../store/todos.js'
import { Trigger } from './trigger.js'

type Outbox = (input: OutboxInput) => Promise<void>

const SUMMARIES: Readonly<Record<DeliveryChannel, string>> = {
  emails: 'Send emails that no workflow waits for',
  statuses: 'Write statuses that no workflow waits for',
  todos: 'Show open tasks on the records of students in Odoo',
  digests: 'Send daily digests to staff',
  reports: 'Send scheduled reports to staff',
}

/** How often the outbox is looked at without being told. Milliseconds. */
const LOOK_EVERY = 30_000

/**
 * Starts the workflows that deliver the outbox, or wakes them up. What was put in by a process that
 * died or is no worker, or while Temporal was unavailable, is found within half a minute.
 */
export class OutboxTrigger {
  readonly #store: Store
  readonly #todos: TodoChoice
  readonly #triggers: Readonly<Record<DeliveryChannel, Trigger>>
  readonly #log: (error: unknown) => void
  #timer: NodeJS.Timeout | null = null

  /** `todos`: which tasks are shown in Odoo. `log` learns of calls that failed. */
  constructor(temporal: Client, store: Store, todos: TodoChoice, log: (error: unknown) => void) {
    this.#store = store
    this.#todos = todos
    this.#log = log
    const trigger = (channel: DeliveryChannel) =>
      new Trigger(temporal, (client) => signalOutbox(client, channel), log)
    this.#triggers = {
      emails: trigger('emails'),
      statuses: trigger('statuses'),
      todos: trigger('todos'),
      digests: trigger('digests'),
      reports: trigger('reports'),
    }
  }

  /** More was put in. Returns at once. */
  filled(channel: DeliveryChannel): void {
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
    const { nextInMs } = await waitingTodos(this.#store, this.#todos)
    if (nextInMs === 0) this.filled('todos')
    if ((await nextReportWork(this.#store, new Date())) === 0) this.filled('reports')
  }
}

const signalOutbox = (client: Client, channel: DeliveryChannel) =>
  // The signal makes a workflow that is about to end look once more.
  client.workflow.signalWithStart<Outbox>('outbox', {
    workflowId: outboxId(channel),
    taskQueue: TaskQueue.orchestrator,
    args: [{ channel }],
    signal: outboxFilled,
    signalArgs: [],
    staticSummary: SUMMARIES[channel],
  })
