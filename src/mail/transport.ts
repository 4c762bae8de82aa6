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
  /** One attempt. Never throws for what the mail server or the network does. */
  deliver(mail: OutgoingMail): Promise<Delivery>
  close(): void
}

/** Milliseconds. Nodemailer's own limits are minutes: too long for an attempt that is retried anyway. */
export interface TransportLimits {
  readonly dns: number
  readonly connection: number
  /** Servers that suspect spam keep a stranger waiting for their greeting. */
  readonly greeting: number
  /** Silence on an open connection. A server may scan the mail between its last byte and the reply; to hang up then makes an unknown outcome. */
  readonly socket: number
  /** The whole attempt, the wait for a free connection included: a server that trickles replies never trips the other limits. */
  readonly attempt: number
}

export const TRANSPORT_LIMITS: TransportLimits = {
  dns: 5_000,
  connection: 10_000,
  greeting: 20_000,
  socket: 45_000,
  attempt: 60_000,
}

/** Small servers allow ten connections from one address, and other processes of ours may send, too. */
const MAX_CONNECTIONS = 5

/** An idle connection may have been closed by the server just when the mail was given to it: one more try with a fresh one. */
const MAX_REQUEUES = 1

/** `smtpUrl`: smtp://user:password@host:port (STARTTLS when offered) or smtps://…; connections are kept and shared. */
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

  // The texts that nodemailer made of a mail (one for each connection it tried), by the signal of its attempt. The connection
  // reads a text only after the server has answered DATA, and sends the closing dot when the text has ended.
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
        const refusals = rejectedErrors.map((refusal) => refusal.response ?? refusal.message)
        return { kind: 'accepted', code: ACCEPTED, response: [response, ...refusals].join('\n') }
      } catch (error) {
        const handedOver = (texts.get(signal) ?? []).some((text) => text.readableEnded)
        return classify(asNodemailerError(error), handedOver)
      }
    },
    close: () => transporter.close(),
  }
}

/** Reply to a mail that was taken (RFC 5321, section 4.2.2). */
const ACCEPTED = 250

const asNodemailerError = (error: unknown): NodemailerError =>
  error instanceof Error ? error : new Error(String(error))
