import { ActivityFailure, ApplicationFailure } from '@temporalio/common'
import { FailureType, PERMANENT_FAILURES } from '../src/contracts/failures.js'
import { instruct, say, type Instructions, type Sentence } from '../src/domain/sentences/sentence.js'

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
export const instructionsFor = ({ type, where }: { type: FailureType; where: string }): Instructions =>
  instruct(say('call_failed', { failure: type, text: where }), remedyOf(type))

function remedyOf(type: FailureType): Sentence {
  switch (type) {
    case FailureType.OdooAccessDenied:
      return say('grant_right')
    case FailureType.AnotherPerson:
      return say('another_person')
    case FailureType.OdooMissing:
      return say('restore_record')
    case FailureType.OdooSchema:
      return say('ask_doctor')
    default:
      return say('correct_record')
  }
}
