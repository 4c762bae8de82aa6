import { activityInfo, CancelledFailure, cancellationSignal, log } from '@temporalio/activity'
import { ApplicationFailure } from '@temporalio/common'
import { FailureType, PERMANENT_FAILURES } from '../src/contracts/failures.js'
import { OdooError } from '../src/odoo/client/errors.js'

/**
 * The one place where errors of outside systems become failures of the closed list. Histories keep failures for ever and unencrypted,
 * so their messages are ours: texts of Odoo, of PostgreSQL (which quotes values) and of unknown errors may name people.
 */

/** The same activities, each throwing only failures that may be kept. */
export function castingFailures<A extends object>(activities: A): A {
  return new Proxy(activities, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver)
      if (typeof member !== 'function') return member
      return async (...parameters: unknown[]): Promise<unknown> => {
        try {
          return (await Reflect.apply(member, target, parameters)) as unknown
        } catch (error) {
          throw castFailure(error)
        }
      }
    },
  })
}

export function castFailure(error: unknown): Error {
  if (error instanceof ApplicationFailure || error instanceof CancelledFailure) return error
  // Whatever a call that was cut off reports: the reason is the cancellation.
  if (cancellationSignal().aborted) return new CancelledFailure('The activity was cancelled.')
  if (error instanceof OdooError) return fromOdoo(error)
  if (isStoreAway(error)) return failure(FailureType.StoreUnavailable, 'The database does not answer.')
  return unexpected(error)
}

/**
 * A failure that an activity finds out by itself, of the closed list and with words of ours. `retryAfterMs`: when it is worth trying
 * again; without it the activity's own retry policy says.
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
    ...(retryAfterMs === undefined ? {} : { nextRetryDelay: retryAfterMs }),
  })

/** Doubles with each attempt (from 1), up to the longest. Milliseconds. */
export const exponentialBackoff = (attempt: number, first: number, longest: number) =>
  Math.min(first * 2 ** (attempt - 1), longest)

/** What each class of failure means, in words for the people who read the history. */
const ODOO_WORDS: Partial<Record<FailureType, string>> = {
  OdooUnavailable: 'Odoo does not answer',
  OdooBusy: 'Odoo is busy',
  OdooAccessDenied: 'Odoo denies access: a right is missing, or the key is wrong',
  OdooRefused: 'Odoo refuses the values',
  OdooMissing: 'The record is gone from Odoo',
  OdooSchema: 'Odoo has no such model, field or method',
}

function fromOdoo({ type, exceptionName, model, method, retryAfterMs }: OdooError): ApplicationFailure {
  const where = model === undefined ? '' : ` (${model}${method === undefined ? '' : `.${method}`})`
  const permanent = PERMANENT_FAILURES.includes(type)
  // Names of models and fields are the server's source, never a person's: who must mend the schema has to know which.
  const which = type === FailureType.OdooSchema ? `: ${exceptionName}` : ''
  return ApplicationFailure.create({
    type,
    message: `${ODOO_WORDS[type] ?? 'Odoo failed'}${which}${where}.`,
    nonRetryable: permanent,
    details: [{ exceptionName, model, method }],
    ...(permanent ? {} : { nextRetryDelay: retryAfterMs ?? odooPause() }),
  })
}

/** Milliseconds. */
const FIRST_PAUSE = 1_000
const LONGEST_PAUSE = 60_000

/**
 * Odoo is asked again at its own pace, whatever the activity is for: a mail reads the person from Odoo, and must not wait for Odoo as long
 * as it would for a mail server.
 */
const odooPause = () => exponentialBackoff(activityInfo().attempt, FIRST_PAUSE, LONGEST_PAUSE)

/** SQLSTATE classes: connection exception, insufficient resources, operator intervention, system error. */
const AWAY_SQLSTATE = /^(08|53|57|58)/
const AWAY_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT',
])
/** node-postgres gives these no code. */
const AWAY_TEXTS =
  /^(Connection terminated|timeout (expired|exceeded) when|Client has encountered a connection error)/

function isStoreAway(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isStoreAway)
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return AWAY_SQLSTATE.test(code) || AWAY_CODES.has(code) || AWAY_TEXTS.test(error.message)
}

/**
 * A mistake of ours, or of a library. Retried, because a new version of the worker may mend it. Where it happened is logged, without
 * the message.
 */
function unexpected(error: unknown): ApplicationFailure {
  const name = error instanceof Error ? error.name : typeof error
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
  const frames = error instanceof Error ? error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) : []
  log.error('An activity failed unexpectedly', { name, code, frames })
  return ApplicationFailure.create({
    type: name,
    message: `Unexpected ${name} in the activity; its place is in the worker's log.`,
    details: [{ code }],
  })
}
