/** The alarms that exist. */
export const AlarmKey = {
  /** Odoo has not responded for some time. */
  OdooUnavailable: 'odoo-unavailable',
  /** Odoo rejects the login of the bot user. */
  OdooLogin: 'odoo-login',
  /** Setup has not run in Odoo, or the bot lacks rights. */
  OdooSetup: 'odoo-setup',
  /** Odoo has records of ours that the register does not know. */
  RecordsUnknown: 'records-unknown',
  /** Odoo is a test copy, so nobody is emailed. */
  OdooNeutralized: 'odoo-neutralized',
  /** Odoo was restored from an older copy. */
  OdooRestored: 'odoo-restored',
  /** Certificates that could not be recorded again after that. */
  CertificatesLost: 'certificates-lost',
  /** The sweep of Odoo has been failing for some time. */
  Sweep: 'sweep',
  /** The same for its pages: students that were found are not read. */
  SweepPages: 'sweep-pages',
  /** The same for its last part, the counters. */
  SweepCounters: 'sweep-counters',
  /** The mail server has not responded for some time. */
  MailUnavailable: 'mail-unavailable',
  /** A reconciliation would repair too much at once, and waits for a person. */
  Reconciliation: 'reconciliation',
  /** The mail server rejects our login or sender. */
  MailLogin: 'mail-login',
  /** The mail server rejects every email for another reason, such as a used-up limit. */
  MailProvider: 'mail-provider',
  /** Demonstration values would reach real people, so emails and certificates wait. */
  DemoValues: 'demo-values',
} as const
export type AlarmKey = (typeof AlarmKey)[keyof typeof AlarmKey]

/** The brake has stopped the intake of a program. One alarm for each program. */
const INTAKE_PREFIX = 'intake-'
export const intakeAlarm = (programId: number): string => `${INTAKE_PREFIX}${programId}`

/** The courses of a program were changed in Odoo, and a person has not decided about it. */
const COURSE_RULES_PREFIX = 'course-rules-'
export const courseRulesAlarm = (programId: number): string => `${COURSE_RULES_PREFIX}${programId}`

/** The last report of a schedule did not reach everybody. */
const REPORT_PREFIX = 'report-schedule-'
export const reportAlarm = (scheduleId: number): string => `${REPORT_PREFIX}${scheduleId}`

/** Alarms that concern one program or report. */
const PREFIXES = [INTAKE_PREFIX, COURSE_RULES_PREFIX, REPORT_PREFIX]

/** Alarms that do not stop the product: emails, certificates, a repair or one intake wait. */
const NOT_BLOCKING: readonly string[] = [
  AlarmKey.OdooNeutralized,
  AlarmKey.OdooRestored,
  AlarmKey.CertificatesLost,
  AlarmKey.Reconciliation,
  AlarmKey.MailUnavailable,
  AlarmKey.MailLogin,
  AlarmKey.MailProvider,
  AlarmKey.DemoValues,
]

export const isBlocking = ({ key }: { readonly key: string }): boolean =>
  !NOT_BLOCKING.includes(key) && !PREFIXES.some((prefix) => key.startsWith(prefix))
