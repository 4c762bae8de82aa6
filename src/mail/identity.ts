import type { MailRequest } from '../contracts/activities.js'

/** One mail: one row in the ledger, one Message-ID, however many attempts it takes. */
export type MailKey = Pick<MailRequest, 'kind' | 'programId' | 'studentId' | 'version'>

/**
 * `<kind.program.student.version@domain>`. The same for every attempt, so that a mailbox which gets a mail twice can tell. What
 * may not stand in a Message-ID is written as `%XX`, so two versions never share one.
 */
export const messageIdOf = (key: MailKey, domain: string) => `<${entityOf(key)}@${domain}>`

/**
 * Headers besides the usual ones. X-Entity-Ref-ID keeps mail programs from folding different mails into one conversation;
 * Auto-Submitted (RFC 3834) keeps them from answering with an out-of-office note. No List-Unsubscribe: there is no address yet
 * behind which somebody could unsubscribe.
 */
export const headersOf = (key: MailKey) => ({
  'X-Entity-Ref-ID': entityOf(key),
  'Auto-Submitted': 'auto-generated',
})

const entityOf = ({ kind, programId, studentId, version }: MailKey) =>
  `${kind}.${String(programId)}.${String(studentId)}.${encode(version)}`

const encode = (text: string) =>
  [...Buffer.from(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte)
      return /[A-Za-z0-9_-]/.test(character)
        ? character
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
    })
    .join('')
