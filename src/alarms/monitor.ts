import { setTimeout as sleep } from 'node:timers/promises'
import { hasUnknown, UnknownRecords } from '../adoption/unknown-records.js'
import { readSystemStates } from '../availability/system-states.js'
import type { Config } from '../config.js'
import { FailureType } from '../contracts/failures.js'
import { demoHold, isReservedAddress } from '../demo-values.js'
import { say, textOf, type Sentence } from '../domain/sentences/sentence.js'
import { smtpTransport, type MailTransport } from '../mail/transport.js'
import { connectOdoo } from '../odoo/client/client.js'
import type { OdooError } from '../odoo/client/errors.js'
import { sharedFaults, type SharedFault } from '../odoo/doctor/shared-faults.js'
import { clearAlarm, hasAlarmNews, notifyOfAlarms, openAlarms, raiseAlarm } from '../store/alarms.js'
import { pauseOf, readPauses } from '../store/system-pauses.js'
import { recordSyncFailure } from '../store/sync-status.js'
import type { Store } from '../store/store.js'
import { AlarmKey } from './alarm-keys.js'
import { neutralizationHold } from './neutralization.js'
import { operatorMail } from './operator-mail.js'

/** Milliseconds. */
export interface MonitorTimings {
  /** Between two checks of Odoo while nothing is wrong. Failing activities also cause checks. */
  readonly whenWell: number
  /** Between two checks while an alarm is open, so that work continues soon after the repair. */
  readonly whenFaulty: number
  /** For how long the result of a check is used again. */
  readonly reuse: number
}

const TIMINGS: MonitorTimings = { whenWell: 5 * 60_000, whenFaulty: 5_000, reuse: 5_000 }

/** Between two attempts to email the operator; doubled after each. Milliseconds. */
const FIRST_MAIL_RETRY = 10_000
const LONGEST_MAIL_RETRY = 5 * 60_000

/** How long a sweep may fail before that is an alarm. Milliseconds. */
const SWEEP_GRACE = 10 * 60_000

/**
 * For how long a repaired fault still explains failures. Longer than an attempt may take, because
 * its call may have failed before the repair. Milliseconds.
 */
const REPAIRED = 60_000

const OF_ODOO: readonly string[] = [
  AlarmKey.OdooLogin,
  AlarmKey.OdooSetup,
  AlarmKey.RecordsUnknown,
  AlarmKey.OdooNeutralized,
]

/** Failures of the sweep that have an alarm of their own, as an outage has. */
const EXPLAINED: readonly string[] = [
  FailureType.OdooLoginRejected,
  FailureType.OdooNotReady,
  FailureType.RecordsUnknown,
]

const KEYS = { login: AlarmKey.OdooLogin, setup: AlarmKey.OdooSetup } as const

export interface MonitorOptions {
  readonly config: Config
  readonly store: Store
  readonly log: (line: string) => void
  readonly transport?: MailTransport
  readonly timings?: Partial<MonitorTimings>
}

/**
 * Finds faults that concern everybody, raises and clears their alarms, and emails the operator once
 * per alarm. It checks Odoo at the start, now and then, and whenever an activity fails with what
 * may be such a fault. Nothing of this needs a working Odoo.
 */
export class Monitor {
  readonly #options: MonitorOptions
  readonly #timings: MonitorTimings
  readonly #transport: MailTransport
  readonly #stopped = new AbortController()
  #check: { readonly at: number; readonly faults: Promise<readonly SharedFault[] | null> } | null = null
  #lastFaults: { readonly at: number; readonly faults: readonly SharedFault[] } = { at: 0, faults: [] }
  #mail: Promise<void> = Promise.resolve()
  #mailRetry = { notBefore: 0, pause: FIRST_MAIL_RETRY }
  #loop: Promise<void> = Promise.resolve()
  readonly #records: UnknownRecords
  /** Whether Odoo has records of ours that the register does not know; null: not checked yet. */
  #hasUnknownRecords: boolean | null = null
  #recordCheck: Promise<boolean> | null = null

  constructor(options: MonitorOptions) {
    this.#options = options
    this.#records = new UnknownRecords(connectOdoo(options.config.odoo), options.store)
    this.#timings = { ...TIMINGS, ...options.timings }
    this.#transport = options.transport ?? smtpTransport(options.config.smtpUrl)
  }

  /** Starts the regular checks. The promise is done after the first one. */
  async start(): Promise<void> {
    await this.#checkDemoValues().catch(() => undefined)
    const first = this.check()
    this.#loop = this.#run(first)
    await first.catch(() => undefined)
  }

  async stop(): Promise<void> {
    this.#stopped.abort()
    await this.#loop
    await this.#mail
    this.#transport.close()
  }

