import { activityInfo, CancelledFailure, cancellationSignal, log } from '@temporalio/activity'
import { ApplicationFailure } from '@temporalio/common'
import type { Config } from '../src/config.js'
import type { SystemState } from '../src/availability/system-states.js'
import { FailureType, PERMANENT_FAILURES } from '../src/contracts/failures.js'
import { demoHold } from '../src/demo-values.js'
import { textOf } from '../src/domain/sentences/sentence.js'
import { OdooError, UNCLASSIFIED_REFUSAL } from '../src/odoo/client/errors.js'
import { isDatabaseUnavailable } from '../src/store/unavailable.js'

/**
 * The one place where errors of outside systems become failures of the closed list. Histories keep
 * failures for ever and unencrypted, so we write their messages. Texts of Odoo, of PostgreSQL
 * (which quotes values) and of unknown errors may name people.
 */
export function castFailure(error: unknown): Error {
  if (error instanceof ApplicationFailure || error instanceof CancelledFailure) return error
  // The cancellation is the reason, whatever the interrupted call reports.
  if (cancellationSignal().aborted) return new CancelledFailure('The activity was cancelled.')
  if (error instanceof OdooError) return failureFromOdoo(error)
  if (isDatabaseUnavailable(error))
    return failure(FailureType.StoreUnavailable, 'The database is unavailable.')
  return unexpectedFailure(error)
}

/**
 * A failure of the closed list that an activity detects itself. `retryAfterMs` sets the time of the
 * next attempt; without it the activity's retry policy decides.
 */
export const failure = (
  type: FailureType,
  message: string,
  details: Record<string, unknown> = {},
  retryAfterMs?: number,
) =>
  ApplicationFailure.create({
    type,
    message,
    nonRetryable: PERMANENT_FAILURES.includes(type) || type === FailureType.BadCommand,
    details: [details],
    ...(retryAfterMs === undefined ? {} : { nextRetryDelay: Math.max(retryAfterMs, SHORTEST_RETRY) }),
  })

/** What would fail for the next student or entry as well. */
export const OUTAGES: readonly (string | null | undefined)[] = [
  FailureType.OdooUnavailable,
  FailureType.OdooBusy,
  FailureType.OdooLoginRejected,
  FailureType.OdooNotReady,
  FailureType.MailDeferred,
  FailureType.MailLoginRejected,
  FailureType.MailHeld,
  FailureType.StoreUnavailable,
] satisfies FailureType[]

/** Doubles with each attempt (from 1), up to the longest. Milliseconds. */
export const exponentialBackoff = (attempt: number, first: number, longest: number) =>
  Math.min(first * 2 ** (attempt - 1), longest)

/** What people read in the history about each type of failure. */
const ODOO_MESSAGES: Partial<Record<FailureType, string>> = {
  [FailureType.OdooUnavailable]: 'Odoo is unavailable',
  [FailureType.OdooBusy]: 'Odoo is busy',
  [FailureType.OdooLoginRejected]: 'Odoo rejects the login of the bot user',
  [FailureType.OdooNotReady]: 'Odoo lacks a model, field or right for everybody',
  [FailureType.OdooAccessDenied]: 'Odoo denies access to this record',
  [FailureType.OdooRejected]: 'Odoo rejects the values',
  [FailureType.OdooMissing]: 'The record no longer exists in Odoo',
  [FailureType.OdooSchema]: 'Odoo has no such model, field or method',
}

