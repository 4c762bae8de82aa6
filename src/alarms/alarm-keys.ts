/** The alarms that exist. */
export const AlarmKey = {
  /** Odoo rejects the login of the bot user. */
  OdooLogin: 'odoo-login',
  /** Setup has not run in Odoo, or the bot lacks rights. */
  OdooSetup: 'odoo-setup',
  /** Odoo has records of ours that the register does not know. */
  RecordsUnknown: 'records-unknown',
  /** Odoo is a test copy, so nobody is emailed. */
  OdooNeutralized: 'odoo-neutralized',
  /** The sweep of Odoo has been failing for some time. */
  Sweep: 'sweep',
  /** The same for its pages: students that were found are not read. */
  SweepPages: 'sweep-pages',
  /** The same for its last part, the counters. */
  SweepCounters: 'sweep-counters',
  /** A reconciliation would repair too much at once, and waits for a person. */
  Reconciliation: 'reconciliation',
  /** The mail server rejects our login or sender. */
  MailLogin: 'mail-login',
  /** The mail server rejects every email for another reason, such as a used-up limit. */
  MailProvider: 'mail-provider',
} as const
export type AlarmKey = (typeof AlarmKey)[keyof typeof AlarmKey]

/** Alarms that do not stop the product: only emails or a repair wait. */
const NOT_BLOCKING: readonly string[] = [
  AlarmKey.OdooNeutralized,
  AlarmKey.Reconciliation,
  AlarmKey.MailLogin,
  AlarmKey.MailProvider,
]

export const isBlocking = ({ key }: { readonly key: string }): boolean => !NOT_BLOCKING.includes(key)
