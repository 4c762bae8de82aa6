import assert from 'node:assert/strict'
import { intakeAlarm } from '../../src/alarms/alarm-keys.js'
import { say } from '../../src/domain/sentences/sentence.js'
import { openAlarms, raiseAlarm } from '../../src/store/alarms.js'
import { saveApplicants, type Applicant } from '../../src/store/applicants.js'
import { completeMigrationPlan, enterMigrationPlan } from '../../src/store/migration-plans.js'
import { type ApiFixture, openApi } from './api-fixture.js'

interface Intake {
  readonly version: number
  readonly mode: string
  readonly since: string | null
  readonly accept: number
  readonly author: string | null
  readonly reason: string | null
  readonly applicants: Readonly<Record<string, number>>
  readonly complete: boolean
}

interface Page {
  readonly applicants: readonly {
    readonly studentId: number
    readonly outcome: string
    readonly reasons: string[]
    readonly reasonsArabic: (string | null)[]
  }[]
  readonly next: string | null
}

describe('API: intake', () => {
  let world: ApiFixture
  before(async () => {
    world = await openApi()
  })
  after(() => world.close())

  const put = (programId: number, body: object, ifMatch?: string) =>
    world.call(
      'PUT',
      `/v1/programs/${programId}/intake`,
      body,
      ifMatch === undefined ? {} : { 'if-match': ifMatch },
    )
  const get = (programId: number) => world.call('GET', `/v1/programs/${programId}/intake`)
  const list = (programId: number, query = '') =>
    world.call('GET', `/v1/programs/${programId}/applicants${query}`)
  const pointers = (body: { errors?: { pointer: string }[] }) =>
    (body.errors ?? []).map(({ pointer }) => pointer)

  it('is the default, version 0, until somebody sets it', async () => {
    const response = await get(1)
    assert.equal(response.headers.etag, '"0"')
    const { version, mode, since, author } = response.json<Intake>()
    assert.deepEqual([version, mode, since, author], [0, 'on', null, null])
  })

  it('is set as the next version of the one that was read, with author and reason', async () => {
    const on = { mode: 'on', since: '2026-12-01T11:00:00.500+03:00', accept: 20, reason: 'We go live.' }
    const response = await put(2, on, '"0"')
    assert.deepEqual([response.statusCode, response.headers.etag], [200, '"1"'])
    const set = response.json<Intake>()
    assert.deepEqual(
      [set.mode, set.since, set.accept, set.reason, set.author],
      ['on', '2026-12-01T08:00:00.000Z', 20, 'We go live.', 'test'],
    )
    assert.deepEqual((await get(2)).json(), set)
    assert.equal((await put(2, { mode: 'off', reason: 'Not yet.' }, '"1"')).headers.etag, '"2"')
    const rows = await world.store.db.selectFrom('intake').selectAll().where('program_id', '=', 2).execute()
    assert.deepEqual(
      rows.map(({ version, mode }) => [version, mode]),
      [
        [1, 'on'],
        [2, 'off'],
      ],
    )
  })

  it('lets exactly one of two authors write a version', async () => {
    const body = { mode: 'preview', reason: 'A look.' }
    const both = await Promise.all([put(3, body, '"0"'), put(3, body, '"0"')])
    assert.deepEqual(both.map(({ statusCode }) => statusCode).sort(), [200, 412])
    const late = await put(3, body, '"0"')
    assert.deepEqual(late.json<{ state: object }>().state, { version: 1 })
    assert.equal((await put(3, body)).statusCode, 428)
  })

  it('responds 422 with pointers to what is missing, unknown or contradictory', async () => {
    const wrong = await put(4, { mode: 'maybe', since: 'soon', accept: 0, extra: 1 }, '"0"')
    assert.equal(wrong.statusCode, 422)
    assert.deepEqual(
      new Set(pointers(wrong.json())),
      new Set(['/mode', '/since', '/accept', '/extra', '/reason']),
    )
    const accepted = await put(4, { mode: 'off', accept: 5, reason: 'x' }, '"0"')
    assert.equal(accepted.statusCode, 422)
    assert.deepEqual(pointers(accepted.json()), ['/accept'])
    assert.equal((await get(4)).json<Intake>().version, 0)
  })

  it('answers the alarm of the brake', async () => {
    await raiseAlarm(world.store, {
      key: intakeAlarm(5),
      said: say('intake_stopped', { programId: 5, found: 9, limit: 1 }),
    })
    const ready = (await world.call('GET', '/readyz')).json<{ ready: boolean; alarms: { key: string }[] }>()
    assert.equal(ready.ready, true)
    assert.deepEqual(
      ready.alarms.map(({ key }) => key),
      [intakeAlarm(5)],
    )
    await put(5, { mode: 'on', accept: 80, reason: 'They are right.' }, '"0"')
    assert.deepEqual(await openAlarms(world.store), [])
  })

  it('lists the applicants of a preview in pages, and only of a preview', async () => {
    const none = await list(6)
    assert.equal(none.statusCode, 409)
    assert.deepEqual(none.json<{ state: object }>().state, { mode: 'on' })
    await put(6, { mode: 'preview', reason: 'A look.' }, '"0"')
    const applicant = (studentId: number, change: Partial<Applicant> = {}): Applicant => ({
      programId: 6,
      studentId,
      intakeVersion: 1,
      outcome: 'enroll',
      reasons: [],
      ...change,
    })
    const applicants = [
      applicant(11),
      applicant(12, { outcome: 'review', reasons: [say('age_outside', { age: 17, min: 18, max: 65 })] }),
      applicant(13, { intakeVersion: 0 }),
      applicant(14),
      applicant(15, { programId: 60 }),
    ]
    const ids = applicants.map(({ studentId }) => studentId)
    await world.store.db.transaction().execute((db) => saveApplicants(db, ids, applicants))
    const first = (await list(6, '?limit=2')).json<Page>()
    assert.deepEqual(
      first.applicants.map(({ studentId, outcome, reasons }) => [studentId, outcome, reasons]),
      [
        [11, 'enroll', []],
        [12, 'review', ['Age 17 is outside 18 to 65.']],
      ],
    )
    assert.match(first.applicants[1]?.reasonsArabic[0] ?? '', /^العمر/)
    const file = await list(6, '?format=csv&language=ar')
    assert.match(file.body, /,سيُراجَع,العمر /)
    const second = (await list(6, `?limit=2&cursor=${first.next}`)).json<Page>()
    assert.deepEqual([second.applicants.map(({ studentId }) => studentId), second.next], [[14], null])
    const reviews = (await list(6, '?outcome=review')).json<Page>()
    assert.deepEqual(
      reviews.applicants.map(({ studentId }) => studentId),
      [12],
    )
    const { applicants: counts, complete } = (await get(6)).json<Intake>()
    assert.deepEqual(counts, { enroll: 2, agent: 0, review: 1, cannot_apply: 0 })
    // The sweep has not put anybody into the queue yet.
    assert.equal(complete, false)
    assert.equal((await list(6, '?cursor=nonsense')).statusCode, 422)
  })

  it('says in a migration plan, too, why somebody is not enrolled, in both languages', async () => {
    const { store } = world
    const plan = await enterMigrationPlan(store, { programId: 6, author: 'tester' })
    const reasons = [say('no_active_course'), 'Of an earlier version.']
    await completeMigrationPlan(store, plan, [{ studentId: 11, outcome: 'person', reasons }])
    const url = `/v1/programs/6/migration-plans/${plan}/students`
    const [student] = (await world.call('GET', url)).json<{ students: Page['applicants'] }>().students
    assert.deepEqual(student?.reasons, ['The program has no active course.', 'Of an earlier version.'])
    assert.deepEqual(student.reasonsArabic, ['ليس للبرنامج دورة نشطة.', null])
  })
})
