import { OUTSIDE_SYSTEMS, type OutsideSystem } from '../contracts/outside-systems.js'
import { slotsOf } from '../domain/circuit.js'
import { readCircuits, type Circuit } from '../store/circuits.js'
import type { Store } from '../store/store.js'
import { pauseOf, readPauses, type SystemPause } from '../store/system-pauses.js'

export const SYSTEM_STATES = ['available', 'unavailable', 'recovering', 'paused'] as const

/**
 * Whether a system may be called, and if not, why. `unavailable`: its circuit is open.
 * `recovering`: half-open, so that the work grows slowly. A pause counts before the circuit.
 */
export interface SystemState {
  readonly system: OutsideSystem
  readonly state: (typeof SYSTEM_STATES)[number]
  /** Beginning of the pause or of the outage; null while available. */
  readonly since: Date | null
  readonly pause: SystemPause | null
  /** null: the circuit was never open. */
  readonly circuit: Circuit | null
}

export async function readSystemStates(store: Store): Promise<SystemState[]> {
  const [circuits, pauses] = await Promise.all([readCircuits(store), readPauses(store)])
  return OUTSIDE_SYSTEMS.map((system) => {
    const circuit = circuits.find((one) => one.system === system) ?? null
    const pause = pauseOf(pauses, system) ?? null
    return {
      system,
      state: pause ? ('paused' as const) : circuit ? STATE_OF[circuit.state] : ('available' as const),
      since: (pause ?? circuit)?.since ?? null,
      pause,
      circuit,
    }
  })
}

const STATE_OF = { closed: 'available', open: 'unavailable', half_open: 'recovering' } as const

/** How many of `limit` tasks that need these systems may run at the same time. */
export const slotsWith = (states: readonly SystemState[], limit: number): number =>
  Math.min(
    limit,
    ...states.map(({ pause, circuit }) => {
      if (pause) return 0
      return circuit ? slotsOf(circuit.state, circuit.sinceChangeMs, limit) : limit
    }),
  )

const NAMES = { odoo: 'Odoo', mail: 'The mail server' } as const

/** A sentence for people; undefined: the system is available. */
export function stateSentence({ system, state, since, pause }: SystemState): string | undefined {
  const moment = since?.toISOString().slice(0, 16).replace('T', ' ') ?? ''
  if (pause) {
    const what = pause.system === 'everything' ? 'All work is' : `${WORK[system]} is`
    return `${what} paused since ${moment} UTC by ${pause.author}: ${pause.reason}`
  }
  if (state === 'unavailable')
    return `${NAMES[system]} has not responded since ${moment} UTC. The work waits and continues by itself.`
  if (state === 'recovering')
    return `${NAMES[system]} responds again after an outage that began at ${moment} UTC. The work that waited is being done.`
  return undefined
}

/** A pause of everything is one sentence. */
export const stateSentences = (states: readonly SystemState[]): string[] => [
  ...new Set(states.flatMap((state) => stateSentence(state) ?? [])),
]

const WORK = { odoo: 'Work with Odoo', mail: 'Email' } as const
