import { MockActivityEnvironment } from '@temporalio/testing'
import { DefaultLogger } from '@temporalio/worker'
import assert from 'node:assert/strict'
import { createDigestActivities } from '../../activities/digest/digest-activities.js'
import { staffEmailHold } from '../../activities/outbox/staff-emails.js'
import type { DeliveryResult } from '../../src/contracts/activities.js'
import type { MailDetails } from '../../src/contracts/mail.js'
import type { Task } from '../../src/contracts/tasks.js'
import { smtpTransport, type MailTransport } from '../../src/mail/transport.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import type { OutboxEntry } from '../../src/store/outbox.js'
import { savePeople } from '../../src/store/people.js'
import { openStore, type Store } from '../../src/store/store.js'
import { recordTransitions } from '../../src/store/transitions.js'
import { testDatabase, type TestDatabase } from '../support/postgres.js'
import { smtpServer, type TestMailServer } from '../support/smtp.js'
import { config } from './training-center.js'

const HUDA = 5
const OMAR = 6
/** In Riyadh, three hours ahead of UTC. */
const MORNING = '2026-06-02T05:00:00Z'

const AGENTS = [
  { id: HUDA, name: 'هدى ناصر', email: 'huda@training.example', lang: 'ar_001', active: true },
  { id: OMAR, name: 'Omar', email: 'omar@training.example', lang: 'en_US', active: true },
  { id: 7, name: 'برنامج المهارات – Digital Skills' },
]
const odoo = {
  read: (_model: unknown, ids: readonly number[]) =>
    Promise.resolve(AGENTS.filter(({ id }) => ids.includes(id))),
} as unknown as Odoo

const TASK: Task = {
  kind: 'eligibility',
  instructions: 'Check the date of birth.',
  decisions: ['approve', 'reject'],
  since: '2026-06-01T08:00:00.000Z',
  reminders: 0,
  escalated: false,
}

