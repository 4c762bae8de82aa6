import { ActivityFailure, ApplicationFailure } from '@temporalio/common'
import { FailureType, PERMANENT_FAILURES } from '../src/contracts/failures.js'

/**
 * What a failed activity means to a workflow. Only the type of the failure's cause decides.
 * `permanent`: a person must fix something. `transient`: an outside system is unavailable or busy,
 * for longer than `fail_fast` retries.
 */
export type CallFailure =
  | { readonly kind: 'permanent'; readonly type: FailureType; readonly where: string }
  | { readonly kind: 'transient'; readonly type: string }

/**
 * Undefined: not a failed activity but a cancellation or an error of our own. It must not be
 * caught.
 */
export function callFailureOf(error: unknown): CallFailure | undefined {
  if (!(error instanceof ActivityFailure)) return undefined
  const { cause } = error
  if (!(cause instanceof ApplicationFailure)) return { kind: 'transient', type: FailureType.OdooUnavailable }
  const type = PERMANENT_FAILURES.find((permanent) => permanent === cause.type)
  if (type === undefined) return { kind: 'transient', type: cause.type ?? FailureType.OdooUnavailable }
  return { kind: 'permanent', type, where: cause.message }
}

/** The type of what made a workflow fail, for a register. */
export function failureTypeOf(error: unknown): string {
  const cause = error instanceof ActivityFailure ? error.cause : error
  return (cause instanceof ApplicationFailure ? cause.type : null) ?? 'Error'
}

/**
 * What a person can do about a permanent failure. `where` is our own sentence, without Odoo's text
 * (which may name people). The task offers the decision "retry".
 */
export function instructionsFor({ type, where }: { type: FailureType; where: string }): string {
  switch (type) {
    case FailureType.OdooAccessDenied:
      return `${where} Give the bot user the missing right, then choose "retry".`
    case FailureType.AnotherPerson:
      return `${where} This happens when a backup of Odoo was restored and ids are used again. Nothing is written or emailed until you decide. If it is the same person after all, choose "same_person". If not, choose "end": the application is closed, and the person in the record can apply. Or correct the record in Odoo, then choose "retry".`
    case FailureType.OdooMissing:
      return `${where} Restore it, then choose "retry". To end the application instead, use the API’s “withdraw” command.`
    case FailureType.OdooSchema:
      return `${where} The command "doctor" shows what is missing and how to fix it. Then choose "retry".`
    default:
      return `${where} Correct the record in Odoo, then choose "retry".`
  }
}
