import { MockActivityEnvironment } from '@temporalio/testing'
import { DefaultLogger } from '@temporalio/worker'
import { strFromU8, unzipSync } from 'fflate'
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { extractText } from 'unpdf'
import { createReportActivities } from '../../activities/reports/report-activities.js'
import { reportAlarm } from '../../src/alarms/alarm-keys.js'
import type { DeliveryResult } from '../../src/contracts/activities.js'
import type { ReportScheduleSettings } from '../../src/domain/report-schedule.js'
import { smtpTransport, type MailTransport } from '../../src/mail/transport.js'
import { openAlarms } from '../../src/store/alarms.js'
import { savePeople } from '../../src/store/people.js'
import {
  changeReportSchedule,
  createReportSchedule,
  deleteReportSchedule,
  lastReportDeliveries,
  sendReportNow,
} from '../../src/store/report-schedules.js'
import { saveStaffUsers } from '../../src/store/staff-users.js'
import { openStore, type Store } from '../../src/store/store.js'
import { recordTransitions } from '../../src/store/transitions.js'
import { testDatabase, type TestDatabase } from '../support/postgres.js'
import { watchProcess } from '../support/service-process.js'
import { smtpServer, type TestMailServer } from '../support/smtp.js'
import { waitFor } from '../support/wait-for.js'
import { GROUPS, staffInOdoo, type StaffRow } from './staff-in-odoo.js'
import { config } from './training-center.js'

const LAYLA = 5
const HUDA = 6
const TIME_ZONE = 'Asia/Riyadh'
const ACTOR = 'user:5'

const user = (id: number, of: Partial<StaffRow>): StaffRow => ({
  ...{ id, login: `user-${id}`, name: `User ${id}`, email: `user-${id}@training.example`, lang: 'en_US' },
  ...{ active: true, share: false, allGroups: [] },
  ...of,
})

