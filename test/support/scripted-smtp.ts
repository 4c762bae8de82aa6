import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'

/** The bytes that a server replies, at each point of a session. Lines end with CRLF. */
interface Replies {
  readonly sender: string | Buffer
  readonly recipient: string | Buffer
  readonly text: string | Buffer
}

export interface ScriptedMailServer {
  readonly url: string
  /** Replies of the next sessions, where they differ from an ordinary acceptance. */
  reply(replies: Partial<Replies>): void
  close(): Promise<void>
}

const ACCEPTED: Replies = { sender: '250 OK\r\n', recipient: '250 OK\r\n', text: '250 queued\r\n' }

/** A mail server whose replies may be any bytes: a library would make them regular. */
export async function scriptedMailServer(): Promise<ScriptedMailServer> {
  let replies = ACCEPTED
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.write('220 scripted\r\n')
    let received = ''
    let inText = false
    socket.on('data', (bytes) => {
      received += bytes.toString('latin1')
      for (;;) {
        const end = inText ? '\r\n.\r\n' : '\r\n'
        const at = received.indexOf(end)
        if (at < 0) return
        const command = received.slice(0, at)
        received = received.slice(at + end.length)
        if (inText) {
          inText = false
          socket.write(replies.text)
        } else if (/^EHLO/i.test(command)) socket.write('250 scripted\r\n')
        else if (/^MAIL/i.test(command)) socket.write(replies.sender)
        else if (/^RCPT/i.test(command)) socket.write(replies.recipient)
        else if (/^DATA/i.test(command)) {
          inText = true
          socket.write('354 go ahead\r\n')
        } else socket.write('250 OK\r\n')
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reply: (changes) => {
      replies = { ...ACCEPTED, ...changes }
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
