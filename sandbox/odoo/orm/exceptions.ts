/**
 * An exception as a client sees it: its qualified Python name and its message. Clients branch on
 * the name only; the messages are our own.
 */
export class OdooException extends Error {
  constructor(
    readonly exceptionName: string,
    message: string,
    /** Arguments of the Python exception. Default: the message. */
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

/** An error with a button. `action` is what the web client opens. */
export const redirectWarning = (message: string, action: object, button: string) =>
  new OdooException('odoo.exceptions.RedirectWarning', message, [message, action, button, null])

export const missingError = (model: string, id: number, uid: number) =>
  new OdooException(
    'odoo.exceptions.MissingError',
    `Record does not exist or has been deleted.\n(Record: ${model}(${id},), User: ${uid})`,
  )
