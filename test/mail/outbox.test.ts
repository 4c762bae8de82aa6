import type { Client } from '@temporalio/client'
import { MockActivityEnvironment } from '@temporalio/testing'
import { DefaultLogger } from '@temporalio/worker'
import assert from 'node:assert/strict'
import { createMailActivities } from '../../activities/mail/mail-activities.js'
import { createOutboxActivities } from '../../activities/outbox/outbox-activities.js'
import type { DeliveryResult } from '../../src/contracts/activities.js'
import { FailureType } from '../../src/contracts/failures.js'
import type { MailDetails, MailRequest } from '../../src/contracts/mail.js'
import { DeliveryTurns } from '../../src/mail/delivery-turns.js'
import { claimAttempt } from '../../src/mail/ledger.js'
import { messageIdOf } from '../../src/mail/identity.js'
import { listMails } from '../../src/mail/list.js'
import { type MailTransport, smtpTransport } from '../../src/mail/transport.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { openStore, type Store } from '../../src/store/store.js'
import { recordTransitions } from '../../src/store/transitions.js'
import { testDatabase, type TestDatabase } from '../support/postgres.js'
import { smtpServer, type TestMailServer } from '../support/smtp.js'
import { config } from './training-center.js'

const PROGRAM = 7
const DELETED = 99

/** An Odoo with a student for every id but one. */
const odoo: Pick<Odoo, 'read' | 'searchRead'> = {
  searchRead: () => Promise.resolve([]),
  read: (_model, ids) => {
    const rows: unknown = ids
      .filter((id) => id !== DELETED)
      .map((id) => ({
        id,
        name: `Learner ${id}`,
        nameArabic: '',
        email: `learner-${id}@student.example`,
        nativeLanguage: 'English',
        assignedAgent: null,
      }))
    return Promise.resolve(rows as never)
  },
}

const SILENT = new DefaultLogger('ERROR', () => undefined)

