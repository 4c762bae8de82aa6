import type { MailKind } from '../contracts/mail.js'

/**
 * SMTP has no exactly-once delivery. When the connection is lost after the message was handed over,
 * nobody can tell whether the server has it. So each kind of email chooses the lesser harm.
 */
export type Guarantee =
  /** Sent again with the same Message-ID until the server accepts it. It may arrive twice. */
  | 'at_least_once'
  /** An unknown outcome counts as sent. It may be lost. */
  | 'at_most_once'

/** Whether learners can switch off this kind. All others tell them what they must know. */
export const isReminder = (kind: MailKind): boolean => kind === 'reminder' || kind === 'sign_in'

export const GUARANTEE: Readonly<Record<MailKind, Guarantee>> = {
  welcome: 'at_least_once',
  review_request: 'at_least_once',
  completion: 'at_least_once',
  certificate: 'at_least_once',
  milestone: 'at_most_once',
  reminder: 'at_most_once',
  sign_in: 'at_most_once',
}
