/**
 * SQLSTATE classes that say nothing about the query: connection exception, insufficient resources,
 * operator intervention, system error.
 */
const UNAVAILABLE_SQLSTATE = /^(08|53|57|58)/

const UNAVAILABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
])

/** node-postgres gives these errors no code. */
const UNAVAILABLE_MESSAGES =
  /^(Connection terminated|timeout (expired|exceeded) when|Client has encountered a connection error)/

/**
 * Whether PostgreSQL could not be reached or could not serve us now. The same call may succeed
 * later. Workers retry on it, and the API responds with 503.
 */
export function isDatabaseUnavailable(error: unknown): boolean {
  // Node throws one of these when a host name has several addresses.
  if (error instanceof AggregateError) return error.errors.some(isDatabaseUnavailable)
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return (
    UNAVAILABLE_SQLSTATE.test(code) ||
    UNAVAILABLE_CODES.has(code) ||
    isMissingSocket(error, code) ||
    UNAVAILABLE_MESSAGES.test(error.message)
  )
}

/**
 * Whether PostgreSQL rejected a value that it can neither compare nor store: SQLSTATE class 22. The
 * same call will never succeed.
 */
export const isInvalidValue = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  /^22[0-9A-Z]{3}$/.test(error.code)

/** The socket file of a local server that does not run. Any other missing file is a defect. */
const isMissingSocket = (error: Error, code: string) =>
  code === 'ENOENT' && 'syscall' in error && error.syscall === 'connect'
