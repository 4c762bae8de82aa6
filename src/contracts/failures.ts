/**
 * The closed list of failure types. Activities map the errors of outside systems to it; workflows
 * and the API decide on it. Messages have no text of the outside system, because such texts name
 * people.
 */
export const FailureType = {
  /**
   * Odoo does not respond, responds with something that is not JSON, or its database is
   * unavailable. Retried for days.
   */
  OdooUnavailable: 'OdooUnavailable',
  /** Odoo gave up on a contended row, or asks to slow down. Retried. */
  OdooBusy: 'OdooBusy',
  /**
   * Odoo rejects the bot's login: wrong key or password, or an inactive user. The same for all
   * calls, so it is retried, raises one alarm and is shown in the health.
   */
  OdooLoginRejected: 'OdooLoginRejected',
  /**
   * A model, a field or a right is missing for everybody: setup has not run, or somebody took a
   * right away. Retried, raises one alarm and is shown in the health.
   */
  OdooNotReady: 'OdooNotReady',
  /** A record rule denies access to this record. A person must grant it. */
  OdooAccessDenied: 'OdooAccessDenied',
  /** Odoo rejects the values. A person must fix the record. */
  OdooRejected: 'OdooRejected',
  /** The record is gone. */
  OdooMissing: 'OdooMissing',
  /** A model, field or method is missing: no module, or another version than declared. */
  OdooSchema: 'OdooSchema',
  /**
   * Odoo has trackers or certificates of ours that our register does not know: it is new, or was
   * restored from a backup. Retried until they are adopted, raises one alarm, shown in the health.
   */
  RecordsUnknown: 'RecordsUnknown',
  /** The student's record is about another person than the application. A person must decide. */
  AnotherPerson: 'AnotherPerson',
  /** A person has paused the work with a system. Retried, and shown in the health. */
  Paused: 'Paused',
  /** Our own database does not respond. Retried. */
  StoreUnavailable: 'StoreUnavailable',
  /**
   * The mail server deferred the email (4xx), or was not reached before the handover. Retried for
   * hours.
   */
  MailDeferred: 'MailDeferred',
  /**
   * The mail server rejects our login: a setting, the same for all emails. Retried, and shown in
   * the health.
   */
  MailLoginRejected: 'MailLoginRejected',
  /**
   * Odoo is a test copy, or demonstration values are in use, so nobody is emailed. Retried, and
   * shown in the health.
   */
  MailHeld: 'MailHeld',
  /** Demonstration values are in use, so no certificate is issued. Retried, shown in the health. */
  DemoValues: 'DemoValues',
  /** The present state does not allow the command. The state is in the details. */
  WrongState: 'WrongState',
  /** A command's content makes no sense. */
  BadCommand: 'BadCommand',
} as const
export type FailureType = (typeof FailureType)[keyof typeof FailureType]

/** Failures that no retry can fix. The workflow opens a task for a person. */
export const PERMANENT_FAILURES: readonly FailureType[] = [
  FailureType.OdooAccessDenied,
  FailureType.OdooRejected,
  FailureType.OdooMissing,
  FailureType.OdooSchema,
  FailureType.AnotherPerson,
]
