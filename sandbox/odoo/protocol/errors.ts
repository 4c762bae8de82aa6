import { OdooException } from '../orm/exceptions.js'
import { TRAITS, type SandboxVersion } from '../version.js'

/** An error with an HTTP status. */
export class HttpException extends OdooException {
  constructor(
    name: string,
    readonly status: number,
    message: string,
  ) {
    super(`werkzeug.exceptions.${name}`, message, [message, status])
  }
}

export const unauthorized = (message: string) => new HttpException('Unauthorized', 401, message)
export const badRequest = (message: string) => new HttpException('BadRequest', 400, message)
export const notFound = (message: string) => new HttpException('NotFound', 404, message)
export const unprocessable = (message: string) => new HttpException('UnprocessableEntity', 422, message)

/** An exception as data: the body of `/json/2` and `error.data` of `/jsonrpc`. */
export const serialized = (error: OdooException) => ({
  name: error.exceptionName,
  message: error.message,
  arguments: error.pythonArguments,
  context: {},
  debug: `Traceback (most recent call last):\n${error.exceptionName}: ${error.message}`,
})

/** The error member of a JSON-RPC reply. */
export const errorEnvelope = (version: SandboxVersion, error: OdooException) => ({
  code: TRAITS[version].errorCode,
  message: 'Odoo Server Error',
  data: serialized(error),
})

const STATUSES: Readonly<Record<string, number>> = {
  'odoo.exceptions.AccessDenied': 403,
  'odoo.exceptions.AccessError': 403,
  'odoo.exceptions.MissingError': 404,
  'odoo.exceptions.LockError': 409,
  'odoo.exceptions.UserError': 422,
  'odoo.exceptions.ValidationError': 422,
}

/**
 * The HTTP status of an exception on `/json/2`. 500 is everything that Odoo does not classify, both
 * programming errors and contention.
 */
export const statusOf = (error: OdooException) =>
  error instanceof HttpException ? error.status : (STATUSES[error.exceptionName] ?? 500)
