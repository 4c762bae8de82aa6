import type { MailActivities } from '../../src/contracts/activities.js'
import { FailureType } from '../../src/contracts/failures.js'
import type { MailOutcome, MailRequest } from '../../src/contracts/mail.js'
import { composeMail } from '../../src/mail/compose.js'
import type { Delivery } from '../../src/mail/delivery.js'
import type { DeliveryTurns } from '../../src/mail/delivery-turns.js'
import { headersOf, messageIdOf } from '../../src/mail/identity.js'
import { claimAttempt, finishAttempt } from '../../src/mail/ledger.js'
import { reportMailServer } from '../../src/mail/mail-alarms.js'
import { outcomeOf } from '../../src/mail/ledger-rules.js'
import type { MailTransport } from '../../src/mail/transport.js'
import { callerOfActivity } from '../caller.js'
import { exponentialBackoff, failure } from '../failures.js'
import {
  type MailSources,
  readApplicationRecords,
  type ApplicationRecords,
  type PreparedMail,
  prepareMail,
} from './prepare-mail.js'

export interface MailDependencies extends MailSources {
  readonly transport: MailTransport
  readonly turns: DeliveryTurns
  readonly clock: () => Date
  /** Why nobody may be emailed; null: people may. */
  readonly mailHold?: () => Promise<string | null>
}

export function createMailActivities(dependencies: MailDependencies): MailActivities {
  return {
    async sendMail(request) {
      const records = await readApplicationRecords(dependencies, request)
      const prepared = await prepare(dependencies, request, records)
      const send = () => sendMail(dependencies, request, prepared)
      return callerOfActivity().urgency === 'interactive' ? send() : dependencies.turns.take(send)
    },
  }
}

/** Throws `AnotherPerson`, and `MailHeld`. */
async function prepare(
  dependencies: MailDependencies,
  request: MailRequest,
  records: ApplicationRecords,
): Promise<PreparedMail> {
  const obstacle = obstacleTo(request, records)
  if (obstacle) throw obstacle
  const hold = (await dependencies.mailHold?.()) ?? null
  if (hold !== null) throw failure(FailureType.MailHeld, hold, {}, LONGEST_RETRY)
  return prepareMail(dependencies, request, records)
}

/**
 * Sends an email, once if possible: composes it, claims an attempt in the ledger, delivers it, and
 * writes the outcome to the ledger. An email whose outcome is in the ledger is not sent again.
 * Throws `MailDeferred` and `MailLoginRejected`, to be retried.
 */
async function sendMail(
  { store, config, transport, clock }: MailDependencies,
  request: MailRequest,
  { content, to, isUnwanted, attachments }: PreparedMail,
): Promise<{ outcome: MailOutcome }> {
  const composed = composeMail(content)
  const messageId = messageIdOf(request, config.mail.domain)

  const entry = await claimAttempt(store, {
    key: request,
    messageId,
    language: content.language,
    recipient: to.length > 0 ? to.join(', ') : null,
    isUnwanted,
  })
  if (entry.kind === 'settled') return { outcome: entry.outcome }
  if (entry.kind === 'busy') throw alreadyInProgress()

  const delivery = await transport.deliver({
    messageId,
    from: config.mail.from,
    to,
    date: clock(),
    ...composed,
    headers: headersOf(request, content.personalPage),
    attachments,
  })
  const state = await finishAttempt(store, entry.claim, delivery)
  await reportMailServer(store, delivery)
  // This attempt outlived its lease, and a later one has started.
  if (state === 'sending') throw alreadyInProgress()
  const outcome = outcomeOf(request.kind, state)
  if (outcome === null) throw deferred(delivery, entry.claim.attempt)
  return { outcome }
}

/** Milliseconds between attempts at the mail server. Greylisting needs minutes. */
const FIRST_RETRY = 5_000
const LONGEST_RETRY = 5 * 60_000

/** Requests for review go to staff, also when the student's record is about another person. */
const obstacleTo = ({ kind }: MailRequest, { anotherPerson }: ApplicationRecords) =>
  kind === 'review_request' ? null : anotherPerson

const alreadyInProgress = () =>
  failure(FailureType.MailDeferred, 'Another attempt to send this email is in progress.', {}, FIRST_RETRY)

/**
 * Contains only the reply code, because the text of the reply may name people. The delay grows with
 * the attempts at the mail server (`attempt`). Attempts of the activity do not count: most of them
 * may have failed because Odoo was unavailable.
 */
function deferred({ kind, code }: Delivery, attempt: number) {
  const reply = code === null ? 'no reply' : `reply ${code}`
  const retryAfter = exponentialBackoff(attempt, FIRST_RETRY, LONGEST_RETRY)
  switch (kind) {
    case 'login_rejected':
      return failure(
        FailureType.MailLoginRejected,
        `The mail server rejects our login or sender (${reply}). Check SMTP_URL and MAIL_FROM.`,
        {},
        retryAfter,
      )
    case 'provider_problem':
      return failure(
        FailureType.MailDeferred,
        `The mail server rejects our emails, whoever they are for (${reply}). The email waits.`,
        {},
        retryAfter,
      )
    case 'unknown':
      return failure(
        FailureType.MailDeferred,
        'The connection was lost after the email was handed over. It will be sent again with the same Message-ID.',
        {},
        retryAfter,
      )
    default:
      return failure(
        FailureType.MailDeferred,
        `The mail server has not accepted the email yet (${reply}).`,
        {},
        retryAfter,
      )
  }
}