describe('Emails to staff', () => {
  let database: TestDatabase
  let store: Store
  let server: TestMailServer
  let transport: MailTransport

  before(async () => {
    database = await testDatabase()
    store = openStore(database.url)
  })
  after(async () => {
    await store.close()
    await database.drop()
  })
  beforeEach(async () => {
    for (const table of ['staff_email', 'task_handling', 'flow_state', 'transition', 'person'] as const)
      await store.db.deleteFrom(table).execute()
    server = await smtpServer()
    transport = smtpTransport(server.url())
  })
  afterEach(async () => {
    transport.close()
    await server.close()
  })

  const settings = (staffEmails: Partial<typeof config.staffEmails> = {}) => ({
    ...config,
    staffEmails: { mode: 'digest', digestAt: 7 * 60 + 30, quiet: null, ...staffEmails } as const,
  })
  const center = (now: string, staffEmails: Partial<typeof config.staffEmails> = {}) => ({
    config: settings(staffEmails),
    clock: () => new Date(now),
    timeZone: () => Promise.resolve('Asia/Riyadh'),
  })
  const deliver = (
    now: string,
    staffEmails: Partial<typeof config.staffEmails> = {},
  ): Promise<DeliveryResult> => {
    const digests = createDigestActivities({
      odoo,
      store,
      transport,
      mailHold: () => Promise.resolve(null),
      ...center(now, staffEmails),
    })
    return new MockActivityEnvironment({}, { logger: SILENT }).run(() => digests.sendDueDigests())
  }

  async function waiting(studentId: number, agentId: number | null, task: Partial<Task> = {}) {
    await savePeople(store.db, [
      { studentId, name: 'Sara Ali', nameArabic: 'سارة علي', language: 'en', email: null, agentId },
    ])
    await recordTransitions(store, [
      {
        workflowId: `enrollment/7/${studentId}`,
        runEpoch: 1,
        seq: 1,
        application: { programId: 7, studentId, run: 1 },
        flow: 'enrollment',
        stage: 'review',
        message: 'A step.',
        at: '2026-06-01T08:00:00.000Z',
        task: { ...TASK, ...task },
        closed: false,
        facts: {},
      },
    ])
  }

  it('are one a day for each agent with open tasks, in their language, and none for others', async () => {
    await waiting(11, HUDA)
    await waiting(12, HUDA, { escalated: true })
    await waiting(13, OMAR)
    await waiting(14, null)
    assert.equal((await deliver(MORNING)).delivered, 3)
    const to = (address: string) => server.received.filter(({ envelope }) => envelope.to.includes(address))
    const [arabic] = to('huda@training.example')
    assert.match(arabic?.parsed.subject ?? '', /مهمتان بانتظاركم/)
    assert.match(arabic?.parsed.text ?? '', /سارة علي/)
    assert.match(arabic?.parsed.text ?? '', /متأخرة/)
    assert.match(arabic?.parsed.text ?? '', /برنامج المهارات/)
    const [english] = to('omar@training.example')
    assert.ok(english)
    assert.equal(english.parsed.subject, '1 task is waiting for you')
    assert.match(english.parsed.text ?? '', /\* Sara Ali: Eligibility review needed \(new\)/)
    assert.match(english.parsed.text ?? '', /https:\/\/training\.example\/app\/work\/7-13-enrollment/)
    assert.equal(to('reviews@training.example').length, 1)
    await deliver(MORNING)
    assert.equal(server.received.length, 3)
  })

  it('tell a colleague of a task that was given to them, and nobody of one at rest that is not overdue', async () => {
    await waiting(61, HUDA)
    await waiting(62, HUDA)
    await waiting(63, HUDA, { escalated: true })
    const handling = (studentId: number, of: { assignee_id?: number; snoozed_until?: Date }) => ({
      ...{ workflow_id: `enrollment/7/${studentId}`, since: TASK.since, changed_by: 'user:5' },
      ...{ program_id: 7, student_id: studentId, assignee_id: null, snoozed_until: null, ...of },
    })
    const later = new Date(Date.now() + 86_400_000)
    await store.db
      .insertInto('task_handling')
      .values([
        handling(61, { assignee_id: OMAR }),
        handling(62, { snoozed_until: later }),
        handling(63, { snoozed_until: later }),
      ])
      .execute()
    assert.equal((await deliver(MORNING)).delivered, 2)
    const textTo = (address: string) =>
      server.received.find(({ envelope }) => envelope.to.includes(address))?.parsed.text ?? ''
    assert.match(textTo('omar@training.example'), /7-61-enrollment/)
    assert.deepEqual(textTo('huda@training.example').match(/7-6\d-enrollment/g), ['7-63-enrollment'])
  })

  it('say on the next day only of later tasks that they are new, and end with the tasks', async () => {
    await waiting(21, OMAR)
    await deliver(MORNING)
    await store.db
      .updateTable('staff_email')
      .set({ created_at: new Date(MORNING) })
      .execute()
    await waiting(22, OMAR, { since: '2026-06-02T09:00:00.000Z' })
    await deliver('2026-06-03T05:00:00Z')
    const text = server.received.at(-1)?.parsed.text ?? ''
    assert.equal(text.match(/\(new\)/g)?.length, 1)
    await store.db.deleteFrom('flow_state').execute()
    await deliver('2026-06-04T05:00:00Z')
    assert.equal(server.received.length, 2)
  })

  it('are not sent before their time, nor in the quiet hours', async () => {
    await waiting(31, OMAR)
    const early = await deliver('2026-06-02T04:00:00Z')
    assert.equal(early.nextInMs, 30 * 60_000)
    const quiet = { from: 20 * 60, to: 8 * 60 + 15 }
    assert.equal((await deliver(MORNING, { quiet })).nextInMs, 15 * 60_000)
    assert.equal(server.received.length, 0)
    await deliver('2026-06-02T05:15:00Z', { quiet })
    assert.equal(server.received.length, 1)
  })

  it('are sent again with the same Message-ID when a process died while it sent them', async () => {
    await waiting(41, OMAR)
    await deliver(MORNING)
    await store.db
      .updateTable('staff_email')
      .set({ state: 'sending', lease_until: new Date(0) })
      .execute()
    await deliver(MORNING)
    const [first, second] = server.received
    assert.ok(first && second)
    assert.equal(first.parsed.messageId, second.parsed.messageId)
  })

  it('about single tasks wait in the quiet hours, and only escalations are sent beside a digest', async () => {
    const entry = (details: MailDetails) =>
      ({
        request: { programId: 7, studentId: 51, run: 1, version: '1', ...details },
      }) as OutboxEntry<'emails'>
    const review = (escalated: boolean) =>
      entry({
        kind: 'review_request',
        task: { kind: 'eligibility', instructions: '', reminders: 0, escalated, deadline: null },
      })
    const night = { mode: 'each', quiet: { from: 20 * 60, to: 7 * 60 } } as const
    const at = (now: string, staffEmails: Partial<typeof config.staffEmails>) =>
      staffEmailHold(center(now, staffEmails))
    assert.equal(await at('2026-06-02T20:00:00Z', night)(review(false)), 8 * 60 * 60_000)
    assert.equal(await at('2026-06-02T20:00:00Z', night)(entry({ kind: 'milestone', percent: 50 })), null)
    assert.equal(await at(MORNING, night)(review(false)), null)
    assert.equal(await at(MORNING, {})(review(false)), 'drop')
    assert.equal(await at(MORNING, {})(review(true)), null)
  })
})

const SILENT = new DefaultLogger('ERROR', () => undefined)
