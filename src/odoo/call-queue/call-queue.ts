import { FailureType } from '../../contracts/failures.js'
import type { Urgency } from '../../contracts/urgency.js'
import { OdooError } from '../client/errors.js'
import type { Call, Connection, Transport } from '../client/transport.js'
import { Batch } from './batch.js'
import { BatchSizes, ENOUGH, MOST_BYTES } from './batch-sizes.js'
import { BatchWindow } from './batch-window.js'
import type { Combination } from './combination.js'
import { combinationOf } from './combinations.js'
import { afterResponse, INITIAL_LIMIT, type ConcurrencyLimit } from './concurrency-limit.js'
import { LOOK_EVERY, Lull } from './lull.js'

/**
 * Interactive calls in flight, beside those of bulk work: when all bulk calls hang, they go on. A
 * person's work comes in single calls.
 */
export const INTERACTIVE_CALLS = 4

/**
 * Milliseconds. An interactive write waits so long for a bulk write that it may conflict with.
 * Afterwards that one hangs, and Odoo settles a conflict itself.
 */
const PATIENCE = 2_000

/** Who makes a call. */
export interface Caller {
  readonly urgency: Urgency
  /**
   * Whose work it is, when there is one such call for each student; anything that tells them apart.
   * Absent: the call does not wait for others.
   */
  readonly student?: string | undefined
}

/**
 * The queue in front of Odoo, for a process in which hundreds of activities make calls at the same
 * time. It combines calls of one shape (`combinations.ts`), keeps the number of calls in flight
 * below a limit that follows Odoo's response times (`concurrency-limit.ts`), and lets interactive
 * calls overtake.
 *
 * Writes to the models of one app go one after the other. Their rows share parents, whose counters
 * Odoo updates with them: side by side they would fail with serialization errors.
 */
export class CallQueue implements Transport {
  readonly #transport: Transport
  readonly #caller: () => Caller
  readonly #window = new BatchWindow()
  readonly #lull = new Lull()
  readonly #sizes = new BatchSizes()
  readonly #queues: Readonly<Record<Urgency, Batch[]>> = { interactive: [], bulk: [] }
  /** Batches that further calls may join, by urgency and key. */
  readonly #open = new Map<string, Batch>()
  readonly #inFlight = { interactive: 0, bulk: 0 }
  /** Writes in flight by app. */
  readonly #writing = new Map<string, number>()
  #limit: ConcurrencyLimit = INITIAL_LIMIT
  #timer: NodeJS.Timeout | undefined
  #looking: NodeJS.Timeout | undefined
  /** Infinity: no batch waits for its time. */
  #wakesAt = Number.POSITIVE_INFINITY

  /** `caller`: who makes the present call. */
  constructor(transport: Transport, caller: () => Caller) {
    this.#transport = transport
    this.#caller = caller
  }

  async execute(call: Call): Promise<unknown> {
    call.signal?.throwIfAborted()
    const combination = combinationOf(call)
    const result = this.#batchFor(call, combination).add(call, combination)
    // Calls that one activity makes side by side come within the same turn of the event loop.
    this.#wakeAt(performance.now())
    this.#lull.end()
    this.#lookForLull()
    return result
  }

  connection(signal?: AbortSignal): Promise<Connection> {
    return this.#transport.connection(signal)
  }

  serverVersion(signal?: AbortSignal): Promise<string> {
    return this.#transport.serverVersion(signal)
  }

  serverTime(): Date | null {
    return this.#transport.serverTime()
  }

