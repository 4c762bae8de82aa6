import { OdooException, validationError } from './exceptions.js'
import type { Registry } from './registry.js'

/** Fields of PostgreSQL's errors, as `pg` provides them. */
interface DatabaseError {
  readonly code: string
  readonly message: string
  readonly constraint?: string
}

function asDatabaseError(error: unknown): DatabaseError | undefined {
  return error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^[0-9A-Z]{5}$/.test(error.code)
    ? (error as Error & DatabaseError)
    : undefined
}

/** psycopg2's names of the errors that a client can see. */
const NAMES: Readonly<Record<string, string>> = {
  '40001': 'SerializationFailure',
  '40P01': 'DeadlockDetected',
  '55P03': 'LockNotAvailable',
  '22007': 'InvalidDatetimeFormat',
  '22008': 'DatetimeFieldOverflow',
  '22P02': 'InvalidTextRepresentation',
  '22003': 'NumericValueOutOfRange',
  '42883': 'UndefinedFunction',
}

/** Contention, which Odoo itself retries up to five times. */
export const isContention = (error: unknown) =>
  ['40001', '40P01', '55P03'].includes(asDatabaseError(error)?.code ?? '')

/**
 * The database is unavailable: refused, reset, shutting down, starting up, or out of connections.
 */
function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return (
    /^(ECONN|EPIPE|57P0|08|53)/.test(code) || /^(Connection terminated|timeout exceeded)/.test(error.message)
  )
}

/** Odoo's ValidationError for a violated constraint, or undefined for any other failure. */
export function constraintViolation(registry: Registry, error: unknown): OdooException | undefined {
  const failure = asDatabaseError(error)
  if (!failure?.code.startsWith('23')) return undefined
  const because = (reason: string) => validationError(`The operation cannot be completed: ${reason}`)
  if (failure.code === '23502')
    return because(
      '\n- Create/update: a mandatory field is not set.\n- Delete: another model requires the record being deleted.',
    )
  if (failure.code === '23503') return because('another model requires the record being deleted.')
  const known = registry
    .all()
    .flatMap(({ constraints }) => constraints)
    .find(({ name }) => name === failure.constraint)
  return because(known?.message ?? failure.message)
}

/** Any failure as the exception that a client of Odoo sees. */
export function asOdooException(registry: Registry, error: unknown): OdooException {
  if (error instanceof OdooException) return error
  const violation = constraintViolation(registry, error)
  if (violation) return violation
  if (isConnectionLoss(error))
    return new OdooException('psycopg2.OperationalError', 'the database cannot be reached')
  const failure = asDatabaseError(error)
  if (failure)
    return new OdooException(`psycopg2.errors.${NAMES[failure.code] ?? 'DatabaseError'}`, failure.message)
  return new OdooException('builtins.RuntimeError', error instanceof Error ? error.message : String(error))
}
