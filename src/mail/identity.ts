import type { MailRequest } from '../contracts/mail.js'
import { unsubscribeUrl } from '../learner/personal-link.js'
import { isReminder } from './guarantees.js'

/**
 * Identifies an email: one row in the ledger and one Message-ID, however many attempts it takes.
 */
export type MailKey = Pick<MailRequest, 'kind' | 'programId' | 'studentId' | 'run' | 'version'>

/**
 * `<kind.program.student.run.version@domain>`. It is the same for every attempt, so that a mailbox
 * can recognize an email that arrives twice. Characters not allowed in a Message-ID are written as
 * `%XX`, so two versions never share one.
 */
export const messageIdOf = (key: MailKey, domain: string) => `<${entityOf(key)}@${domain}>`

/**
 * Additional headers. X-Entity-Ref-ID keeps mail programs from grouping different emails into one
 * conversation. Auto-Submitted (RFC 3834) keeps them from sending out-of-office replies. Reminders
 * can be switched off with one click (RFC 8058).
 */
export const headersOf = (key: MailKey, personalPage: string | null) => ({
  'X-Entity-Ref-ID': entityOf(key),
  'Auto-Submitted': 'auto-generated',
  ...(personalPage !== null &&
    isReminder(key.kind) && {
      'List-Unsubscribe': `<${unsubscribeUrl(personalPage)}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    }),
})

const entityOf = ({ kind, programId, studentId, run, version }: MailKey) =>
  `${kind}.${programId}.${studentId}.${run}.${encode(version)}`

const encode = (text: string) =>
  [...Buffer.from(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte)
      return /[A-Za-z0-9_-]/.test(character)
        ? character
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
    })
    .join('')
