import assert from 'node:assert/strict'
import {
  smtpTransport,
  TRANSPORT_LIMITS,
  type MailTransport,
  type OutgoingMail,
} from '../../src/mail/transport.js'
import { type Behavior, smtpServer, type TestMailServer } from '../support/smtp.js'

const MAIL: OutgoingMail = {
  messageId: '<welcome.7.4711.1@training.example>',
  from: 'Training <training@training.example>',
  to: ['amal@student.example'],
  date: new Date('2026-11-22T10:00:00Z'),
  subject: 'Welcome',
  html: '<p>Welcome</p>',
  text: 'Welcome',
  headers: { 'Auto-Submitted': 'auto-generated' },
  attachments: [],
}

describe('The mail transport', () => {
  let server: TestMailServer
  let transport: MailTransport

  beforeEach(async () => {
    server = await smtpServer()
    transport = smtpTransport(server.url())
  })
  afterEach(async () => {
    transport.close()
    await server.close()
  })

  const outcomes: [string, Behavior, { kind: string; code: number | null }, accepted: number][] = [
    ['an accepted message', 'accept', { kind: 'accepted', code: 250 }, 1],
    ['451 at RCPT', { at: 'recipient', code: 451 }, { kind: 'deferred', code: 451 }, 0],
    ['550 at RCPT', { at: 'recipient', code: 550 }, { kind: 'rejected', code: 550 }, 0],
    ['530 at RCPT', { at: 'recipient', code: 530 }, { kind: 'login_rejected', code: 530 }, 0],
    ['550 at MAIL FROM', { at: 'sender', code: 550 }, { kind: 'login_rejected', code: 550 }, 0],
    ['451 after the text', { at: 'text', code: 451 }, { kind: 'deferred', code: 451 }, 0],
    ['550 after the text', { at: 'text', code: 550 }, { kind: 'rejected', code: 550 }, 0],
    ['cut before the text', 'cut_before_text', { kind: 'deferred', code: null }, 0],
    ['cut after the text', 'cut_after_text', { kind: 'unknown', code: null }, 1],
  ]
  for (const [what, behaviour, expected, accepted] of outcomes) {
    it(`classifies ${what} as ${expected.kind}`, async () => {
      server.script(behaviour)
      const { kind, code } = await transport.deliver(MAIL)
      assert.deepEqual({ kind, code }, expected)
      assert.equal(server.received.length, accepted)
    })
  }

  it('classifies a connection cut in the middle of the text as deferred, because no server accepts half a message', async () => {
    server.script('cut_in_text')
    const content = Buffer.alloc(8_000_000, 'x')
    const large = { ...MAIL, attachments: [{ filename: 'a.pdf', contentType: 'application/pdf', content }] }
    assert.equal((await transport.deliver(large)).kind, 'deferred')
  })

  it('classifies silence after the text as unknown, and an attempt that is cut off before it as deferred', async () => {
    const shortSocketLimit = smtpTransport(server.url(), { ...TRANSPORT_LIMITS, socket: 1_000 })
    server.script('silent_after_text')
    assert.equal((await shortSocketLimit.deliver(MAIL)).kind, 'unknown')
    shortSocketLimit.close()
    const shortLimit = smtpTransport(server.url(), { ...TRANSPORT_LIMITS, attempt: 1 })
    assert.equal((await shortLimit.deliver(MAIL)).kind, 'deferred')
    shortLimit.close()
    assert.equal(server.received.length, 1)
  })

  it('gives up an attempt that takes too long as a whole, as unknown when the text was sent', async () => {
    const shortLimit = smtpTransport(server.url(), { ...TRANSPORT_LIMITS, attempt: 2_000 })
    server.script('silent_after_text')
    assert.equal((await shortLimit.deliver(MAIL)).kind, 'unknown')
    shortLimit.close()
  })

  it('classifies 535 as a rejected login and 454 as deferred', async () => {
    server.refuseLogins()
    const wrongLogin = smtpTransport(server.url({ user: 'orchestrator', password: 'wrong' }))
    assert.deepEqual(kindAndCode(await wrongLogin.deliver(MAIL)), { kind: 'login_rejected', code: 535 })
    server.refuseLogins(454)
    assert.deepEqual(kindAndCode(await wrongLogin.deliver(MAIL)), { kind: 'deferred', code: 454 })
    wrongLogin.close()
  })

  it('classifies an unreachable server and an unknown host name as deferred', async () => {
    const stopped = await smtpServer()
    const url = stopped.url()
    await stopped.close()
    for (const address of [url, 'smtp://mail.invalid:2525']) {
      const unreachable = smtpTransport(address)
      assert.deepEqual(kindAndCode(await unreachable.deliver(MAIL)), { kind: 'deferred', code: null })
      unreachable.close()
    }
  })

  it('sends several messages on one connection, and continues after it was cut', async () => {
    server.script('accept', 'cut_after_text', 'accept')
    const kinds = []
    for (let count = 0; count < 3; count++) kinds.push((await transport.deliver(MAIL)).kind)
    assert.deepEqual(kinds, ['accepted', 'unknown', 'accepted'])
    assert.equal(server.received.length, 3)
  })
})

const kindAndCode = ({ kind, code }: { kind: string; code: number | null }) => ({ kind, code })