  /**
   * Checks Odoo now, or returns the result of a check that has just been made. Null: Odoo does not
   * respond.
   */
  check(): Promise<readonly SharedFault[] | null> {
    if (this.#check === null || Date.now() - this.#check.at >= this.#timings.reuse) {
      const check = { at: Date.now(), faults: this.#checkOdoo() }
      this.#check = check
      check.faults.catch(() => {
        if (this.#check === check) this.#check = null
      })
    }
    return this.#check.faults
  }

  /**
   * Returns whether a fault that concerns everybody explains the failure. The fault may have been
   * repaired between the failed call and the check.
   */
  async explains(error: OdooError): Promise<boolean> {
    const faults = (await this.check()) ?? []
    const recent = Date.now() - this.#lastFaults.at < REPAIRED ? this.#lastFaults.faults : []
    return [...faults, ...recent].some(({ explains }) => explains.includes(error.type))
  }

  /**
   * Returns whether activities must wait, because they would repeat what was done before the
   * register was lost. Throws while Odoo cannot be asked.
   */
  async mustWait(): Promise<boolean> {
    return this.#hasUnknownRecords ?? (await this.#checkRecords())
  }

  /** The database was unavailable: it may have been restored from a backup meanwhile. */
  registerFailed(): void {
    this.#hasUnknownRecords = null
  }

  /** A part of the sweep has failed. The alarm follows if it keeps failing. */
  async sweepFailed(key: AlarmKey, type: string): Promise<void> {
    const { store } = this.#options
    await recordSyncFailure(store, key, type)
    const odoo = (await readSystemStates(store)).find(({ system }) => system === 'odoo')
    if (EXPLAINED.includes(type) || odoo?.state !== 'available') {
      await clearAlarm(store, key)
      return
    }
    await raiseAlarm(store, {
      key,
      said: say('sweep_failing', { failure: type }),
      afterMs: SWEEP_GRACE,
    })
  }

  async sweepSucceeded(key: AlarmKey): Promise<void> {
    await this.#clear(key)
  }

  async #checkOdoo(): Promise<readonly SharedFault[] | null> {
    const { config } = this.#options
    // A client of its own: it has no cache, and the pause after a rejected login does not stop it.
    const odoo = connectOdoo(config.odoo, { loginPauseMs: 0 })
    const faults = await sharedFaults(odoo)
    if (faults === null) return null
    if (faults.length > 0) this.#lastFaults = { at: Date.now(), faults }
    for (const [kind, key] of Object.entries(KEYS)) {
      const fault = faults.find((one) => one.kind === kind)
      if (fault) await this.#raise(key, fault.said)
      // Whether setup has run is not known without a login.
      else if (key === AlarmKey.OdooLogin || !faults.some((one) => one.kind === 'login'))
        await this.#clear(key)
    }
    this.#notify()
    if (faults.length === 0) {
      await this.#checkRecords().catch(() => undefined)
      await this.#checkNeutralization(neutralizationHold(odoo, config)).catch(() => undefined)
    }
    return faults
  }

  /** Activities that ask at the same time share one check. */
  #checkRecords(): Promise<boolean> {
    this.#recordCheck ??= this.#compareRecords().finally(() => {
      this.#recordCheck = null
    })
    return this.#recordCheck
  }

  async #compareRecords(): Promise<boolean> {
    const counts = await this.#records.count()
    const isUnknown = hasUnknown(counts)
    this.#hasUnknownRecords = isUnknown
    if (isUnknown) await this.#raise(AlarmKey.RecordsUnknown, say('records_unknown', counts))
    else await this.#clear(AlarmKey.RecordsUnknown)
    this.#notify()
    return isUnknown
  }

  async #checkNeutralization(isHeld: () => Promise<boolean>): Promise<void> {
    if (await isHeld()) await this.#raise(AlarmKey.OdooNeutralized, say('odoo_is_test_copy'))
    else await this.#clear(AlarmKey.OdooNeutralized)
    this.#notify()
  }

  /** They only change with a restart. */
  async #checkDemoValues(): Promise<void> {
    const hold = demoHold(this.#options.config)
    if (hold === null) await this.#clear(AlarmKey.DemoValues)
    else await this.#raise(AlarmKey.DemoValues, hold)
  }

  /** Demonstration addresses get no email about alarms either: it waits. */
  #mayNotify(): boolean {
    const { mail, allowsDemoValues } = this.#options.config
    return allowsDemoValues || ![mail.from, mail.operatorTo].some(isReservedAddress)
  }

  async #raise(key: AlarmKey, said: Sentence): Promise<void> {
    if (await raiseAlarm(this.#options.store, { key, said })) this.#options.log(`ALARM: ${textOf(said)}`)
  }

  async #clear(key: AlarmKey): Promise<void> {
    if (await clearAlarm(this.#options.store, key)) this.#options.log(`The alarm “${key}” is over.`)
  }

  /** Emails the operator in the background, one attempt at a time, with growing pauses. */
  #notify(): void {
    const { store, config, log } = this.#options
    if (!this.#mayNotify() || Date.now() < this.#mailRetry.notBefore) return
    const { pause } = this.#mailRetry
    this.#mailRetry = { notBefore: Date.now() + pause, pause: Math.min(pause * 2, LONGEST_MAIL_RETRY) }
    const earlier = this.#mail
    this.#mail = (async () => {
      await earlier
      try {
        // The operator is told after the pause. Until then the staff app shows the alarm.
        if (pauseOf(await readPauses(store), 'mail')) return
        await notifyOfAlarms(store, async (news) => {
          const { kind } = await this.#transport.deliver(operatorMail(news, config, new Date()))
          if (kind !== 'accepted') throw new Error(kind)
        })
        this.#mailRetry = { notBefore: 0, pause: FIRST_MAIL_RETRY }
      } catch {
        log(`The operator could not be emailed about an alarm. Next attempt in ${pause / 1000} s.`)
      }
    })()
  }

  async #run(first: Promise<unknown>): Promise<void> {
    const { signal } = this.#stopped
    await first.catch(() => undefined)
    while (!signal.aborted) {
      const alarms = await openAlarms(this.#options.store).catch(() => [])
      if (await hasAlarmNews(this.#options.store).catch(() => false)) this.#notify()
      await sleep(this.#timings.whenFaulty, undefined, { signal }).catch(() => undefined)
      if (this.#isStopped()) return
      if (alarms.some(({ key }) => OF_ODOO.includes(key)) || this.#isDue())
        await this.check().catch(() => undefined)
    }
  }

  /** A method, because TypeScript assumes that a property does not change during an await. */
  #isStopped(): boolean {
    return this.#stopped.signal.aborted
  }

  #isDue(): boolean {
    return this.#check === null || Date.now() - this.#check.at >= this.#timings.whenWell
  }
}