function failureFromOdoo({
  type,
  exceptionName,
  model,
  method,
  retryAfterMs,
}: OdooError): ApplicationFailure {
  if (exceptionName === UNCLASSIFIED_REFUSAL && activityInfo().attempt <= RETRIES_OF_UNCLASSIFIED) {
    return failure(
      FailureType.OdooBusy,
      'Odoo rejected a load without naming a field. It is retried before it counts.',
      { exceptionName, model, method },
      odooRetryDelay(FailureType.OdooBusy),
    )
  }
  const where = model === undefined ? '' : ` (${model}${method === undefined ? '' : `.${method}`})`
  const permanent = PERMANENT_FAILURES.includes(type)
  // The name tells which part of the schema to fix. Names of models and fields never name a person.
  const which = type === FailureType.OdooSchema ? `: ${exceptionName}` : ''
  return ApplicationFailure.create({
    type,
    message: `${ODOO_MESSAGES[type] ?? 'Odoo failed'}${which}${where}.`,
    nonRetryable: permanent,
    details: [{ exceptionName, model, method }],
    ...(permanent ? {} : { nextRetryDelay: Math.max(retryAfterMs ?? 0, odooRetryDelay(type)) }),
  })
}

/** The failure of a call that cannot work for anybody, for a fault that has an alarm. */
export const notReady = ({ exceptionName, model, method }: OdooError): ApplicationFailure =>
  failureFromOdoo(new OdooError({ type: FailureType.OdooNotReady, exceptionName, model, method }))

/** Odoo has records that our register does not know. Everything waits until they are adopted. */
export const recordsUnknown = (): ApplicationFailure =>
  failure(
    FailureType.RecordsUnknown,
    'Odoo has trackers or certificates that this installation does not know. The command adopt-records adopts them.',
    {},
    exponentialBackoff(activityInfo().attempt, FIRST_RETRY, LONGEST_SHARED_RETRY),
  )

/** Throws while demonstration values would be printed on a certificate for ever. */
export function requireOwnValues(config: Config): void {
  const hold = demoHold(config)
  if (hold === null) return
  const { attempt } = activityInfo()
  throw failure(
    FailureType.DemoValues,
    textOf(hold),
    {},
    exponentialBackoff(attempt, FIRST_RETRY, LONGEST_HOLD),
  )
}

/** A system that must not be called now. The task waits in its queue until it may. */
export const systemBlocked = ({ system, state }: SystemState): ApplicationFailure =>
  state === 'paused'
    ? failure(FailureType.Paused, `A person has paused the work with ${system}.`, {}, FIRST_RETRY)
    : failure(
        system === 'odoo' ? FailureType.OdooUnavailable : FailureType.MailDeferred,
        `The circuit of ${system} is open.`,
        {},
        FIRST_RETRY,
      )

/** A contended row is free again by then. Values that Odoo rejects stay rejected. */
const RETRIES_OF_UNCLASSIFIED = 4

/** Milliseconds. Temporal takes a delay of 0 as no delay at all. */
const SHORTEST_RETRY = 500
const FIRST_RETRY = 1_000
const LONGEST_RETRY = 60_000
/** A shared fault is repaired at once for all, so that work should continue within seconds. */
const LONGEST_SHARED_RETRY = 10_000
/** What is held waits for a restart with other settings. */
const LONGEST_HOLD = 5 * 60_000

/**
 * The delay depends on Odoo, not on the activity. An email reads its recipient from Odoo, and must
 * not wait for Odoo as long as it would for a mail server.
 */
const odooRetryDelay = (type: FailureType) =>
  exponentialBackoff(
    activityInfo().attempt,
    FIRST_RETRY,
    type === FailureType.OdooLoginRejected || type === FailureType.OdooNotReady
      ? LONGEST_SHARED_RETRY
      : LONGEST_RETRY,
  )

/**
 * A defect of ours or of a library. Retried, because a new version of the worker may fix it. The
 * log gets the place where it happened, without the message.
 */
function unexpectedFailure(error: unknown): ApplicationFailure {
  const name = error instanceof Error ? error.name : typeof error
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
  const frames = error instanceof Error ? error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) : []
  log.error('An activity failed unexpectedly', { name, code, frames })
  return ApplicationFailure.create({
    type: name,
    message: `Unexpected ${name} in the activity. The worker's log shows where it happened.`,
    details: [{ code }],
  })
}
