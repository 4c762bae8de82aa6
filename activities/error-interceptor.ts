import { activityInfo } from '@temporalio/activity'
import { ApplicationFailure } from '@temporalio/common'
import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from '@temporalio/worker'
import { AlarmKey } from '../src/alarms/alarm-keys.js'
import type { Monitor } from '../src/alarms/monitor.js'
import type { PageResult, ReadModelActivities } from '../src/contracts/activities.js'
import type { CircuitBreaker } from '../src/availability/circuit-breaker.js'
import { FailureType } from '../src/contracts/failures.js'
import type { OutsideSystem } from '../src/contracts/outside-systems.js'
import { systemsOf } from '../src/contracts/task-queues.js'
import { OdooError } from '../src/odoo/client/errors.js'
import { castFailure, notReady, recordsUnknown, systemBlocked } from './failures.js'

/** What the interceptor reports to. It may be left out where no alarms are needed. */
export type FaultReports = Pick<
  Monitor,
  'explains' | 'mustWait' | 'registerFailed' | 'sweepFailed' | 'sweepSucceeded'
>

type Breaker = Pick<CircuitBreaker, 'blocked' | 'report'>

/** Failures that a missing model, field or right may explain. */
const EXPLAINABLE: readonly FailureType[] = [
  FailureType.OdooLoginRejected,
  FailureType.OdooAccessDenied,
  FailureType.OdooSchema,
]

/**
 * Turns every error that leaves an activity into a failure of the closed list (`castFailure`), and
 * tells faults that concern everybody from those of one record. Every worker that runs our
 * activities must use it.
 */
class ErrorInterceptor implements ActivityInboundCallsInterceptor {
  readonly #reports: FaultReports | null
  readonly #breaker: Breaker | null

  constructor(reports: FaultReports | null, breaker: Breaker | null) {
    this.#reports = reports
    this.#breaker = breaker
  }

  async execute(
    input: ActivityExecuteInput,
    next: Next<ActivityInboundCallsInterceptor, 'execute'>,
  ): Promise<unknown> {
    // A poller that already waited when the system was paused or its circuit opened still gets a
    // task. No other follows.
    const blocked = this.#breaker?.blocked(this.#systems())
    if (blocked) throw systemBlocked(blocked)
    try {
      await this.#requireKnownRecords()
      const result = await next(input)
      await this.#reportSuccess(result)
      return result
    } catch (error) {
      const failure = (await this.#isShared(error)) ? notReady(error as OdooError) : castFailure(error)
      await this.#reportFailure(failure)
      throw failure
    }
  }

  #systems(): readonly OutsideSystem[] {
    return systemsOf(activityInfo().taskQueue)
  }

  /** Steps of workflows are saved all the same. */
  async #requireKnownRecords(): Promise<void> {
    if (activityInfo().activityType === ('recordTransitions' satisfies keyof ReadModelActivities)) return
    if (await this.#reports?.mustWait()) throw recordsUnknown()
  }

  /** When the check itself fails, the failure counts as one of this record. */
  async #isShared(error: unknown): Promise<boolean> {
    if (!this.#reports || !(error instanceof OdooError) || !EXPLAINABLE.includes(error.type)) return false
    const isExplained = await this.#reports.explains(error).catch(() => false)
    return isExplained && error.type !== FailureType.OdooLoginRejected
  }

  /** Alarms must not make an activity fail, so their own failures are ignored. */
  async #reportSuccess(result: unknown): Promise<void> {
    for (const system of this.#systems()) await this.#breaker?.report(system, null).catch(() => undefined)
    const { activityType } = activityInfo()
    const part = PART_OF_SWEEP[activityType]
    if (part === undefined) return
    // Other pages may fail all the time. Their students stay in the queue.
    if (activityType === 'syncPage' && (result as PageResult).remaining > 0) return
    await this.#reports?.sweepSucceeded(part).catch(() => undefined)
  }

  async #reportFailure(failure: Error): Promise<void> {
    if (!(failure instanceof ApplicationFailure)) return
    await this.#reportOutage(failure.type ?? '').catch(() => undefined)
    if (failure.type === FailureType.StoreUnavailable) this.#reports?.registerFailed()
    const part = PART_OF_SWEEP[activityInfo().activityType]
    if (part === undefined) return
    await this.#reports?.sweepFailed(part, failure.type ?? 'Error').catch(() => undefined)
  }

  /** Whoever rejects a call has responded. */
  async #reportOutage(type: string): Promise<void> {
    const system = UNAVAILABLE[type]
    if (system !== undefined) await this.#breaker?.report(system, type)
    else if (RESPONSES.includes(type)) await this.#breaker?.report('odoo', null)
  }
}

const UNAVAILABLE: Readonly<Partial<Record<string, OutsideSystem>>> = {
  [FailureType.OdooUnavailable]: 'odoo',
  [FailureType.MailDeferred]: 'mail',
}

const RESPONSES: readonly string[] = [
  FailureType.OdooRejected,
  FailureType.OdooMissing,
  FailureType.OdooSchema,
  FailureType.OdooAccessDenied,
  FailureType.OdooLoginRejected,
  FailureType.OdooNotReady,
]

const PART_OF_SWEEP: Readonly<Partial<Record<string, AlarmKey>>> = {
  findChanges: AlarmKey.Sweep,
  syncPage: AlarmKey.SweepPages,
  writeCounters: AlarmKey.SweepCounters,
}

/** For `WorkerOptions.interceptors`. */
export const activityInterceptors = (reports: FaultReports | null = null, breaker: Breaker | null = null) => [
  () => ({ inbound: new ErrorInterceptor(reports, breaker) }),
]
