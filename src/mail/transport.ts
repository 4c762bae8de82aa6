import type { Readable } from 'node:stream'
import { createTransport, type NodemailerError } from 'nodemailer'
import { classify, type Delivery } from './delivery.js'

export interface OutgoingMail {
  readonly messageId: string
  readonly from: string
  readonly to: readonly string[]
  readonly date: Date
  readonly subject: string
  readonly html: string
  readonly text: string
  readonly headers: Readonly<Record<string, string>>
  readonly attachments: readonly { filename: string; contentType: string; content: Buffer }[]
}

export interface MailTransport {
  /** Makes one attempt. Errors of the mail server and the network do not throw. */
  deliver(mail: OutgoingMail): Promise<Delivery>
  close(): void
}

/**
 * Milliseconds. Nodemailer's defaults are minutes, too long for an attempt that is retried anyway.
 */
export interface TransportLimits {
  readonly dns: number
  readonly connection: number
  /** Servers that suspect spam delay their greeting to unknown clients. */
  readonly greeting: number
  /**
   * Silence on an open connection. The server may scan the message between its last byte and the
   * reply; to hang up then leaves the outcome unknown.
   */
  readonly socket: number
  /**
   * The whole attempt, including the wait for a free connection. A server that trickles its replies
   * never exceeds the other limits.
   */
  readonly attempt: number
}

export const TRANSPORT_LIMITS: TransportLimits = {
  dns: 5_000,
  connection: 10_000,
  greeting: 20_000,
  socket: 45_000,
  attempt: 60_000,
}

/** Small servers allow ten connections from one address, and our other processes may send too. */
const MAX_CONNECTIONS = 5

/**
 * The server may close an idle connection just when a message is given to it. Tries once more with
 * a new one.
 */
const MAX_REQUEUES = 1

/**
 * `smtpUrl`: smtp://user:password@host:port (STARTTLS when offered) or smtps://… Connections are
 * kept open and shared.
 */
export function smtpTransport(smtpUrl: string, limits: TransportLimits = TRANSPORT_LIMITS): MailTransport {
  const transporter = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: MAX_CONNECTIONS,
    maxRequeues: MAX_REQUEUES,
    dnsTimeout: limits.dns,
    connectionTimeout: limits.connection,
    greetingTimeout: limits.greeting,
    socketTimeout: limits.socket,
    disableFileAccess: true,
    disableUrlAccess: true,
  })

  // The texts that nodemailer produced for a message, one for each connection that it tried, by the
  // signal of the attempt. A connection reads the text only after the server's reply to DATA, and
  // sends the final dot when the text has ended.
  const texts = new WeakMap<AbortSignal, Readable[]>()
  transporter.use('stream', ({ data, message }, done) => {
    message.processFunc((text) => {
      if (data.signal) texts.set(data.signal, [...(texts.get(data.signal) ?? []), text])
      return text
    })
    done()
  })

  return {
    async deliver(mail) {
      const signal = AbortSignal.timeout(limits.attempt)
      try {
        const { response, rejectedErrors = [] } = await transporter.sendMail({
          ...mail,
          to: [...mail.to],
          headers: { ...mail.headers },
          attachments: [...mail.attachments],
          signal,
        })
        const rejections = rejectedErrors.map((rejection) => rejection.response ?? rejection.message)
        return { kind: 'accepted', code: ACCEPTED, response: [response, ...rejections].join('\n') }
      } catch (error) {
        const handedOver = (texts.get(signal) ?? []).some((text) => text.readableEnded)
        return classify(asNodemailerError(error), handedOver)
      }
    },
    close: () => transporter.close(),
  }
}

/** Reply to a message that was accepted (RFC 5321, section 4.2.2). */
const ACCEPTED = 250

const asNodemailerError = (error: unknown): NodemailerError =>
  error instanceof Error ? error : new Error(String(error))
