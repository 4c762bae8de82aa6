import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from '@temporalio/worker'
import { castFailure } from './failures.js'

/**
 * Turns every error that leaves an activity into a failure of the closed list (`castFailure`).
 * Every worker that runs our activities must use it.
 */
class ErrorInterceptor implements ActivityInboundCallsInterceptor {
  async execute(
    input: ActivityExecuteInput,
    next: Next<ActivityInboundCallsInterceptor, 'execute'>,
  ): Promise<unknown> {
    try {
      return await next(input)
    } catch (error) {
      throw castFailure(error)
    }
  }
}

/** For `WorkerOptions.interceptors`. */
export const activityInterceptors = [() => ({ inbound: new ErrorInterceptor() })]
