import type { NodemailerError } from 'nodemailer'

/** How one attempt ended. `code`: the server's reply code; null: it did not come to a reply. `response`: its words; may name people. */
export type Delivery =
  /** The server took responsibility for the mail. */
  | { readonly kind: 'accepted'; readonly code: number; readonly response: string }
  /** It will not take this mail for this address: no retry can mend it. */
  | { readonly kind: 'rejected'; readonly code: number | null; readonly response: string }
  /** It does not have the mail; later it may take it. */
  | { readonly kind: 'deferred'; readonly code: number | null; readonly response: string }
  /** It does not want us at all, whoever the mail is for: a setting. */
  | { readonly kind: 'login_refused'; readonly code: number | null; readonly response: string }
  /** The text was handed over and no reply came: it has the mail, or not. */
  | { readonly kind: 'unknown'; readonly code: null; readonly response: string }

/** Reply codes that ask for another login, wherever in the conversation they come (RFC 4954, section 6). */
const LOGIN_CODES = [530, 534, 535, 538]

/** Codes of nodemailer when a login is missing or fails without a reply of the server. */
const LOGIN_FAILURES = ['EAUTH', 'ENOAUTH', 'EOAUTH2']

/**
 * What a failed attempt means. The reply code decides first (nodemailer's own code is the same for a 451 and a 550); without one,
 * whether the text had been handed over to its last byte: before that no server can have accepted it.
 */
export function classify(error: NodemailerError, textHandedOver: boolean): Delivery {
  const response = error.response ?? error.originalCode ?? error.timeoutType ?? error.code ?? 'no reply'
  const code = replyCode(error)
  if (code === null) {
    if (textHandedOver) return { kind: 'unknown', code, response }
    if (LOGIN_FAILURES.includes(error.code ?? '')) return { kind: 'login_refused', code, response }
    // Nodemailer found it larger than the server had announced to take.
    if (error.code === 'EMESSAGE') return { kind: 'rejected', code, response: error.message }
    return { kind: 'deferred', code, response }
  }
  if (code < 500 || code === BAD_SEQUENCE) return { kind: 'deferred', code, response }
  if (LOGIN_CODES.includes(code) || error.code === 'EAUTH') return { kind: 'login_refused', code, response }
  const concernsThisMail = textHandedOver || isAboutThisMail(error.command, code)
  return { kind: concernsThisMail ? 'rejected' : 'login_refused', code, response }
}

/** The session was in a wrong state for the command; a new connection will do. Says nothing about the mail. */
const BAD_SEQUENCE = 503

/** Message size exceeds the limit: the one permanent reply to MAIL FROM that is about the mail and not about the sender. */
const TOO_LARGE = 552

const isAboutThisMail = (command: string | undefined, code: number) =>
  command === 'RCPT TO' || command === 'DATA' || (command === 'MAIL FROM' && code === TOO_LARGE)

/** With several recipients, one that is only put off is worth a retry although another was refused for good. */
function replyCode(error: NodemailerError): number | null {
  const codes = (error.rejectedErrors ?? []).flatMap(({ responseCode }) => responseCode ?? [])
  return codes.find((code) => code < 500) ?? error.responseCode ?? null
}
