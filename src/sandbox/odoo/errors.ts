/**
 * Odoo's exceptions as a client sees them: the exception's qualified Python name, its message and the error envelope of
 * `/jsonrpc` on 18 (HTTP 200, `code` 200). Clients branch on the name only; the texts here are our own words.
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

/** The error member of a JSON-RPC reply of Odoo 18. */
export function errorEnvelope(error: OdooException) {
  return {
    code: 200,
    message: 'Odoo Server Error',
    data: {
      name: error.exceptionName,
      debug: `Traceback (most recent call last):\n${error.exceptionName}: ${error.message}`,
      message: error.message,
      arguments: error.pythonArguments,
      context: {},
    },
  }
}