describe('Emails that no workflow waits for', () => {
  let database: TestDatabase
  let store: Store
  let server: TestMailServer
  let transport: MailTransport
  let signals: { workflowId: string; version: string }[]

  before(async () => {
    database = await testDatabase()
    store = openStore(database.url)
  })
  after(async () => {
    await store.close()
    await database.drop()
  })
  beforeEach(async () => {
    signals = []
    await store.db.deleteFrom('outbox').execute()
    await store.db.deleteFrom('email').execute()
    server = await smtpServer()
    transport = smtpTransport(server.url())
  })
  afterEach(async () => {
    transport.close()
    await server.close()
  })

  const temporal = {
    workflow: {
      getHandle: (workflowId: string) => ({
        signal: (_definition: unknown, { version }: { version: string }) => {
          signals.push({ workflowId, version })
          return Promise.resolve()
        },
      }),
    },
  } as unknown as Client

  /** One round, as the worker would run it. */
  const deliver = (through = transport): Promise<DeliveryResult> => {
    const mail = createMailActivities({
      turns: new DeliveryTurns(),
      odoo,
      people: { differenceOf: () => Promise.resolve(null) },
      store,
      config,
      transport: through,
      clock: () => new Date(),
      timeZone: () => Promise.resolve('Asia/Riyadh'),
    })
    const outbox = createOutboxActivities({
      store,
      temporal,
      ...mail,
      holdStaffEmail: () => Promise.resolve(null),
      writeStatuses: () => Promise.reject(new Error('no statuses here')),
    })
    return new MockActivityEnvironment({}, { logger: SILENT }).run(() => outbox.sendDueEmails())
  }

  const email = (studentId: number, details: MailDetails, version = '1'): MailRequest => ({
    programId: PROGRAM,
    studentId,
    run: 1,
    version,
    ...details,
  })
  const milestone = (studentId: number) => email(studentId, { kind: 'milestone', percent: 50 })
  const completion = (studentId: number) =>
    email(studentId, { kind: 'completion', courseIntegrationId: 31 }, '31')
  const workflowIdOf = ({ studentId }: MailRequest) => `progress/${PROGRAM}/${studentId}`
  const put = (...emails: MailRequest[]) =>
    recordTransitions(
      store,
      emails.map((one, index) => ({
        workflowId: workflowIdOf(one),
        runEpoch: 1,
        seq: 2 + index,
        application: one,
        flow: 'progress',
        stage: 'in_progress',
        message: 'A step.',
        at: new Date().toISOString(),
        task: null,
        closed: false,
        facts: {},
        effects: { emails: [one] },
      })),
    )
  const makeDue = () =>
    store.db
      .updateTable('outbox')
      .set({ due_at: new Date(0) })
      .execute()
  const statesOf = async () => {
    const { mails } = await listMails(store, { limit: 50 })
    return Object.fromEntries(mails.map((row) => [`${row.kind} ${row.student_id}`, row.state]))
  }

  it('leave in batches, each once', async () => {
    await put(milestone(1), completion(1), milestone(2), completion(2), milestone(3))
    const [one, other] = await Promise.all([deliver(), deliver()])
    assert.equal(one.delivered + other.delivered, 5)
    assert.deepEqual(await deliver(), { delivered: 0, waiting: 0, nextInMs: null })
    assert.equal(server.received.length, 5)
    assert.equal(new Set(server.received.map(({ parsed }) => parsed.messageId)).size, 5)
  })

  it('do not hold up each other when the server defers one', async () => {
    server.script({ at: 'recipient', code: 451 })
    await put(milestone(1), milestone(2), milestone(3))
    const { delivered, waiting, nextInMs } = await deliver()
    assert.deepEqual({ delivered, waiting }, { delivered: 2, waiting: 1 })
    assert.ok(nextInMs !== null && nextInMs > 1_000)
    await makeDue()
    assert.deepEqual(await deliver(), { delivered: 1, waiting: 0, nextInMs: null })
  })

  it('wait while the mail server is unavailable, which fails the round, and are sent afterwards', async () => {
    await put(...Array.from({ length: 9 }, (_, index) => milestone(index + 1)))
    const unreachable = smtpTransport('smtp://127.0.0.1:1')
    await assert.rejects(deliver(unreachable), { type: FailureType.MailDeferred })
    unreachable.close()
    const tried = await store.db.selectFrom('outbox').select('id').where('attempts', '>', 0).execute()
    assert.equal(tried.length, 4, 'an outage costs each line one attempt')
    await makeDue()
    assert.equal((await deliver()).delivered, 9)
  })

  it('keep their guarantee when the process dies while it sends: a milestone at most once, a completion at least once', async () => {
    await put(milestone(1), completion(1))
    // Both were being sent when the process was killed.
    await store.db
      .updateTable('outbox')
      .set({ attempts: 1, due_at: new Date(0) })
      .execute()
    for (const key of [milestone(1), completion(1)])
      await claimAttempt(store, {
        key,
        messageId: messageIdOf(key, config.mail.domain),
        language: 'en',
        recipient: 'learner-1@student.example',
      })
    await store.db
      .updateTable('email')
      .set({ lease_until: new Date(0) })
      .execute()
    assert.deepEqual(await deliver(), { delivered: 2, waiting: 0, nextInMs: null })
    assert.deepEqual(await statesOf(), { 'milestone 1': 'unknown', 'completion 1': 'possibly_twice' })
    assert.deepEqual(
      server.received.map(({ parsed }) => parsed.messageId),
      [messageIdOf(completion(1), config.mail.domain)],
    )
  })

  it('are given up when the student no longer exists, or after three days, and the workflow is told', async () => {
    await put(milestone(DELETED), milestone(1), milestone(2))
    server.script({ at: 'recipient', code: 451 }, { at: 'recipient', code: 451 })
    await store.db
      .updateTable('outbox')
      .set({ created_at: new Date(Date.now() - 73 * 60 * 60 * 1000) })
      .where('student_id', '=', 1)
      .execute()
    const { waiting } = await deliver()
    assert.equal(waiting, 1)
    assert.deepEqual(signals.map(({ workflowId }) => workflowId).sort(), [
      workflowIdOf(milestone(1)),
      workflowIdOf(milestone(DELETED)),
    ])
  })

  it('are not sent to a student who has withdrawn meanwhile', async () => {
    await put(milestone(1))
    await store.db
      .updateTable('application')
      .set({ ended_at: new Date(), ended_stage: 'withdrawn' })
      .execute()
    assert.deepEqual(await deliver(), { delivered: 0, waiting: 0, nextInMs: null })
    assert.deepEqual(server.received, [])
  })
})