  /** Returns the open batch of such calls, or a new one at the end of the queue. */
  #batchFor(call: Call, combination: Combination | null): Batch {
    const now = performance.now()
    const { urgency, student } = this.#caller()
    const window = student === undefined ? 0 : this.#window.after(student, now)
    const key = combination && `${urgency} ${combination.key}`
    const open = key === null ? undefined : this.#open.get(key)
    if (open && combination) {
      const hasRoom = this.#hasRoom(open, call, combination)
      const isFull = !hasRoom || open.count + 1 >= ENOUGH
      open.due = Math.min(open.due, isFull ? now : now + window)
      if (hasRoom) return open
    }
    const batch = new Batch({ key, urgency, since: now, due: combination ? now + window : now })
    this.#queues[urgency].push(batch)
    if (key !== null) this.#open.set(key, batch)
    return batch
  }

  #hasRoom(batch: Batch, call: Call, combination: Combination): boolean {
    return (
      !batch.isAbandoned &&
      batch.size + combination.size <= this.#sizes.most(call) &&
      batch.bytes + (combination.bytes ?? 0) <= MOST_BYTES &&
      batch.accepts(combination)
    )
  }

  /** Sends every batch that is due and has a slot, in the order of the queue; interactive first. */
  #sendDue(): void {
    const now = performance.now()
    let next = Number.POSITIVE_INFINITY
    for (const urgency of ['interactive', 'bulk'] as const) {
      for (const batch of [...this.#queues[urgency]]) {
        if (batch.isAbandoned) this.#dequeue(batch)
        else if (this.#hasSlot(urgency)) {
          const readyAt = this.#readyAt(batch)
          if (readyAt <= now) this.#send(batch)
          else next = Math.min(next, readyAt)
        }
      }
    }
    if (next < Number.POSITIVE_INFINITY) this.#wakeAt(next)
  }

  #hasSlot(urgency: Urgency): boolean {
    if (urgency === 'interactive') return this.#inFlight.interactive < INTERACTIVE_CALLS
    return this.#inFlight.bulk < Math.max(1, Math.floor(this.#limit.calls) - this.#inFlight.interactive)
  }

  /** When a batch may be sent if there is a slot; infinity: when another write has ended. */
  #readyAt({ call, urgency, since, due }: Batch): number {
    const app = call && writesTo(call)
    if (app === null || app === undefined || !this.#writing.get(app)) return due
    return urgency === 'interactive' ? since + PATIENCE : Number.POSITIVE_INFINITY
  }

  #wakeAt(instant: number): void {
    if (instant >= this.#wakesAt) return
    clearTimeout(this.#timer)
    this.#wakesAt = instant
    const wake = () => {
      this.#wakesAt = Number.POSITIVE_INFINITY
      this.#sendDue()
    }
    this.#timer = setTimeout(wake, Math.max(0, instant - performance.now()))
  }

  /** Batches wait for other students only while any of them may still come. */
  #lookForLull(): void {
    if (this.#looking || this.#queues.bulk.length === 0) return
    this.#looking = setTimeout(() => {
      this.#looking = undefined
      if (this.#inFlight.bulk === 0 && this.#lull.look(this.#window.students)) {
        const now = performance.now()
        for (const batch of this.#queues.bulk) batch.due = Math.min(batch.due, now)
        this.#sendDue()
      }
      this.#lookForLull()
    }, LOOK_EVERY).unref()
  }

  #dequeue(batch: Batch): void {
    const queue = this.#queues[batch.urgency]
    queue.splice(queue.indexOf(batch), 1)
    if (batch.key !== null && this.#open.get(batch.key) === batch) this.#open.delete(batch.key)
  }

  #send(batch: Batch): void {
    this.#dequeue(batch)
    const app = batch.call && writesTo(batch.call)
    const { urgency } = batch
    this.#inFlight[urgency] += 1
    if (app) this.#writing.set(app, (this.#writing.get(app) ?? 0) + 1)
    void batch
      .run((call, rows) => this.#execute(call, rows, urgency))
      .finally(() => {
        this.#inFlight[urgency] -= 1
        if (app) this.#writing.set(app, (this.#writing.get(app) ?? 1) - 1)
        this.#lull.end()
        this.#sendDue()
      })
  }

  async #execute(call: Call, rows: number, urgency: Urgency): Promise<unknown> {
    const startedAt = performance.now()
    const isFull = !this.#hasSlot(urgency)
    const adapt = (failed: boolean) => {
      const at = performance.now()
      const kind = `${call.model} ${call.method}`
      const milliseconds = at - startedAt
      this.#limit = afterResponse(this.#limit, { kind, rows, milliseconds, failed, isFull, at })
    }
    try {
      const result = await this.#transport.execute(call)
      this.#sizes.succeeded(call)
      adapt(false)
      return result
    } catch (error) {
      // How fast Odoo refuses a call says nothing about its load.
      if (error instanceof OdooError && SIGNS_OF_LOAD.includes(error.type)) {
        this.#sizes.failed(call, rows)
        adapt(true)
      }
      throw error
    }
  }
}

const SIGNS_OF_LOAD: readonly FailureType[] = [FailureType.OdooUnavailable, FailureType.OdooBusy]

/** Returns the app to whose models a call writes, by their names; null: the call only reads. */
const writesTo = ({ model, reads }: Call): string | null =>
  reads ? null : (/^(?:x_)?[a-z]+/.exec(model)?.[0] ?? model)
