import { FailureType } from '../../contracts/failures.js'
import type { Urgency } from '../../contracts/urgency.js'
import { OdooError } from '../client/errors.js'
import type { Call } from '../client/transport.js'
import type { Combination } from './combination.js'

/** A caller that waits for the result of its call. */
interface Waiting {
  readonly call: Call
  readonly combination: Combination | null
  readonly settle: (outcome: () => unknown) => void
  isSettled: boolean
}

/** Makes one call to Odoo, for a number of rows. */
export type Send = (call: Call, rows: number) => Promise<unknown>

interface BatchOptions {
  /** What its calls have in common. Null: no other call may join. */
  readonly key: string | null
  readonly urgency: Urgency
  /** When the first call came, in milliseconds. */
  readonly since: number
  /** When the batch should be sent, in milliseconds. */
  readonly due: number
}

/** Calls that are sent together as one; also a single call that cannot be combined. */
export class Batch {
  readonly key: string | null
  readonly urgency: Urgency
  readonly since: number
  due: number
  readonly #waiting: Waiting[] = []
  readonly #named = new Set<string>()
  /** Ends the call in flight when nobody waits for it any more. */
  readonly #abandoned = new AbortController()
  #size = 0
  #bytes = 0

  constructor({ key, urgency, since, due }: BatchOptions) {
    this.key = key
    this.urgency = urgency
    this.since = since
    this.due = due
  }

  get count(): number {
    return this.#waiting.length
  }

  /** Rows or values of all calls. */
  get size(): number {
    return this.#size
  }

  get bytes(): number {
    return this.#bytes
  }

  /** The first call stands for all: they have the same model, method and context. */
  get call(): Call | undefined {
    return this.#waiting[0]?.call
  }

  get isAbandoned(): boolean {
    return this.#waiting.every(({ isSettled }) => isSettled)
  }

  /** Whether this call names nothing that a call of this batch names. */
  accepts({ exclusive = [] }: Combination): boolean {
    return exclusive.every((name) => !this.#named.has(name))
  }

  /** Resolves when the call has been made, alone or with the others. */
  add(call: Call, combination: Combination | null): Promise<unknown> {
    this.#size += combination?.size ?? 1
    this.#bytes += combination?.bytes ?? 0
    for (const name of combination?.exclusive ?? []) this.#named.add(name)
    return new Promise((resolve) => {
      const { signal } = call
      const abort = () => {
        waiting.settle(() => {
          throw signal?.reason
        })
        if (this.isAbandoned) this.#abandoned.abort()
      }
      const waiting: Waiting = {
        call,
        combination,
        isSettled: false,
        settle: (outcome) => {
          waiting.isSettled = true
          signal?.removeEventListener('abort', abort)
          resolve(Promise.resolve().then(outcome))
        },
      }
      signal?.addEventListener('abort', abort, { once: true })
      this.#waiting.push(waiting)
    })
  }

  /** Makes the calls. Never fails: every caller gets a result or a failure. */
  run(send: Send): Promise<void> {
    return this.#run(this.#waiting, send)
  }

  async #run(all: readonly Waiting[], send: Send): Promise<void> {
    const waiting = all.filter(({ isSettled }) => !isSettled)
    const [first] = waiting
    if (!first) return
    const outcome = await this.#outcomes(waiting, send)
    if (outcome) {
      for (const [index, { isSettled, settle }] of waiting.entries())
        if (!isSettled) settle(() => outcome(index))
      return
    }
    // One of them may make all fail. Halving finds it, and the others succeed.
    const middle = Math.ceil(waiting.length / 2)
    await this.#run(waiting.slice(0, middle), send)
    await this.#run(waiting.slice(middle), send)
  }

  /** Returns what gives each caller's result or throws its failure. Null: halves must be tried. */
  async #outcomes(waiting: readonly Waiting[], send: Send): Promise<((index: number) => unknown) | null> {
    const calls = waiting.map(({ call }) => call)
    const [only, ...others] = calls
    const combination = waiting[0]?.combination
    const isCombined = others.length > 0 && combination
    const call = isCombined ? combination.combine(calls) : only
    const rows = waiting.reduce((sum, one) => sum + (one.combination?.size ?? 1), 0)
    if (!call) return null
    try {
      const result = await send({ ...call, signal: this.#abandoned.signal }, rows)
      if (!isCombined) return () => result
      const results = combination.split(result, calls)
      return results && ((index) => results[index])
    } catch (error) {
      if (isCombined && mayBeCausedByOne(error)) return null
      return () => {
        throw error
      }
    }
  }
}

/**
 * Whether other calls would have succeeded without one of them. What Odoo refuses or fails at may
 * be one record's fault. An outage, a conflict or a refused login concerns all: halves would only
 * add load. They are retried, and `CallQueue` sends fewer at once then.
 */
const mayBeCausedByOne = (error: unknown): boolean =>
  error instanceof OdooError && !CONCERNS_ALL.includes(error.type)

const CONCERNS_ALL: readonly FailureType[] = [
  FailureType.OdooUnavailable,
  FailureType.OdooBusy,
  FailureType.OdooLoginRejected,
]