describe('Scheduled reports', () => {
  let database: TestDatabase
  let store: Store
  let server: TestMailServer
  let transport: MailTransport
  let users: StaffRow[]

  before(async () => {
    database = await testDatabase()
    store = openStore(database.url)
    await recordTransitions(
      store,
      [
        { studentId: 11, at: '2026-05-10T08:00:00.000Z' },
        { studentId: 12, at: '2026-05-20T08:00:00.000Z' },
        { studentId: 13, at: '2026-06-01T08:00:00.000Z' },
      ].map(({ studentId, at }) => ({
        workflowId: `enrollment/7/${studentId}`,
        ...{
          runEpoch: 1,
          seq: 1,
          application: { programId: 7, studentId, run: 1 },
          flow: 'enrollment' as const,
        },
        ...{ stage: 'received', message: 'A step.', at, task: null, closed: false, facts: {} },
      })),
    )
    await savePeople(
      store.db,
      [
        { studentId: 11, name: 'Sara Ali', nameArabic: 'سارة علي', agentId: HUDA },
        { studentId: 12, name: 'Omar Haddad', nameArabic: 'عمر حداد', agentId: LAYLA },
      ].map((person) => ({ ...person, language: 'en' as const, email: null })),
    )
  })
  after(async () => {
    await store.close()
    await database.drop()
  })
  beforeEach(async () => {
    for (const table of ['staff_email', 'report_schedule', 'staff_user', 'alarm'] as const)
      await store.db.deleteFrom(table).execute()
    users = [
      user(LAYLA, { name: 'Layla', allGroups: [GROUPS.manager] }),
      user(HUDA, { name: 'هدى ناصر', lang: 'ar_001', allGroups: [GROUPS.agent] }),
    ]
    server = await smtpServer()
    transport = smtpTransport(server.url())
  })
  afterEach(async () => {
    transport.close()
    await server.close()
  })

  const settings = (of: Partial<ReportScheduleSettings> = {}): ReportScheduleSettings => ({
    ...{ report: 'progress', format: 'csv', period: 'last_month', programId: null, language: null },
    cadence: { every: 'month', day: 1, hour: 7 },
    recipients: [LAYLA],
    ...of,
  })
  const schedule = async (of: Partial<ReportScheduleSettings> = {}, at = '2026-05-15T00:00:00Z') => {
    const now = { instant: new Date(at), timeZone: TIME_ZONE }
    return (await createReportSchedule(store, settings(of), { actor: ACTOR, now })).id
  }
  const deliver = (now: string): Promise<DeliveryResult> => {
    const reports = createReportActivities({
      odoo: staffInOdoo(() => users),
      store,
      transport,
      config,
      clock: () => new Date(now),
      timeZone: () => Promise.resolve(TIME_ZONE),
      mailHold: () => Promise.resolve(null),
    })
    return new MockActivityEnvironment({}, { logger: SILENT }).run(() => reports.sendDueReports())
  }
  const states = async (id: number) =>
    (await lastReportDeliveries(store, id)).map(({ userId, state }) => [userId, state])
  const alarmOf = async (id: number) =>
    (await openAlarms(store)).find(({ key }) => key === reportAlarm(id))?.message
  const mailTo = (address: string) =>
    server.received.find(({ envelope }) => envelope.to.includes(address))?.parsed ??
    assert.fail(`no mail to ${address}`)
  const attached = (address: string) => mailTo(address).attachments[0] ?? assert.fail('no attachment')

  it('are sent at their hour in the center and not before, as of that moment, with a file of their period', async () => {
    await schedule()
    assert.deepEqual(await deliver('2026-06-01T03:59:00Z'), { delivered: 0, waiting: 0, nextInMs: null })
    assert.equal((await deliver('2026-06-01T04:00:20Z')).delivered, 1)
    const { parsed } = server.received[0] ?? assert.fail('nothing was received')
    assert.equal(parsed.subject, 'Progress – 1 June 2026')
    assert.match(parsed.text ?? '', /Hello Layla,[\s\S]*Period: +1 May 2026 – 31 May 2026/)
    assert.match(parsed.text ?? '', /As of: +2026-06-01 07:00/)
    const { filename, contentType, content } = attached('user-5@training.example')
    assert.deepEqual([filename, contentType], ['progress-2026-06-01.csv', 'text/csv'])
    const csv = content.toString()
    assert.ok(csv.includes('7-11,Sara Ali') && csv.includes('7-12,Omar Haddad') && !csv.includes('7-13'))
    await deliver('2026-06-01T04:01:00Z')
    await deliver('2026-06-30T04:01:00Z')
    assert.equal(server.received.length, 1)
    await deliver('2026-07-01T04:00:00Z')
    assert.equal(server.received.length, 2)
    assert.ok(attached('user-5@training.example'))
  })

  it('give agents their own students, in their language, and others all of them', async () => {
    await schedule({ recipients: [LAYLA, HUDA], programId: 7 })
    assert.equal((await deliver('2026-06-01T05:00:00Z')).delivered, 2)
    const huda = mailTo('user-6@training.example')
    assert.match(huda.subject ?? '', /التقدم/)
    assert.match(huda.text ?? '', /يخص متدربيكم وحدهم/)
    assert.match(huda.text ?? '', /برنامج المهارات/)
    const own = attached('user-6@training.example').content.toString()
    assert.ok(own.includes('سارة علي') && !own.includes('7-12') && !own.includes('عمر'))
    assert.match(attached('user-5@training.example').content.toString(), /7-12/)
    assert.doesNotMatch(mailTo('user-5@training.example').text ?? '', /only/)
    assert.deepEqual([...new Set(server.received.map(({ envelope }) => envelope.to.length))], [1])
  })

  it('are workbooks and PDFs that open', async () => {
    await schedule({ format: 'xlsx', language: 'ar' })
    await schedule({ format: 'pdf', report: 'enrollment' })
    await deliver('2026-06-01T05:00:00Z')
    const files = server.received.flatMap(({ parsed }) => parsed.attachments)
    const [workbook, pdf] = ['xlsx', 'pdf'].map(
      (format) => files.find(({ filename }) => filename?.endsWith(format))?.content ?? assert.fail(format),
    )
    const parts = unzipSync(new Uint8Array(workbook ?? Buffer.alloc(0)))
    assert.match(strFromU8(parts['xl/sharedStrings.xml'] ?? new Uint8Array()), /عمر حداد/)
    const { text } = await extractText(new Uint8Array(pdf ?? Buffer.alloc(0)), { mergePages: true })
    assert.match(text, /Enrollment statistics[\s\S]*As of: 2026-06-01 07:00/)
  })

  it('are made up for once after a downtime, as of the last moment that was missed', async () => {
    const id = await schedule({ cadence: { every: 'day', hour: 7 } })
    assert.equal((await deliver('2026-05-29T12:00:00Z')).delivered, 1)
    assert.match(server.received[0]?.parsed.text ?? '', /As of: +2026-05-29 07:00/)
    assert.deepEqual(await states(id), [[LAYLA, 'accepted']])
    await deliver('2026-05-30T03:00:00Z')
    assert.equal(server.received.length, 1)
  })

  it('are sent by one of two processes, once', async () => {
    await schedule({ recipients: [LAYLA, HUDA] })
    await Promise.all([deliver('2026-06-01T05:00:00Z'), deliver('2026-06-01T05:00:00Z')])
    assert.equal(server.received.length, 2)
  })

  it('go to nobody who is archived, has lost their role, lacks the right, or has no address; a person hears of it', async () => {
    const id = await schedule({ report: 'integration', recipients: [LAYLA, HUDA, 7, 8, 9, 10] })
    await saveStaffUsers(store, [
      {
        ...{ userId: 10, login: 'somebody', name: 'Before', language: 'en' },
        roles: ['manager'],
        checkedAt: new Date(),
      },
    ])
    const manager = { allGroups: [GROUPS.manager] }
    users.push(user(7, { ...manager, active: false }), user(8, { allGroups: [GROUPS.teacher] }))
    // 10: a restored copy of Odoo has given the id to somebody else.
    users.push(user(9, { ...manager, email: null }), user(10, manager))
    await deliver('2026-06-01T05:00:00Z')
    assert.deepEqual(await states(id), [
      [LAYLA, 'accepted'],
      [HUDA, 'accepted'],
      [7, 'not_allowed'],
      [8, 'not_allowed'],
      [9, 'no_recipient'],
      [10, 'not_allowed'],
    ])
    assert.equal(server.received.length, 2)
    const message = await alarmOf(id)
    assert.match(message ?? '', /not allowed to read this report; the user has no email address/)
    assert.doesNotMatch(message ?? '', /@|Layla/)
    const now = { instant: new Date('2026-06-02T00:00:00Z'), timeZone: TIME_ZONE }
    await changeReportSchedule(store, id, settings(), { actor: ACTOR, now })
    assert.equal(await alarmOf(id), undefined)
  })

  it('wait for the mail server, and an outage that lasts until the next one leaves one to send', async () => {
    const id = await schedule({ cadence: { every: 'day', hour: 7 } })
    server.script({ at: 'recipient', code: 451 }, { at: 'recipient', code: 451 })
    await assert.rejects(deliver('2026-06-01T04:00:00Z'), /not accepted every scheduled report/)
    assert.deepEqual(await states(id), [[LAYLA, 'pending']])
    await assert.rejects(deliver('2026-06-02T04:00:00Z'))
    await deliver('2026-06-02T04:30:00Z')
    assert.equal(server.received.length, 1)
    assert.match(server.received[0]?.parsed.text ?? '', /As of: +2026-06-02 07:00/)
    const rows = await store.db.selectFrom('staff_email').select('state').orderBy('due_at').execute()
    assert.deepEqual(
      rows.map(({ state }) => state),
      ['replaced', 'accepted'],
    )
  })

  it('do not hold up each other: one that is refused leaves the next one alone', async () => {
    const ids = [await schedule(), await schedule()]
    server.script({ at: 'recipient', code: 550 })
    await deliver('2026-06-01T04:00:00Z')
    assert.deepEqual(await Promise.all(ids.map(states)), [[[LAYLA, 'rejected']], [[LAYLA, 'accepted']]])
    assert.match((await alarmOf(ids[0] ?? 0)) ?? '', /rejects the address/)
    assert.equal(await alarmOf(ids[1] ?? 0), undefined)
  })

  it('are too long for a PDF beyond its rows, which a person hears', async () => {
    const id = await schedule({ format: 'pdf', period: 'everything' })
    await store.pool.query(
      `insert into transition (workflow_id, run_epoch, seq, program_id, student_id, run, flow, version, stage, message, closed, facts, at)
       select 'enrollment/8/' || id, 1, 1, 8, id, 1, 'enrollment', 1, 'received', 'A step.', false, '{}', '2026-05-01'
       from generate_series(1, 1001) as id`,
    )
    await deliver('2026-06-01T04:00:00Z')
    assert.deepEqual(await states(id), [[LAYLA, 'too_long']])
    assert.match((await alarmOf(id)) ?? '', /more rows than its format holds/)
    await store.pool.query(`delete from transition where program_id = 8`)
  })

  it('are sent now on request, beside their schedule', async () => {
    const id = await schedule()
    await sendReportNow(store, id, { actor: ACTOR, now: new Date('2026-05-20T10:30:00Z') })
    await deliver('2026-05-20T10:30:05Z')
    assert.match(server.received[0]?.parsed.text ?? '', /As of: +2026-05-20 13:30/)
    await deliver('2026-06-01T04:00:00Z')
    assert.equal(server.received.length, 2)
  })

  it('are not sent once their schedule is deleted, or their reader is taken off it', async () => {
    const id = await schedule({ recipients: [LAYLA, HUDA] })
    const now = { instant: new Date('2026-05-20T10:30:00Z'), timeZone: TIME_ZONE }
    await sendReportNow(store, id, { actor: ACTOR, now: now.instant })
    await changeReportSchedule(store, id, settings({ recipients: [LAYLA] }), { actor: ACTOR, now })
    await deliver('2026-05-20T10:31:00Z')
    assert.deepEqual(
      server.received.map(({ envelope }) => envelope.to),
      [['user-5@training.example']],
    )
    await sendReportNow(store, id, { actor: ACTOR, now: new Date('2026-05-20T11:00:00Z') })
    await deleteReportSchedule(store, id, ACTOR)
    await deliver('2026-06-01T04:00:00Z')
    assert.equal(server.received.length, 1)
  })

  it('are not sent twice when a process dies between text and reply: the outcome is unknown, and a person hears of it', async () => {
    const id = await schedule()
    server.script('silent_after_text')
    const script = join(import.meta.dirname, 'reporting-process.ts')
    const child = watchProcess(
      spawn(
        process.execPath,
        ['--import', 'tsx', script, database.url, server.url(), JSON.stringify(users)],
        {
          stdio: 'inherit',
        },
      ),
    )
    const gone = once(child, 'exit')
    await Promise.race([waitFor('the email', () => server.received.length === 1), gone])
    child.kill('SIGKILL')
    await gone
    const waiting = await deliver('2026-06-01T04:01:00Z')
    assert.ok(waiting.nextInMs !== null && waiting.nextInMs > 1_000 && waiting.nextInMs <= 75_000)
    await store.db
      .updateTable('staff_email')
      .set({ lease_until: new Date(0) })
      .execute()
    assert.deepEqual(await deliver('2026-06-01T04:03:00Z'), { delivered: 0, waiting: 0, nextInMs: null })
    assert.deepEqual(await states(id), [[LAYLA, 'unknown']])
    assert.match((await alarmOf(id)) ?? '', /may not have arrived/)
    assert.equal(server.received.length, 1)
  })

  it('counts a connection that is lost after the text as unknown, too', async () => {
    const id = await schedule()
    server.script('cut_after_text')
    await deliver('2026-06-01T04:00:00Z')
    await deliver('2026-06-01T04:01:00Z')
    assert.deepEqual(await states(id), [[LAYLA, 'unknown']])
    assert.equal(server.received.length, 1)
  })
})

const SILENT = new DefaultLogger('ERROR', () => undefined)
