import type { NodemailerError } from 'nodemailer'

/**
 * How one attempt ended. `code` is the server's reply code; null if there was no reply. `response`
 * is the text of the reply, which may name people.
 */
export type Delivery =
  /** The server took responsibility for the message. */
  | { readonly kind: 'accepted'; readonly code: number; readonly response: string }
  /** The server rejects this message or this address. No retry can fix it. */
  | { readonly kind: 'rejected'; readonly code: number | null; readonly response: string }
  /** The server does not have the message, but may accept it later. */
  | { readonly kind: 'deferred'; readonly code: number | null; readonly response: string }
  /** The server rejects us, whoever the message is for. A setting must be fixed. */
  | { readonly kind: 'login_rejected'; readonly code: number | null; readonly response: string }
  /** The message was handed over and no reply came, so the server may have it. */
  | { readonly kind: 'unknown'; readonly code: null; readonly response: string }

/** Reply codes that ask for another login, at any point of the session (RFC 4954, section 6). */
const LOGIN_CODES = [530, 534, 535, 538]

/** Codes of nodemailer for a login that is missing or fails without a reply of the server. */
const LOGIN_FAILURES = ['EAUTH', 'ENOAUTH', 'EOAUTH2']

/**
 * Classifies a failed attempt. The reply code decides first, because nodemailer's own code is the
 * same for a 451 and a 550. Without a reply code, what counts is whether the text was handed over
 * to its last byte: before that, no server can have accepted it.
 */
export function classify(error: NodemailerError, textHandedOver: boolean): Delivery {
  const response = error.response ?? error.originalCode ?? error.timeoutType ?? error.code ?? 'no reply'
  const code = replyCode(error)
  if (code === null) {
    if (textHandedOver) return { kind: 'unknown', code, response }
    if (LOGIN_FAILURES.includes(error.code ?? '')) return { kind: 'login_rejected', code, response }
    // The message is larger than the size limit that the server announced.
    if (error.code === 'EMESSAGE') return { kind: 'rejected', code, response: error.message }
    return { kind: 'deferred', code, response }
  }
  if (code < 500 || code === BAD_SEQUENCE) return { kind: 'deferred', code, response }
  if (LOGIN_CODES.includes(code) || error.code === 'EAUTH') return { kind: 'login_rejected', code, response }
  const concernsThisMail = textHandedOver || isAboutThisMail(error.command, code)
  return { kind: concernsThisMail ? 'rejected' : 'login_rejected', code, response }
}

/** The session was in a wrong state for the command. A new connection fixes that. */
const BAD_SEQUENCE = 503

/**
 * The message exceeds the size limit. This is the only permanent reply to MAIL FROM that is about
 * the message and not about the sender.
 */
const TOO_LARGE = 552

const isAboutThisMail = (command: string | undefined, code: number) =>
  command === 'RCPT TO' || command === 'DATA' || (command === 'MAIL FROM' && code === TOO_LARGE)

/** With several recipients, a deferred one is worth a retry although another was rejected. */
function replyCode(error: NodemailerError): number | null {
  const codes = (error.rejectedErrors ?? []).flatMap(({ responseCode }) => responseCode ?? [])
  return codes.find((code) => code < 500) ?? error.responseCode ?? null
}
