import { ApplicationFailure } from '@temporalio/common'
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { type MailDependencies, createMailActivities } from '../../activities/mail/mail-activities.js'
import type { MailDetails, MailRequest } from '../../src/contracts/mail.js'
import { instruct, say } from '../../src/domain/sentences/sentence.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { saveChoice } from '../../src/store/learners.js'
import { DeliveryTurns } from '../../src/mail/delivery-turns.js'
import { listMails } from '../../src/mail/list.js'
import { type MailTransport, smtpTransport } from '../../src/mail/transport.js'
import { openStore, type Store } from '../../src/store/store.js'
import { watchProcess } from '../support/service-process.js'
import { testDatabase, type TestDatabase } from '../support/postgres.js'
import { smtpServer, type TestMailServer } from '../support/smtp.js'
import { waitFor } from '../support/wait-for.js'
import { config } from './training-center.js'

const PROGRAM = 7
const SECRET = 'amal@student.example'

const AMAL = {
  id: 1,
  name: 'Amal Al-Harbi',
  nameArabic: 'أمل الحربي',
  email: `Amal <${SECRET.toUpperCase()}>`,
  nativeLanguage: 'Arabic',
  assignedAgent: 5,
  partner: 70,
}
const RECORDS: Record<string, readonly ({ id: number } & Record<string, unknown>)[]> = {
  'gr.student': [
    AMAL,
    {
      ...AMAL,
      id: 2,
      name: 'Bob Miller',
      email: 'bob@student.example',
      nativeLanguage: 'English',
      partner: null,
    },
    { ...AMAL, id: 3, email: 'a@@student.example', assignedAgent: null },
    { ...AMAL, id: 9, assignedAgent: 6 },
  ],
  'gr.training.program': [{ id: PROGRAM, name: 'Digital Office 2026' }],
  'gr.course.integration': [
    { id: 31, name: 'Office Skills 1', trainingProgram: PROGRAM, elearningCourse: 3 },
    { id: 32, name: 'Customer Service', trainingProgram: PROGRAM, elearningCourse: 4 },
  ],
  'slide.channel.partner': [
    { id: 50, channel: 3, partner: 70, memberStatus: 'completed', invitationLink: 'https://learn.example/3' },
    { id: 51, channel: 4, partner: 70, memberStatus: 'joined', invitationLink: 'https://learn.example/4' },
    {
      id: 52,
      channel: 3,
      partner: 71,
      memberStatus: 'joined',
      invitationLink: 'https://learn.example/other',
    },
  ],
  'res.users': [
    { id: 5, name: 'Huda Nasser', email: 'huda@training.example', lang: 'en_US', active: true },
    { id: 6, name: 'سامي نجار', email: 'sami@training.example', lang: 'ar_001', active: true },
  ],
}

/** Records by id or by the values of fields, as Odoo reads them. */
const odoo: Pick<Odoo, 'read' | 'searchRead'> = {
  read: (model, ids) => {
    const rows: readonly unknown[] = ids.flatMap(
      (id) => RECORDS[model.name]?.filter((row) => row.id === id) ?? [],
    )
    return Promise.resolve(rows as never)
  },
  searchRead: (model, domain) => {
    const conditions = domain as unknown as readonly [string, '=' | 'in', unknown][]
    const rows = RECORDS[model.name]?.filter((row) =>
      conditions.every(([field, , value]) => [value].flat().includes(row[field])),
    )
    return Promise.resolve((rows ?? []) as never)
  },
}

