import { ApplicationFailure } from '@temporalio/common'
import assert from 'node:assert/strict'
import { createMailActivities } from '../../activities/mail/mail-activities.js'
import type { MailRequest } from '../../src/contracts/mail.js'
import { DeliveryTurns } from '../../src/mail/delivery-turns.js'
import { listMails } from '../../src/mail/list.js'
import { type MailTransport, smtpTransport } from '../../src/mail/transport.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { openAlarms } from '../../src/store/alarms.js'
import { openProduct, type ProductFixture } from '../support/product-fixture.js'
import { type ScriptedMailServer, scriptedMailServer } from '../support/scripted-smtp.js'

const student = {
  name: 'Amal',
  nameArabic: '',
  email: 'amal@student.example',
  nativeLanguage: 'English',
  assignedAgent: null,
  partner: null,
}
const odoo: Pick<Odoo, 'read' | 'searchRead'> = {
  read: (_model, ids) => Promise.resolve(ids.map((id) => ({ ...student, id })) as never),
  searchRead: () => Promise.resolve([]),
}

describe('Replies of the mail server', () => {
  let product: ProductFixture
  let server: ScriptedMailServer
  let transport: MailTransport
  let students = 0

  before(async () => {
    product = await openProduct()
    server = await scriptedMailServer()
    transport = smtpTransport(server.url)
  })
  after(async () => {
    transport.close()
    await server.close()
    await product.close()
  })
  beforeEach(() => product.store.pool.query('truncate email, alarm'))

  const welcome = (): MailRequest => ({
    programId: 7,
    studentId: ++students,
    run: 1,
    kind: 'welcome',
    version: '1',
    courseIntegrationIds: [31],
  })
  const timeZone = () => Promise.resolve('UTC')
  const send = (request: MailRequest) =>
    createMailActivities({
      turns: new DeliveryTurns(),
      ...product,
      odoo,
      people: { differenceOf: () => Promise.resolve(null) },
      transport,
      clock: () => new Date(),
      timeZone,
    }).sendMail(request)
  const sendRejected = async (request = welcome()) => {
    await assert.rejects(send(request), (error) => {
      assert.ok(error instanceof ApplicationFailure)
      assert.doesNotMatch(JSON.stringify([error.message, error.details]), /secret/)
      return true
    })
    return request
  }
  const rowOf = async ({ studentId }: MailRequest) =>
    (await listMails(product.store, { studentId, limit: 1 })).mails[0] ?? assert.fail('no row')
  const alarms = async () => (await openAlarms(product.store)).map(({ key }) => key)

  const aboutTheAddress = [
    '550 5.1.1 No such user',
    '550-5.1.1 The email account that you tried to reach does not exist.\r\n550 5.1.1 See https://mail.example',
    '556 5.1.10 Recipient domain accepts no mail',
    '550 5.2.1 The account is disabled',
    '550 5.2.2 Mailbox full',
    '552 5.2.2 Over quota',
    '550 5.4.1 Recipient address rejected: Access denied',
    '550 5.4.4 Unrouteable address',
    '550 5.5.0 Requested action not taken: mailbox unavailable',
    '550 5.7.17 The mailbox has a new owner',
    '550 No such user',
    '551 User not local',
    '553 Mailbox name not allowed',
    '550 5.4 is not a status code',
  ]
  for (const reply of aboutTheAddress)
    it(`reports the address as rejected after ${JSON.stringify(reply)}, without an alarm`, async () => {
      server.reply({ recipient: `${reply}\r\n` })
      assert.deepEqual(await send(welcome()), { outcome: 'rejected' })
      assert.deepEqual(await alarms(), [])
    })

  const aboutEverybody = [
    '550 5.4.5 Daily user sending limit exceeded',
    '550-5.4.5 Daily user sending limit exceeded. For more information, go to\r\n550 5.4.5 https://mail.example',
    '554 5.7.1 Relay access denied',
    '554 5.7.1 <amal@secret.example>: Relay access denied',
    '550 5.7.26 This mail is unauthenticated',
    '550 5.3.0 Mail system problem',
    '554 5.3.2 System not accepting network messages',
    '571 Delivery not authorized, message refused',
  ]
  for (const reply of aboutEverybody)
    for (const at of ['recipient', 'text'] as const)
      it(`lets all emails wait and raises one alarm after ${JSON.stringify(reply)} at the ${at}`, async () => {
        server.reply({ [at]: `${reply}\r\n` })
        const requests = [await sendRejected(), await sendRejected()]
        for (const request of requests) assert.equal((await rowOf(request)).state, 'pending')
        assert.deepEqual(await alarms(), ['mail-provider'])
        const [alarm] = await openAlarms(product.store)
        assert.match(alarm!.message, /reply 5\d\d/)
        assert.doesNotMatch(alarm!.message, /secret/)
      })

  for (const reply of [
    '452 4.2.2 Mailbox full',
    '421 4.7.0 Try again later',
    '451 4.7.1 Greylisted',
    '550 4.7.0 Rate limit',
  ])
    it(`defers the email after ${JSON.stringify(reply)}, without an alarm`, async () => {
      server.reply({ recipient: `${reply}\r\n` })
      assert.equal((await rowOf(await sendRejected())).state, 'pending')
      assert.deepEqual(await alarms(), [])
    })

  it('raises the alarm about the login when the server rejects our sender', async () => {
    server.reply({ sender: '553 5.1.8 Sender domain not found\r\n' })
    await sendRejected()
    assert.deepEqual(await alarms(), ['mail-login'])
  })

  it('clears the alarm when every waiting email is accepted again', async () => {
    server.reply({ recipient: '550 5.4.5 Daily user sending limit exceeded\r\n' })
    const first = await sendRejected()
    const second = await sendRejected()
    server.reply({})
    assert.deepEqual(await send(first), { outcome: 'accepted' })
    assert.deepEqual(await alarms(), ['mail-provider'])
    assert.deepEqual(await send(second), { outcome: 'accepted' })
    assert.deepEqual(await alarms(), [])
  })

  const unusual: [string, string | Buffer][] = [
    ['a zero byte', '250 2.0.0 queued \0\r\n'],
    ['bytes that are not UTF-8', Buffer.from('323530206f6b20fffec30d0a', 'hex')],
    ['half of a surrogate pair in UTF-8', Buffer.from('323530206f6b20eda0bc0d0a', 'hex')],
    ['several lines', '250-2.0.0 queued \0\r\n250 2.0.0 \0\r\n'],
  ]
  for (const [what, reply] of unusual) {
    it(`records an email as accepted when the reply contains ${what}, and does not send it again`, async () => {
      server.reply({ text: reply })
      const request = welcome()
      assert.deepEqual(await send(request), { outcome: 'accepted' })
      assert.equal((await rowOf(request)).state, 'accepted')
      assert.deepEqual(await send(request), { outcome: 'accepted' })
      assert.equal((await rowOf(request)).attempts, 1)
    })
  }

  it('records a rejection whose reply contains a zero byte', async () => {
    server.reply({ recipient: '550 5.1.1 No such user \0\r\n' })
    const request = welcome()
    assert.deepEqual(await send(request), { outcome: 'rejected' })
    assert.match((await rowOf(request)).response ?? '', /No such user \uFFFD/)
  })
})
