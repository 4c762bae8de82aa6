/**
 * The closed list of failure types. Edges of outside systems cast their errors into it (activities), workflows and the
 * API decide on it. Messages carry no text of the outside system: such texts name people.
 */
export const FailureType = {
  /** Odoo did not answer, answered with something that is not JSON, or its database was away. Retried for days. */
  OdooUnavailable: 'OdooUnavailable',
  /** Odoo gave up on a contended row, or asks to slow down. Retried. */
  OdooBusy: 'OdooBusy',
  /** Wrong key, missing right or record rule. A person must grant it. */
  OdooAccessDenied: 'OdooAccessDenied',
  /** Odoo refuses the values. A person must mend the record. */
  OdooRejected: 'OdooRefused',
  /** The record is gone. */
  OdooMissing: 'OdooMissing',
  /** A model, field or method is not there: module missing, or another version than declared. */
  OdooSchema: 'OdooSchema',
  /** Our own database did not answer. Retried. */
  StoreUnavailable: 'StoreUnavailable',
  /** The mail server put us off (4xx), or was not reached before the message was handed over. Retried for hours. */
  MailDeferred: 'MailDeferred',
  /** The mail server does not accept our login: a setting, the same for everybody. Retried, and shown in the health. */
  MailLoginRejected: 'MailRefusedLogin',
  /** A command came in a state that does not allow it. The present state is in the details. */
  WrongState: 'WrongState',
  /** A command's content makes no sense. */
  BadCommand: 'BadCommand',
} as const
export type FailureType = (typeof FailureType)[keyof typeof FailureType]

/** What no retry can mend: the workflow turns it into a task for a person. */
export const PERMANENT_FAILURES: readonly FailureType[] = [
  FailureType.OdooAccessDenied,
  FailureType.OdooRejected,
  FailureType.OdooMissing,
  FailureType.OdooSchema,
]
