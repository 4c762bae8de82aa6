import { activityInfo } from '@temporalio/activity'
import { ApplicationFailure } from '@temporalio/common'
import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from '@temporalio/worker'
import { AlarmKey } from '../src/alarms/alarm-keys.js'
import type { Monitor } from '../src/alarms/monitor.js'
import type { PageResult, ReadModelActivities } from '../src/contracts/activities.js'
import { FailureType } from '../src/contracts/failures.js'
import { OdooError } from '../src/odoo/client/errors.js'
import { castFailure, notReady, recordsUnknown } from './failures.js'

/** What the interceptor reports to. It may be left out where no alarms are needed. */
export type FaultReports = Pick<
  Monitor,
  'explains' | 'mustWait' | 'registerFailed' | 'sweepFailed' | 'sweepSucceeded'
>

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

  constructor(reports: FaultReports | null) {
    this.#reports = reports
  }

  async execute(
    input: ActivityExecuteInput,
    next: Next<ActivityInboundCallsInterceptor, 'execute'>,
  ): Promise<unknown> {
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
    const { activityType } = activityInfo()
    const part = PART_OF_SWEEP[activityType]
    if (part === undefined) return
    // Other pages may fail all the time. Their students stay in the queue.
    if (activityType === 'syncPage' && (result as PageResult).remaining > 0) return
    await this.#reports?.sweepSucceeded(part).catch(() => undefined)
  }

  async #reportFailure(failure: Error): Promise<void> {
    if (!(failure instanceof ApplicationFailure)) return
    if (failure.type === FailureType.StoreUnavailable) this.#reports?.registerFailed()
    const part = PART_OF_SWEEP[activityInfo().activityType]
    if (part === undefined) return
    await this.#reports?.sweepFailed(part, failure.type ?? 'Error').catch(() => undefined)
  }
}

const PART_OF_SWEEP: Readonly<Partial<Record<string, AlarmKey>>> = {
  findChanges: AlarmKey.Sweep,
  syncPage: AlarmKey.SweepPages,
  writeCounters: AlarmKey.SweepCounters,
}

/** For `WorkerOptions.interceptors`. */
export const activityInterceptors = (reports: FaultReports | null = null) => [
  () => ({ inbound: new ErrorInterceptor(reports) }),
]