describe('sendMail over real SMTP', () => {
  let database: TestDatabase
  let store: Store
  let server: TestMailServer
  let transport: MailTransport
  let version = 0

  before(async () => {
    database = await testDatabase()
    store = openStore(database.url)
  })
  after(async () => {
    await store.close()
    await database.drop()
  })
  beforeEach(async () => {
    server = await smtpServer()
    transport = smtpTransport(server.url())
    version += 1
  })
  afterEach(async () => {
    transport.close()
    await server.close()
  })

  const activities = (other: Partial<MailDependencies> = {}) =>
    createMailActivities({
      turns: new DeliveryTurns(),
      odoo,
      people: { differenceOf: () => Promise.resolve(null) },
      store,
      config,
      transport,
      clock: () => new Date('2026-11-22T10:00:00Z'),
      timeZone: () => Promise.resolve('Asia/Riyadh'),
      ...other,
    })
  const request = (details: MailDetails, studentId = 1): MailRequest => ({
    programId: PROGRAM,
    studentId,
    run: 1,
    version: String(version),
    ...details,
  })
  const welcome = (studentId = 1) => request({ kind: 'welcome', courseIntegrationIds: [31, 32] }, studentId)
  const reminder = () => request({ kind: 'reminder', number: 1, of: 3, daysIdle: 8 })
  const send = (mail: MailRequest) => activities().sendMail(mail)
  const rowOf = async ({ kind }: MailRequest) => {
    const { mails } = await listMails(store, { kind, limit: 1 })
    return mails[0] ?? assert.fail('no row')
  }
  const firstMail = () => server.received[0] ?? assert.fail('the server has no mail')
  /** Checks the failure, which must name nobody. */
  const failsWith = (type: string) => (error: unknown) => {
    assert.ok(error instanceof ApplicationFailure)
    assert.equal(error.type, type)
    assert.notEqual(error.nonRetryable, true)
    assert.doesNotMatch(
      JSON.stringify([error.message, error.details, error.stack]),
      /student\.example|secret\.example|amal|أمل/i,
    )
    return true
  }

  it('sends a welcome email in the student’s language, with both parts, our Message-ID and our headers', async () => {
    assert.deepEqual(await send(welcome()), { outcome: 'accepted' })
    const mail = firstMail()
    assert.deepEqual(mail.envelope, { from: 'training@training.example', to: [SECRET] })
    assert.equal(mail.parsed.messageId, `<welcome.7.1.1.${version}@training.example>`)
    assert.equal(mail.parsed.headers.get('x-entity-ref-id'), `welcome.7.1.1.${version}`)
    assert.equal(mail.parsed.headers.get('auto-submitted'), 'auto-generated')
    assert.equal(mail.parsed.headers.has('list'), false)
    assert.match(mail.parsed.subject ?? '', /أهلًا بكم/)
    assert.match(mail.parsed.text ?? '', /أمل الحربي[\s\S]*Office Skills 1[\s\S]*Customer Service/)
    assert.match(String(mail.parsed.html), /<html lang="ar" dir="rtl"/)
    const { state, recipient, language, response_code } = await rowOf(welcome())
    assert.deepEqual(
      { state, recipient, language, response_code },
      { state: 'accepted', recipient: SECRET, language: 'ar', response_code: 250 },
    )
    assert.deepEqual(await send(welcome()), { outcome: 'accepted' })
    assert.equal(server.received.length, 1, 'a repeated request must not send it again')
  })

  it('writes in English to students who do not speak Arabic', async () => {
    await send(welcome(2))
    assert.match(server.received[0]?.parsed.text ?? '', /Hello Bob Miller,/)
  })

  describe('leads learners into their courses', () => {
    const links = async (mail: MailRequest) => {
      await send(mail)
      return [...(server.received.at(-1)?.parsed.text ?? '').matchAll(/^https:(?!.*\/my\/)\S+$/gm)].map(
        ([url]) => url,
      )
    }

    it('by their personal links, one for each course', async () => {
      assert.deepEqual(await links(welcome()), ['https://learn.example/3', 'https://learn.example/4'])
      assert.match(String(firstMail().parsed.html), /href="https:\/\/learn\.example\/4"/)
    })

    it('to the public page of a course that they are not a member of', async () => {
      const expected = ['https://odoo.training.example/slides/3', 'https://odoo.training.example/slides/4']
      assert.deepEqual(await links(welcome(2)), expected)
    })

    it('to the first course that they have not finished, in reminders and milestones', async () => {
      const milestone = request({ kind: 'milestone', percent: 50 })
      for (const mail of [reminder(), milestone])
        assert.deepEqual(await links(mail), ['https://learn.example/4'], mail.kind)
    })

    it('to the list of courses where no course is open', async () => {
      const completion = request({ kind: 'completion', courseIntegrationId: 31 }, 2)
      assert.deepEqual(await links(completion), ['https://odoo.training.example/slides'])
    })
  })

  it('sends no reminder to a learner who has switched them off, until they want them again', async () => {
    await send(welcome(2))
    const toBob = { ...reminder(), studentId: 2 }
    await saveChoice(store, { studentId: 2 }, { reminders: false })
    assert.deepEqual(await send(toBob), { outcome: 'switched_off' })
    assert.equal((await rowOf(toBob)).recipient, null)
    const milestone = request({ kind: 'milestone', percent: 50 }, 2)
    assert.deepEqual(await send(milestone), { outcome: 'accepted' })
    await saveChoice(store, { studentId: 2 }, { reminders: true })
    assert.deepEqual(await send(toBob), { outcome: 'accepted' })
    const { headers } = server.received.at(-1)?.parsed ?? assert.fail('the server has no mail')
    assert.ok(headers.has('list'), 'a reminder can be ended with one click')
    assert.equal(server.received.length, 3)
  })

  it('defers an email after 451 at RCPT, and sends it with the next attempt', async () => {
    server.script({ at: 'recipient', code: 451 })
    await assert.rejects(send(welcome()), failsWith('MailDeferred'))
    assert.equal((await rowOf(welcome())).state, 'pending')
    assert.equal((await rowOf(welcome())).response_code, 451)
    assert.deepEqual(await send(welcome()), { outcome: 'accepted' })
  })

  for (const at of ['recipient', 'text'] as const) {
    it(`reports an email as rejected after 550 at the ${at}, and tries again on a new request`, async () => {
      server.script({ at, code: 550 })
      assert.deepEqual(await send(welcome()), { outcome: 'rejected' })
      assert.equal((await rowOf(welcome())).response_code, 550)
      assert.deepEqual(await send(welcome()), { outcome: 'accepted' })
      assert.equal(server.received.length, 1)
    })
  }

  it('reports a rejected login (535) as a failure of its own type', async () => {
    server.refuseLogins()
    const wrongLogin = smtpTransport(server.url({ user: 'orchestrator', password: 'wrong' }))
    await assert.rejects(
      activities({ transport: wrongLogin }).sendMail(welcome()),
      failsWith('MailLoginRejected'),
    )
    wrongLogin.close()
    assert.equal((await rowOf(welcome())).state, 'pending')
  })

  it('doubles the delay with each attempt at the mail server', async () => {
    for (const pause of [5_000, 10_000, 20_000]) {
      server.script({ at: 'recipient', code: 451 })
      await assert.rejects(send(welcome()), (error) => {
        assert.ok(error instanceof ApplicationFailure)
        assert.equal(error.nextRetryDelay, pause)
        return true
      })
    }
  })

  it('defers an email while the mail server is unavailable', async () => {
    await server.close()
    await assert.rejects(send(welcome()), failsWith('MailDeferred'))
    server = await smtpServer()
  })

  it('sends an at-least-once kind again with the same Message-ID after a cut behind DATA, and reports possibly twice', async () => {
    server.script('cut_after_text')
    await assert.rejects(send(welcome()), failsWith('MailDeferred'))
    assert.equal((await rowOf(welcome())).state, 'unknown')
    assert.deepEqual(await send(welcome()), { outcome: 'possibly_twice' })
    assert.equal(server.received.length, 2)
    assert.equal(new Set(server.received.map(({ parsed }) => parsed.messageId)).size, 1)
    assert.deepEqual(await send(welcome()), { outcome: 'possibly_twice' })
    assert.equal(server.received.length, 2)
  })

  it('counts an at-most-once kind as sent after a cut behind DATA', async () => {
    server.script('cut_after_text')
    assert.deepEqual(await send(reminder()), { outcome: 'unknown' })
    assert.deepEqual(await send(reminder()), { outcome: 'unknown' })
    assert.equal(server.received.length, 1)
  })

  it('sends every kind again after a cut before DATA', async () => {
    server.script('cut_before_text')
    await assert.rejects(send(reminder()), failsWith('MailDeferred'))
    assert.deepEqual(await send(reminder()), { outcome: 'accepted' })
    assert.equal(server.received.length, 1)
  })

  it('lets only one of two concurrent attempts send', async () => {
    let letGo: () => void = () => undefined
    server.script({ at: 'text', until: new Promise<void>((resolve) => (letGo = resolve)) })
    const first = send(welcome())
    await waitFor('the condition', () => server.attempts.length > 0)
    await assert.rejects(send(welcome()), failsWith('MailDeferred'))
    letGo()
    assert.deepEqual(await first, { outcome: 'accepted' })
    assert.deepEqual(await send(welcome()), { outcome: 'accepted' })
    assert.equal(server.received.length, 1)
  })

  it('sends again after its process was killed between text and reply, once the lease is over, and reports possibly twice', async () => {
    server.script('silent_after_text')
    const script = join(import.meta.dirname, 'sending-process.ts')
    const child = watchProcess(
      spawn(process.execPath, ['--import', 'tsx', script, database.url, server.url(), String(version)], {
        stdio: 'inherit',
      }),
    )
    const gone = once(child, 'exit')
    await Promise.race([waitFor('the condition', () => server.received.length === 1), gone])
    child.kill('SIGKILL')
    await gone

    assert.equal((await rowOf(welcome())).state, 'sending')
    await assert.rejects(send(welcome()), failsWith('MailDeferred'))
    await store.db
      .updateTable('email')
      .set({ lease_until: new Date(0) })
      .where('state', '=', 'sending')
      .execute()
    assert.deepEqual(await send(welcome()), { outcome: 'possibly_twice' })
    assert.equal(server.received.length, 2)
    assert.equal(new Set(server.received.map(({ parsed }) => parsed.messageId)).size, 1)
  })

  it('reports no recipient for an unusable address, without contacting the server', async () => {
    assert.deepEqual(await send(welcome(3)), { outcome: 'no_recipient' })
    assert.deepEqual(server.attempts, [])
  })

  it('attaches the PDF as issued to the certificate email, with the address of the verification page', async () => {
    const pdf = Buffer.from('%PDF-1.7 the bytes as issued')
    const number = `KFT-2026-${version}`
    await store.db
      .insertInto('certificate')
      .values({
        program_id: PROGRAM,
        student_id: 2,
        person: 1,
        version: 1,
        number,
        token: 'token',
        state_since: new Date(),
        revocation: null,
        facts: JSON.stringify({ verificationUrl: 'https://training.example/v/token' }),
        requirement_check: '{}',
        decision: null,
        pdf,
        sha256: Buffer.alloc(32),
        issued_at: new Date(),
        valid_until: null,
        odoo_certificate_id: null,
        recorded_at: null,
      })
      .execute()
    const details = { kind: 'certificate', certificateVersion: 1, certificateNumber: number } as const
    assert.deepEqual(await send(request(details, 2)), { outcome: 'accepted' })
    const { parsed } = firstMail()
    assert.deepEqual(
      parsed.attachments.map(({ filename, contentType, content }) => ({ filename, contentType, content })),
      [{ filename: `${number}.pdf`, contentType: 'application/pdf', content: pdf }],
    )
    assert.match(parsed.text ?? '', new RegExp(`${number}[\\s\\S]*https://training\\.example/v/token`))
  })

  const review = (escalated: boolean, studentId: number, deadline: string | null = null) =>
    request(
      {
        kind: 'review_request',
        task: {
          kind: 'eligibility',
          instructions: 'Check the record.',
          deadline,
          reminders: 0,
          escalated,
        },
      },
      studentId,
    )

  it('sends review requests to the student’s agent or the review mailbox, and escalations also to the escalation mailbox', async () => {
    await send(review(false, 1))
    await send(review(true, 3))
    assert.deepEqual(
      server.received.map(({ envelope }) => envelope.to),
      [['huda@training.example'], ['reviews@training.example', 'head@training.example']],
    )
    assert.match(server.received[0]?.parsed.text ?? '', /Hello Huda Nasser,[\s\S]*Amal Al-Harbi/)
    assert.match(server.received[1]?.parsed.subject ?? '', /^Escalated: /)
  })

  it('tells an agent who reads Arabic in Arabic what is wrong and what to do', async () => {
    const { instructions, sentences } = instruct(say('birth_date_missing'), say('complete_or_decide'))
    await send(
      request(
        {
          kind: 'review_request',
          task: {
            kind: 'eligibility',
            instructions,
            sentences,
            deadline: null,
            reminders: 0,
            escalated: false,
          },
        },
        9,
      ),
    )
    const { text, html } = server.received[0]?.parsed ?? {}
    for (const part of [text, html]) {
      assert.match(String(part), /تاريخ الميلاد غير مسجَّل\. أكملوا السجل في/)
      assert.doesNotMatch(String(part), /birth date/)
    }
  })

  it('names the last day of a review as the day in the center', async () => {
    await send(review(false, 1, '2026-12-31T20:59:59.999Z'))
    await send(review(false, 3, '2026-12-31T21:00:00Z'))
    const texts = server.received.map(({ parsed }) => parsed.text ?? '')
    assert.match(texts[0] ?? '', /Deadline:\s+31 December 2026/)
    assert.match(texts[1] ?? '', /Deadline:\s+1 January 2027/)
  })

  it('says in milestone and completion emails what was reached', async () => {
    await send(request({ kind: 'milestone', percent: 75 }, 2))
    await send(request({ kind: 'completion', courseIntegrationId: 32 }, 2))
    assert.deepEqual(
      server.received.map(({ parsed }) => parsed.subject),
      ['You have completed 75% of Digital Office 2026', 'Course completed: Customer Service'],
    )
  })
})
