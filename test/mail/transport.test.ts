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

describe('mail transport: what a failed attempt means', () => {
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

  const outcomes: [string, Behavior, { kind: string; code: number | null }, taken: number][] = [
    ['a mail that is taken', 'accept', { kind: 'accepted', code: 250 }, 1],
    ['451 at RCPT', { at: 'recipient', code: 451 }, { kind: 'deferred', code: 451 }, 0],
    ['550 at RCPT', { at: 'recipient', code: 550 }, { kind: 'rejected', code: 550 }, 0],
    ['530 at RCPT', { at: 'recipient', code: 530 }, { kind: 'login_refused', code: 530 }, 0],
    ['550 at MAIL FROM', { at: 'sender', code: 550 }, { kind: 'login_refused', code: 550 }, 0],
    ['451 after the text', { at: 'text', code: 451 }, { kind: 'deferred', code: 451 }, 0],
    ['550 after the text', { at: 'text', code: 550 }, { kind: 'rejected', code: 550 }, 0],
    ['cut before the text', 'cut_before_text', { kind: 'deferred', code: null }, 0],
    ['cut after the text', 'cut_after_text', { kind: 'unknown', code: null }, 1],
  ]
  for (const [what, behaviour, expected, taken] of outcomes) {
    it(`${what} is ${expected.kind}`, async () => {
      server.script(behaviour)
      const { kind, code } = await transport.deliver(MAIL)
      assert.deepEqual({ kind, code }, expected)
      assert.equal(server.received.length, taken)
    })
  }

  it('cut in the middle of the text is deferred: no server can have taken half a mail', async () => {
    server.script('cut_in_text')
    const content = Buffer.alloc(8_000_000, 'x')
    const large = { ...MAIL, attachments: [{ filename: 'a.pdf', contentType: 'application/pdf', content }] }
    assert.equal((await transport.deliver(large)).kind, 'deferred')
  })

  it('silence after the text is unknown, silence in the whole conversation is deferred', async () => {
    const impatient = smtpTransport(server.url(), { ...TRANSPORT_LIMITS, socket: 1_000 })
    server.script('silent_after_text')
    assert.equal((await impatient.deliver(MAIL)).kind, 'unknown')
    impatient.close()
    const hasty = smtpTransport(server.url(), { ...TRANSPORT_LIMITS, attempt: 1 })
    assert.equal((await hasty.deliver(MAIL)).kind, 'deferred')
    hasty.close()
    assert.equal(server.received.length, 1)
  })

  it('an attempt that takes too long as a whole is given up, and is unknown when the text was out', async () => {
    const hasty = smtpTransport(server.url(), { ...TRANSPORT_LIMITS, attempt: 2_000 })
    server.script('silent_after_text')
    assert.equal((await hasty.deliver(MAIL)).kind, 'unknown')
    hasty.close()
  })

  it('535 is a refused login, 454 is deferred', async () => {
    server.refuseLogins()
    const stranger = smtpTransport(server.url({ user: 'orchestrator', password: 'wrong' }))
    assert.deepEqual(kindAndCode(await stranger.deliver(MAIL)), { kind: 'login_refused', code: 535 })
    server.refuseLogins(454)
    assert.deepEqual(kindAndCode(await stranger.deliver(MAIL)), { kind: 'deferred', code: 454 })
    stranger.close()
  })

  it('a server that is not there, and a name that does not resolve, are deferred', async () => {
    const away = await smtpServer()
    const url = away.url()
    await away.close()
    for (const unreachable of [url, 'smtp://mail.invalid:2525']) {
      const nowhere = smtpTransport(unreachable)
      assert.deepEqual(kindAndCode(await nowhere.deliver(MAIL)), { kind: 'deferred', code: null })
      nowhere.close()
    }
  })

  it('goes on after a connection was cut, and on one connection for several mails', async () => {
    server.script('accept', 'cut_after_text', 'accept')
    const kinds = []
    for (let count = 0; count < 3; count++) kinds.push((await transport.deliver(MAIL)).kind)
    assert.deepEqual(kinds, ['accepted', 'unknown', 'accepted'])
    assert.equal(server.received.length, 3)
  })
})

const kindAndCode = ({ kind, code }: { kind: string; code: number | null }) => ({ kind, code })
