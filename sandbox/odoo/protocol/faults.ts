import { seededRandom } from '../../seeded-random.js'

/**
 * What can go wrong between a client and Odoo, made to order and repeatable: the same seed gives the same faults in the same order
 * of calls. Each kind is something that was seen on real servers.
 */
export const FAULT_KINDS = [
  /** A proxy's 502 page; the call is not carried out. */
  'badGateway',
  /** Odoo's own 500 page when its connection pool is exhausted before dispatch; not carried out. */
  'poolExhausted',
  /** Odoo's error after its five tries; not carried out. */
  'serialization',
  /** The answer comes late. */
  'slow',
  /** The connection is reset before the call is carried out. */
  'reset',
  /** The call is carried out; half of the answer arrives, then the connection ends. */
  'halfResponse',
  /** The call is carried out; the answer never comes, after a while the connection is cut. */
  'lostAnswer',
] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

export interface FaultPlan {
  /** Share of calls that meet a fault, 0–1. */
  readonly rate: number
  /** Which ones, with equal chance; default all. */
  readonly kinds: readonly FaultKind[]
  readonly seed: number
  /** Milliseconds that a slow answer is late. */
  readonly slowMs: number
  /** Milliseconds until the connection of a lost answer is cut. */
  readonly lostMs: number
  /** Every call is cut at once, as if nobody listened. */
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

/** The faults in force. `plan` changes them; `draw` says what the next call meets. */
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

  /** How often each kind has been met: a chaos test that met nothing has shown nothing. */
  get met(): Readonly<Partial<Record<FaultKind, number>>> {
    return Object.fromEntries(this.#met)
  }

  /** Changes the plan; what is not named stays. A seed starts the sequence anew. */
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
