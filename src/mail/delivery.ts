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
  /**
   * The server rejects every message now, whoever it is for: a limit is used up, a policy forbids
   * it, or the server is broken. Our provider or our account must be fixed. `status` is the
   * enhanced status code, if the reply has one.
   */
  | {
      readonly kind: 'provider_problem'
      readonly code: number
      readonly status: string | null
      readonly response: string
    }
  /** The message was handed over and no reply came, so the server may have it. */
  | { readonly kind: 'unknown'; readonly code: null; readonly response: string }

/** Reply codes that ask for another login, at any point of the session (RFC 4954, section 6). */
const LOGIN_CODES = [530, 534, 535, 538]

/** Codes of nodemailer for a login that is missing or fails without a reply of the server. */
const LOGIN_FAILURES = ['EAUTH', 'ENOAUTH', 'EOAUTH2']

/**
 * Classifies a failed attempt. The reply decides first, because nodemailer's own code is the same
 * for a 451 and a 550. Without a reply, what counts is whether the text was handed over to its last
 * byte: before that, no server can have accepted it.
 */
export function classify(error: NodemailerError, textHandedOver: boolean): Delivery {
  const rejections = (error.rejectedErrors ?? []).filter(({ responseCode }) => responseCode !== undefined)
  // Each recipient has a reply. With several, a retry is worth it if it may help one of them.
  const deliveries = (rejections.length > 0 ? rejections : [error]).map((one) =>
    classifyReply(one, textHandedOver),
  )
  const [first = classifyReply(error, textHandedOver)] = deliveries
  return deliveries.find(({ kind }) => kind === 'deferred') ?? deliveries.find(isRetried) ?? first
}

const isRetried = ({ kind }: Delivery) => kind !== 'rejected'

function classifyReply(error: NodemailerError, textHandedOver: boolean): Delivery {
  const response = error.response ?? error.originalCode ?? error.timeoutType ?? error.code ?? 'no reply'
  const code = error.responseCode ?? null
  if (code === null) {
    if (textHandedOver) return { kind: 'unknown', code, response }
    if (LOGIN_FAILURES.includes(error.code ?? '')) return { kind: 'login_rejected', code, response }
    // The message is larger than the size limit that the server announced.
    if (error.code === 'EMESSAGE') return { kind: 'rejected', code, response: error.message }
    return { kind: 'deferred', code, response }
  }
  const status = enhancedStatus(response)
  if (code < 500 || code === BAD_SEQUENCE || status?.startsWith('4.'))
    return { kind: 'deferred', code, response }
  if (LOGIN_CODES.includes(code) || error.code === 'EAUTH') return { kind: 'login_rejected', code, response }
  const cause = code === NOT_AUTHORIZED ? 'provider' : causeOf(status)
  if (cause === 'provider') return { kind: 'provider_problem', code, status, response }
  const concernsThisMail = textHandedOver || isAboutThisMail(error.command, code)
  return { kind: concernsThisMail && cause !== 'sender' ? 'rejected' : 'login_rejected', code, response }
}

/** The session was in a wrong state for the command. A new connection fixes that. */
const BAD_SEQUENCE = 503

/** Not standardized; some servers write it instead of `550 5.7.1`. */
const NOT_AUTHORIZED = 571

/**
 * The message exceeds the size limit. This is the only permanent reply to MAIL FROM that is about
 * the message and not about the sender.
 */
const TOO_LARGE = 552

const isAboutThisMail = (command: string | undefined, code: number) =>
  command === 'RCPT TO' || command === 'DATA' || (command === 'MAIL FROM' && code === TOO_LARGE)

/** Returns the enhanced status code (RFC 2034) of a reply of one or several lines: `5.1.1`. */
function enhancedStatus(response: string): string | null {
  const [, status] = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})(?!\S)/m.exec(response) ?? []
  return status ?? null
}

/**
 * Who is the cause of a permanent rejection, by its enhanced status code (RFC 3463 and the IANA
 * registry of RFC 5248). null: the code does not say it, so the reply code decides.
 */
function causeOf(status: string | null): 'mail' | 'sender' | 'provider' | null {
  const [, subject, detail] = (status ?? '').split('.').map(Number)
  if (subject === undefined || detail === undefined) return null
  switch (subject) {
    case 1:
      return SENDER_ADDRESS.includes(detail) ? 'sender' : 'mail'
    case 2:
    case 6:
      return 'mail'
    case 3:
      return detail === MESSAGE_TOO_BIG ? 'mail' : 'provider'
    case 4:
      return UNROUTABLE.includes(detail) ? 'mail' : 'provider'
    case 7:
      return OWNER_CHANGED.includes(detail) ? 'mail' : 'provider'
    default:
      return null
  }
}

/** 5.1.7 and 5.1.8: the sender's address or domain is not valid. */
const SENDER_ADDRESS = [7, 8]

/** 5.3.4: the message is too big for the system. */
const MESSAGE_TOO_BIG = 4

/**
 * 5.4.1 and 5.4.4: the recipient's domain does not respond or has no mail server. Exchange Online
 * writes 5.4.1 for an unknown mailbox and 5.4.310 for an unknown domain.
 */
const UNROUTABLE = [1, 4, 310]

/** 5.7.17 and 5.7.18: the mailbox or its domain belongs to somebody else by now (RFC 7293). */
const OWNER_CHANGED = [17, 18]
