import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'

/** How the server treats one mail. */
export type Behaviour =
  | 'accept'
  /** The reply to RCPT TO, to MAIL FROM, or to the dot that ends the text. */
  | { readonly at: 'recipient' | 'sender' | 'text'; readonly code: number }
  /** Hangs up instead of answering RCPT TO. */
  | 'cut_before_text'
  /** Hangs up when the first piece of the text has come. */
  | 'cut_in_text'
  /** Takes the mail and hangs up without a reply. */
  | 'cut_after_text'
  /** Takes the mail and never replies. */
  | 'silent_after_text'
  /** Takes the mail when the test lets it. */
  | { readonly at: 'text'; readonly until: Promise<unknown> }

interface ReceivedMail {
  readonly envelope: { readonly from: string; readonly to: readonly string[] }
  readonly raw: string
  readonly parsed: ParsedMail
}

export interface TestMailServer {
  /** smtp://127.0.0.1:port; with `as`, a login. */
  url(as?: { user: string; password: string }): string
  /** The server's own ledger: every mail it has taken, also those of which the client never heard. */
  readonly received: readonly ReceivedMail[]
  /** Recipients of every RCPT TO, refused ones too. */
  readonly attempts: readonly string[]
  /** What to do with the next mails, one each. */
  script(...behaviours: Behaviour[]): void
  /** Refuse every login from now on (535), or with another code. */
  refuseLogins(code?: number): void
  close(): Promise<void>
}

const refusal = (code: number) =>
  Object.assign(new Error(`refused by the script for person@secret.example`), { responseCode: code })

/** A mail server on a free loopback port that does as it is told: by the script, and when that is at its end, by `otherwise`. */
export async function smtpServer(otherwise: () => Behaviour = () => 'accept'): Promise<TestMailServer> {
  const received: ReceivedMail[] = []
  const attempts: string[] = []
  const waiting: Behaviour[] = []
  const current = new Map<string, Behaviour>()
  const sockets = new Map<number, Socket>()
  let loginRefusal: number | null = null

  const hangUp = ({ remotePort }: SMTPServerSession) => sockets.get(remotePort)?.destroy()
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
      const behaviour = waiting.shift() ?? otherwise()
      current.set(session.id, behaviour)
      if (isReply(behaviour, 'sender')) done(refusal(behaviour.code))
      else done()
    },
    onRcptTo({ address }, session, done) {
      attempts.push(address)
      const behaviour = scripted(session)
      if (behaviour === 'cut_before_text') hangUp(session)
      else if (isReply(behaviour, 'recipient')) done(refusal(behaviour.code))
      else done()
    },
    onData(stream, session, done) {
      take(stream, session).then(
        (reply) => {
          if (reply === 'accepted') done()
          else if (reply !== null) done(refusal(reply))
        },
        (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
      )
    },
  })

  /** The reply to give; null: none. */
  async function take(stream: SMTPServerDataStream, session: SMTPServerSession) {
    const behaviour = scripted(session)
    if (behaviour === 'cut_in_text') {
      await once(stream, 'data')
      hangUp(session)
      return null
    }
    const raw = await buffer(stream)
    if (isReply(behaviour, 'text')) return behaviour.code
    if (typeof behaviour === 'object' && 'until' in behaviour) await behaviour.until
    const { mailFrom, rcptTo } = session.envelope
    received.push({
      envelope: { from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address) },
      raw: raw.toString('utf8'),
      parsed: await simpleParser(raw),
    })
    if (behaviour === 'cut_after_text') hangUp(session)
    return behaviour === 'cut_after_text' || behaviour === 'silent_after_text' ? null : 'accepted'
  }

  // A connection that was cut is an error to the server, too; the test has asked for it.
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
    script: (...behaviours) => void waiting.push(...behaviours),
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
  behaviour: Behaviour,
  at: 'sender' | 'recipient' | 'text',
): behaviour is Extract<Behaviour, { code: number }> =>
  typeof behaviour === 'object' && 'code' in behaviour && behaviour.at === at
