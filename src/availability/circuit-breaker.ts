import { setTimeout as sleep } from 'node:timers/promises'
import { AlarmKey } from '../alarms/alarm-keys.js'
import type { OutsideSystem } from '../contracts/outside-systems.js'
import { isSuspicious, probePause, RAMP, recentOutcomes, type Outcome } from '../domain/circuit.js'
import { say } from '../domain/sentences/sentence.js'
import { clearAlarm, raiseAlarm } from '../store/alarms.js'
import {
  claimProbe,
  closeCircuit,
  halfOpenCircuit,
  openCircuit,
  recordFailedProbe,
} from '../store/circuits.js'
import type { Store } from '../store/store.js'
import { PROBE_LIMIT, type Probes } from './probes.js'
import { readSystemStates, slotsWith, type SystemState } from './system-states.js'

/** How often the shared state is read. Milliseconds. */
const INTERVAL = 1_000

/** How long an outage may last before that is an alarm. Milliseconds. */
const OUTAGE_GRACE = 10 * 60_000

export interface BreakerOptions {
  readonly store: Store
  readonly probes: Probes
  readonly log: (line: string) => void
}

/**
 * Circuit breaker of the outside systems, and the pauses that people have made. Their state is in
 * our database, so all processes stop and continue together. While a system is unavailable or
 * paused, workers take no tasks that need it. The tasks wait in their queues without an attempt,
 * and one probe every few seconds asks whether the system is back.
 */
export class CircuitBreaker {
  readonly #options: BreakerOptions
  readonly #stopped = new AbortController()
  readonly #outcomes = new Map<OutsideSystem, Outcome[]>()
  readonly #confirming = new Set<OutsideSystem>()
  readonly #listeners = new Set<() => void>()
  #states: readonly SystemState[] = []
  #loop: Promise<void> = Promise.resolve()

  constructor(options: BreakerOptions) {
    this.#options = options
  }

  /** The promise is done when the state is known. */
  async start(): Promise<void> {
    await this.#readStates().catch(() => undefined)
    this.#loop = this.#run()
  }

  async stop(): Promise<void> {
    this.#stopped.abort()
    await this.#loop
  }

  /** Calls `listener` whenever the state may have changed. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener)
  }

  /** How many of `limit` tasks that need these systems may run at the same time. */
  slots(systems: readonly OutsideSystem[], limit: number): number {
    return slotsWith(this.#statesOf(systems), limit)
  }

  /** Returns the first of the systems that must not be called now. */
  blocked(systems: readonly OutsideSystem[]): SystemState | undefined {
    return this.#statesOf(systems).find(({ state }) => state === 'paused' || state === 'unavailable')
  }

  /** A piece of work with the system has ended; `failureType`: because it did not respond. */
  async report(system: OutsideSystem, failureType: string | null): Promise<void> {
    const now = Date.now()
    const before = recentOutcomes(this.#outcomes.get(system) ?? [], now)
    const outcomes = [...before, { failed: failureType !== null, at: now }]
    this.#outcomes.set(system, outcomes)
    if (failureType === null || !isSuspicious(outcomes, now)) return
    if (this.#confirming.has(system) || this.blocked([system])) return
    this.#confirming.add(system)
    try {
      await this.#confirm(system, failureType)
    } finally {
      this.#outcomes.delete(system)
      this.#confirming.delete(system)
    }
  }

  #statesOf(systems: readonly OutsideSystem[]): SystemState[] {
    return this.#states.filter(({ system }) => systems.includes(system))
  }

  /** The failures may be those of one record. The circuit opens only if the probe fails as well. */
  async #confirm(system: OutsideSystem, failureType: string): Promise<void> {
    const { store, probes, log } = this.#options
    if (await probes[system]()) return
    const probeInMs = probePause(0, Math.random())
    if (await openCircuit(store, { system, failureType, probeInMs })) {
      log(`The circuit of ${system} is open (${failureType}): its work waits.`)
      await this.#raise(system, failureType)
    }
    await this.#readStates()
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopped
    while (!signal.aborted) {
      await this.#tick().catch(() => undefined)
      await sleep(INTERVAL, undefined, { signal }).catch(() => undefined)
    }
  }

  async #tick(): Promise<void> {
    const { store, log } = this.#options
    await this.#readStates()
    for (const { system, state } of this.#states) {
      if (state === 'unavailable') await this.#probe(system)
      if (state === 'paused') await clearAlarm(store, OUTAGE_ALARMS[system])
      if (state === 'recovering' && (await closeCircuit(store, system, RAMP)))
        log(`The circuit of ${system} is closed.`)
    }
  }

  async #probe(system: OutsideSystem): Promise<void> {
    const { store, probes, log } = this.#options
    const failed = await claimProbe(store, system, 2 * PROBE_LIMIT)
    if (failed === undefined) return
    if (await probes[system]()) {
      await halfOpenCircuit(store, system)
      await clearAlarm(store, OUTAGE_ALARMS[system])
      log(`The circuit of ${system} is half-open: its work continues slowly.`)
      await this.#readStates()
    } else {
      await recordFailedProbe(store, system, probePause(failed + 1, Math.random()))
      const circuit = this.#statesOf([system])[0]?.circuit
      await this.#raise(system, circuit?.failureType ?? '')
    }
  }

  async #raise(system: OutsideSystem, failureType: string): Promise<void> {
    const { store } = this.#options
    await raiseAlarm(store, {
      key: OUTAGE_ALARMS[system],
      said: say('system_unavailable', { system, failure: failureType }),
      afterMs: OUTAGE_GRACE,
    })
    // An outage is one alarm, not four.
    if (system === 'odoo') for (const key of OF_SWEEP) await clearAlarm(store, key)
  }

  async #readStates(): Promise<void> {
    this.#states = await readSystemStates(this.#options.store)
    for (const listener of this.#listeners) listener()
  }
}

const OUTAGE_ALARMS: Readonly<Record<OutsideSystem, AlarmKey>> = {
  odoo: AlarmKey.OdooUnavailable,
  mail: AlarmKey.MailUnavailable,
}

const OF_SWEEP = [AlarmKey.Sweep, AlarmKey.SweepPages, AlarmKey.SweepCounters]
