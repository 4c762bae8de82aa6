import { FailureType } from '../contracts/failures.js'
import type { Delivery } from './delivery.js'

/** A mail that did not go out and is to be tried again. Its message carries the reply code only: the server's words name people. */
export class MailError extends Error {
  override readonly name = 'MailError'
  constructor(
    readonly type: typeof FailureType.MailDeferred | typeof FailureType.MailRefusedLogin,
    message: string,
  ) {
    super(message)
  }
}

/** The failure to throw after an attempt that has not ended the mail. */
export function failureOf(delivery: Delivery): MailError {
  const reply = delivery.code === null ? 'no reply' : `reply ${String(delivery.code)}`
  switch (delivery.kind) {
    case 'login_refused':
      return new MailError(
        FailureType.MailRefusedLogin,
        `The mail server refuses our login or sender (${reply}). Check SMTP_URL and MAIL_FROM.`,
      )
    case 'unknown':
      return new MailError(
        FailureType.MailDeferred,
        'The connection was lost after the mail was handed over. It is sent again: this kind is sent at least once.',
      )
    default:
      return new MailError(FailureType.MailDeferred, `The mail server did not take the mail yet (${reply}).`)
  }
}

/** Another attempt of the same mail is under way. */
export const attemptUnderWay = () =>
  new MailError(FailureType.MailDeferred, 'Another attempt of this mail is under way.')
