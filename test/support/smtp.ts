import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'

/** How the server treats one mail. */
export type Behavior =
  | 'accept'
  /** The reply to RCPT TO, to MAIL FROM, or to the dot that ends the text. */
  | { readonly at: 'recipient' | 'sender' | 'text'; readonly code: number }
  /** Closes the connection instead of replying to RCPT TO. */
  | 'cut_before_text'
  /** Closes the connection when the first part of the text has arrived. */
  | 'cut_in_text'
  /** Accepts the mail and closes the connection without a reply. */
  | 'cut_after_text'
  /** Accepts the mail and never replies. */
  | 'silent_after_text'
  /** Accepts the mail when the promise resolves. */
  | { readonly at: 'text'; readonly until: Promise<unknown> }

interface ReceivedMail {
  readonly envelope: { readonly from: string; readonly to: readonly string[] }
  readonly raw: string
  readonly parsed: ParsedMail
}

export interface TestMailServer {
  /** smtp://127.0.0.1:port; with `as`, a login. */
  url(as?: { user: string; password: string }): string
  /** Every mail that the server has accepted, even if the client got no reply. */
  readonly received: readonly ReceivedMail[]
  /** Recipients of every RCPT TO, including refused ones. */
  readonly attempts: readonly string[]
  /** Sets how the server treats the next mails, one behavior for each. */
  script(...behaviors: Behavior[]): void
  /** Refuses every login from now on. Default code: 535. */
  refuseLogins(code?: number): void
  close(): Promise<void>
}

const refusal = (code: number) =>
  Object.assign(new Error(`refused by the script for person@secret.example`), { responseCode: code })

/**
 * Starts a mail server on a free loopback port. It follows the script. When the script is empty, it
 * asks `otherwise`.
 */
export async function smtpServer(otherwise: () => Behavior = () => 'accept'): Promise<TestMailServer> {
  const received: ReceivedMail[] = []
  const attempts: string[] = []
  const waiting: Behavior[] = []
  const current = new Map<string, Behavior>()
  const sockets = new Map<number, Socket>()
  let loginRefusal: number | null = null

  const closeConnection = ({ remotePort }: SMTPServerSession) => sockets.get(remotePort)?.destroy()
  const scripted = (session: SMTPServerSession) => current.get(session.id) ?? 'accept'

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 100,
    onAuth(_auth, _session, done) {
      if (loginRefusal === null) done(null, { user: 'orchestrator' })
      else done(refusal(loginRefusal))
    },
    onMailFrom(_address, session, done) {
      const behavior = waiting.shift() ?? otherwise()
      current.set(session.id, behavior)
      if (isReply(behavior, 'sender')) done(refusal(behavior.code))
      else done()
    },
    onRcptTo({ address }, session, done) {
      attempts.push(address)
      const behavior = scripted(session)
      if (behavior === 'cut_before_text') closeConnection(session)
      else if (isReply(behavior, 'recipient')) done(refusal(behavior.code))
      else done()
    },
    onData(stream, session, done) {
      receive(stream, session).then(
        (reply) => {
          if (reply === 'accepted') done()
          else if (reply !== null) done(refusal(reply))
        },
        (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
      )
    },
  })

  /** Receives one mail and returns the reply. null: no reply. */
  async function receive(stream: SMTPServerDataStream, session: SMTPServerSession) {
    const behavior = scripted(session)
    if (behavior === 'cut_in_text') {
      await once(stream, 'data')
      closeConnection(session)
      return null
    }
    const raw = await buffer(stream)
    if (isReply(behavior, 'text')) return behavior.code
    if (typeof behavior === 'object' && 'until' in behavior) await behavior.until
    const { mailFrom, rcptTo } = session.envelope
    received.push({
      envelope: { from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address) },
      raw: raw.toString('utf8'),
      parsed: await simpleParser(raw),
    })
    if (behavior === 'cut_after_text') closeConnection(session)
    return behavior === 'cut_after_text' || behavior === 'silent_after_text' ? null : 'accepted'
  }

  // A closed connection is an error to the server as well, but the test wants it.
  server.on('error', () => undefined)
  server.server.on('connection', (socket: Socket) => {
    const port = socket.remotePort ?? 0
    sockets.set(port, socket)
    socket.once('close', () => sockets.delete(port))
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo

  return {
    url: (as) => `smtp://${as ? `${as.user}:${as.password}@` : ''}127.0.0.1:${String(port)}`,
    received,
    attempts,
    script: (...behaviors) => void waiting.push(...behaviors),
    refuseLogins: (code = 535) => {
      loginRefusal = code
    },
    async close() {
      for (const socket of sockets.values()) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

const isReply = (
  behavior: Behavior,
  at: 'sender' | 'recipient' | 'text',
): behavior is Extract<Behavior, { code: number }> =>
  typeof behavior === 'object' && 'code' in behavior && behavior.at === at
