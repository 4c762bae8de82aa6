import { OUTSIDE_SYSTEMS, type OutsideSystem } from '../contracts/outside-systems.js'
import { slotsOf } from '../domain/circuit.js'
import { say, textOf, type Sentence } from '../domain/sentences/sentence.js'
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

/** For people; undefined: the system is available. */
export function stateSentence({ system, state, since: from, pause }: SystemState): Sentence | undefined {
  const since = from?.toISOString().slice(0, 16).replace('T', ' ') ?? ''
  if (pause)
    return say('work_paused', { system: pause.system, since, by: pause.author, reason: pause.reason })
  if (state === 'unavailable') return say('system_unavailable_since', { system, since })
  if (state === 'recovering') return say('system_recovering', { system, since })
  return undefined
}

/** A pause of everything is one sentence. */
export const stateSentences = (states: readonly SystemState[]): Sentence[] => {
  const sentences = states.flatMap((state) => stateSentence(state) ?? [])
  return [...new Map(sentences.map((sentence) => [textOf(sentence), sentence])).values()]
}
