import type { MailActivities, MailOutcome, MailRequest } from '../../src/contracts/activities.js'
import { applicationRef } from '../../src/contracts/application.js'
import { FailureType } from '../../src/contracts/failures.js'
import { composeMail } from '../../src/mail/compose.js'
import type { Delivery } from '../../src/mail/delivery.js'
import { headersOf, messageIdOf } from '../../src/mail/identity.js'
import { claim, settle } from '../../src/mail/ledger.js'
import { outcomeOf } from '../../src/mail/policy.js'
import type { MailTransport } from '../../src/mail/transport.js'
import { failure, exponentialBackoff } from '../failures.js'
import { type MailContentSources, readSubject, type Subject, buildMailContent } from './mail-content.js'

export interface MailDependencies extends MailContentSources {
  readonly transport: MailTransport
  readonly clock: () => Date
}

export function createMailActivities(dependencies: MailDependencies): MailActivities {
  return {
    sendMail: async (request) => sendMail(dependencies, request, await readSubject(dependencies, request)),
    sendMails: async (requests) => {
      // Several mails of one application: the person is read once.
      const subjects = new Map<string, Subject>()
      for (const request of requests) {
        const application = applicationRef(request)
        const subject = subjects.get(application) ?? (await readSubject(dependencies, request))
        subjects.set(application, subject)
        await sendMail(dependencies, request, subject)
      }
    },
  }
}

/**
 * One mail, once as far as that is possible: it is written, the ledger claims the attempt, the server is spoken to, and
 * the ledger keeps what came of it. Throws `MailDeferred` and `MailRefusedLogin`, to be retried; what is in the ledger already is
 * not sent again.
 */
async function sendMail(
  dependencies: MailDependencies,
  request: MailRequest,
  subject: Subject,
): Promise<{ outcome: MailOutcome }> {
  const { store, config, transport, clock } = dependencies
  const { letter, to, attachments } = await buildMailContent(dependencies, request, subject)
  const composed = composeMail(letter)
  const messageId = messageIdOf(request, config.mail.domain)

  const entry = await claim(store, {
    key: request,
    messageId,
    language: letter.language,
    recipient: to.length > 0 ? to.join(', ') : null,
  })
  if (entry.kind === 'settled') return { outcome: entry.outcome }
  if (entry.kind === 'busy') throw underWay()

  const delivery = await transport.deliver({
    messageId,
    from: config.mail.from,
    to,
    date: clock(),
    ...composed,
    headers: headersOf(request),
    attachments,
  })
  const state = await settle(store, entry.claim, delivery)
  // This attempt has outlived its lease, and a later one has begun.
  if (state === 'sending') throw underWay()
  const outcome = outcomeOf(request.kind, state)
  if (outcome === null) throw notYet(delivery, entry.claim.attempt)
  return { outcome }
}

/** Milliseconds: between the tries of one mail at the mail server. Greylisting wants minutes. */
const FIRST_PAUSE = 5_000
const LONGEST_PAUSE = 5 * 60_000

const underWay = () =>
  failure(FailureType.MailDeferred, 'Another attempt of this mail is under way.', {}, FIRST_PAUSE)

/**
 * Carries the reply code only: the server's words name people. The pause grows with the tries at the mail server (`attempt`), not with
 * those of the activity: most of them may have been lost to an Odoo that was away.
 */
function notYet({ kind, code }: Delivery, attempt: number) {
  const reply = code === null ? 'no reply' : `reply ${String(code)}`
  const pause = exponentialBackoff(attempt, FIRST_PAUSE, LONGEST_PAUSE)
  switch (kind) {
    case 'login_refused':
      return failure(
        FailureType.MailLoginRejected,
        `The mail server refuses our login or sender (${reply}). Check SMTP_URL and MAIL_FROM.`,
        {},
        pause,
      )
    case 'unknown':
      return failure(
        FailureType.MailDeferred,
        'The connection was lost after the mail was handed over. This kind is sent again, with the same Message-ID.',
        {},
        pause,
      )
    default:
      return failure(
        FailureType.MailDeferred,
        `The mail server has not taken the mail yet (${reply}).`,
        {},
        pause,
      )
  }
}
