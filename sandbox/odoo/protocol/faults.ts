import { seededRandom } from '../../seeded-random.js'

/**
 * Faults between a client and Odoo, on demand and repeatable: the same seed gives the same faults
 * in the same order of calls. Each kind was observed on real servers.
 */
export const FAULT_KINDS = [
  /** A proxy's 502 page. The call is not executed. */
  'badGateway',
  /** Odoo's 500 page when its connection pool is exhausted. The call is not executed. */
  'poolExhausted',
  /** Odoo's error after five attempts. The call is not executed. */
  'serialization',
  /** The response is late. */
  'slow',
  /** The connection is reset before the call is executed. */
  'reset',
  /** The call is executed. Half of the response arrives, then the connection ends. */
  'halfResponse',
  /** The call is executed. The response never arrives, and the connection is cut after a while. */
  'lostResponse',
] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

export interface FaultPlan {
  /** Share of calls with a fault, 0–1. */
  readonly rate: number
  /** Which kinds, each with the same probability. Default: all. */
  readonly kinds: readonly FaultKind[]
  readonly seed: number
  /** Delay of a slow response, milliseconds. */
  readonly slowMs: number
  /** Time until the connection of a lost response is cut, milliseconds. */
  readonly lostMs: number
  /** Every connection is closed at once, as if no server were running. */
  readonly down: boolean
}

const NO_FAULTS: FaultPlan = {
  rate: 0,
  kinds: FAULT_KINDS,
  seed: 1,
  slowMs: 2_000,
  lostMs: 5_000,
  down: false,
}

/** The current faults. `set` changes them; `draw` chooses the fault of the next call. */
export class Faults {
  #plan: FaultPlan
  #random: () => number
  readonly #met = new Map<FaultKind, number>()

  constructor(plan: Partial<FaultPlan> = {}) {
    this.#plan = { ...NO_FAULTS, ...plan }
    this.#random = seededRandom(this.#plan.seed)
  }

  get plan(): FaultPlan {
    return this.#plan
  }

  /** How often each kind occurred. A chaos test without faults proves nothing. */
  get met(): Readonly<Partial<Record<FaultKind, number>>> {
    return Object.fromEntries(this.#met)
  }

  /** Changes parts of the plan. A new seed restarts the sequence. */
  set(change: Partial<FaultPlan>): void {
    this.#plan = { ...this.#plan, ...change }
    if (change.seed !== undefined) this.#random = seededRandom(change.seed)
  }

  draw(): FaultKind | undefined {
    const { rate, kinds } = this.#plan
    if (rate === 0 || kinds.length === 0 || this.#random() >= rate) return undefined
    const kind = kinds[Math.floor(this.#random() * kinds.length)]
    if (kind) this.#met.set(kind, (this.#met.get(kind) ?? 0) + 1)
    return kind
  }
}
