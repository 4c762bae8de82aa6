import { ActivityFailure, ApplicationFailure } from '@temporalio/common'
import { FailureType, PERMANENT_FAILURES } from '../src/contracts/failures.js'

/**
 * What an activity's failure means here. The SDK hands over an ActivityFailure whose cause tells; only the cause's type decides.
 * `permanent`: a person must mend something. `transient`: the outside system is away or busy, and was tried long enough to be shown.
 */
export type CallFailure =
  | { readonly kind: 'permanent'; readonly type: FailureType; readonly where: string }
  | { readonly kind: 'transient'; readonly type: string }

/** Undefined: not an activity's failure (a cancellation, or a fault of our own), and not to be caught. */
export function callFailureOf(error: unknown): CallFailure | undefined {
  if (!(error instanceof ActivityFailure)) return undefined
  const { cause } = error
  if (!(cause instanceof ApplicationFailure)) return { kind: 'transient', type: FailureType.OdooUnavailable }
  const type = PERMANENT_FAILURES.find((permanent) => permanent === cause.type)
  if (type === undefined) return { kind: 'transient', type: cause.type ?? FailureType.OdooUnavailable }
  return { kind: 'permanent', type, where: cause.message }
}

/** What a person can do about a permanent failure. `where` is our own sentence, without Odoo's text (texts may name people). */
export function instructionsFor({ type, where }: { type: FailureType; where: string }): string {
  switch (type) {
    case FailureType.OdooAccessDenied:
      return `${where} Give the integration user the missing right, then answer "retry".`
    case FailureType.OdooMissing:
      return `${where} Restore it, then answer "retry", or reject the application.`
    case FailureType.OdooSchema:
      return `${where} The command "doctor" tells what is missing and how to mend it; then answer "retry".`
    default:
      return `${where} Correct the record in Odoo, then answer "retry".`
  }
}
