import { IncompatibleDatabase } from '../store/incompatible-database.js'
import { ConfigError } from '../variables.js'

/** A failure whose message says all that its reader needs: no hint at a stack trace. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
}

/** Writes why a command failed to stderr. The stack trace is shown only on request. */
export function reportFailure(error: unknown): void {
  if (error instanceof ConfigError) for (const problem of error.problems) console.error(problem)
  else if (error instanceof CommandError || error instanceof IncompatibleDatabase)
    console.error(error.message)
  else if (process.env['LOG_LEVEL'] === 'debug') console.error(error)
  else console.error(`error: ${describeError(error)}\nSet LOG_LEVEL=debug to see the stack trace.`)
}

/** The message of an error and of its causes. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // Node's error of a refused connection has one error per address tried, and no message.
  const own = error instanceof AggregateError ? describeErrors(error) : error.message || error.name
  const cause = error.cause === undefined ? '' : describeError(error.cause)
  return cause === '' || own.includes(cause) ? own : `${own.replace(/\.$/, '')}: ${cause}`
}

const describeErrors = ({ message, errors }: AggregateError) =>
  message || [...new Set(errors.map((error: unknown) => describeError(error)))].join(', ')
