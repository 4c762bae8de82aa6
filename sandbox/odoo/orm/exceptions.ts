import { TRAITS, type SandboxVersion } from '../version.js'

/**
 * Odoo's exceptions as a client sees them: the exception's qualified Python name and its message, in the envelope of `/jsonrpc` or as
 * the body of `/json/2`. Clients branch on the name only; the texts here are our own words.
 */
export class OdooException extends Error {
  constructor(
    readonly exceptionName: string,
    message: string,
    /** What Python's exception was made with: the message, unless it takes more. */
    readonly pythonArguments: readonly unknown[] = [message],
  ) {
    super(message)
    this.name = 'OdooException'
  }
}

export const accessDenied = () => new OdooException('odoo.exceptions.AccessDenied', 'Access Denied')
export const accessError = (message: string) => new OdooException('odoo.exceptions.AccessError', message)
export const userError = (message: string) => new OdooException('odoo.exceptions.UserError', message)
export const validationError = (message: string) =>
  new OdooException('odoo.exceptions.ValidationError', message)
export const valueError = (message: string) => new OdooException('builtins.ValueError', message)
export const typeError = (message: string) => new OdooException('builtins.TypeError', message)
export const attributeError = (message: string) => new OdooException('builtins.AttributeError', message)
export const keyError = (message: string) => new OdooException('builtins.KeyError', message)
export const assertionError = (message: string) => new OdooException('builtins.AssertionError', message)

export const indexError = (message: string) => new OdooException('builtins.IndexError', message)

/** A refusal with a button: `action` is what the web client opens. */
export const redirectWarning = (message: string, action: object, button: string) =>
  new OdooException('odoo.exceptions.RedirectWarning', message, [message, action, button, null])

export const missingError = (model: string, id: number, uid: number) =>
  new OdooException(
    'odoo.exceptions.MissingError',
    `Record does not exist or has been deleted.\n(Record: ${model}(${id},), User: ${uid})`,
  )

/** A refusal in HTTP's own words, with its status. */
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

/** An exception as data: the body of `/json/2`, and `error.data` of `/jsonrpc`. */
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

/** The status `/json/2` gives an exception: 500 is everything that Odoo has no word for, programmer errors and contention alike. */
export const statusOf = (error: OdooException) =>
  error instanceof HttpException ? error.status : (STATUSES[error.exceptionName] ?? 500)
