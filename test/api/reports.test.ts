import type { LightMyRequestResponse } from 'fastify'
import { strFromU8, unzipSync } from 'fflate'
import assert from 'node:assert/strict'
import { extractText } from 'unpdf'
import { issue } from '../../src/certificates/register.js'
import { saveComment } from '../../src/store/comments.js'
import { savePeople } from '../../src/store/people.js'
import { createSession } from '../../src/store/sessions.js'
import { saveStaffUsers } from '../../src/store/staff-users.js'
import { exampleFacts } from '../certificates/example.js'
import { type ApiFixture, openApi, openTask, recorded } from './api-fixture.js'

interface Preview {
  readonly asOf: string
  readonly columns: readonly {
    readonly id: string
    readonly words: Readonly<Record<string, string>> | null
  }[]
  readonly rows: readonly (readonly (string | number | null)[])[]
  readonly hasMore: boolean
  readonly notes: readonly { readonly note: string }[]
}

const AGENT = 71
const at = (day: string) => `${day}T09:00:00.000Z`
const of = (studentId: number) => ({ programId: 7, studentId })

describe('API: reports', () => {
  let world: ApiFixture

  before(async () => {
    world = await openApi()
    const { store } = world
    await saveStaffUsers(store, [
      { userId: AGENT, login: 'huda', name: 'Huda', language: 'ar', roles: ['agent'], checkedAt: new Date() },
    ])
    await savePeople(
      store.db,
      [
        { studentId: 1, name: '=HYPERLINK("http://example.org","x")', nameArabic: null, agentId: AGENT },
        { studentId: 2, name: 'Omar Haddad', nameArabic: 'عمر حداد', agentId: null },
        { studentId: 3, name: '＝1+1', nameArabic: null, agentId: AGENT },
      ].map((person) => ({ ...person, language: 'en' as const, email: null })),
    )
    // 1 is in training and completes a course; 2 waits for a decision.
    await recorded(store, 'enrollment', of(1), {
      stage: 'training_started',
      closed: true,
      at: at('2026-01-01'),
    })
    await recorded(store, 'progress', of(1), { stage: 'in_progress', at: at('2026-01-02') })
    await recorded(store, 'progress', of(1), {
      seq: 2,
      stage: 'in_progress',
      at: at('2026-01-05'),
      facts: { course: { courseIntegrationId: 9 } },
    })
    await recorded(store, 'enrollment', of(2), {
      stage: 'review',
      at: at('2026-01-03'),
      task: openTask({ since: at('2026-01-03') }),
    })
  })
  after(() => world.close())

  const get = async (url: string, headers: Record<string, string> = {}): Promise<LightMyRequestResponse> => {
    const response = await world.call('GET', url, undefined, headers)
    assert.equal(response.statusCode, 200, response.body.slice(0, 500))
    return response
  }
  const preview = async (url: string) => (await get(url)).json<Preview>()
  const records = async (url: string) => {
    const { columns, rows } = await preview(url)
    return rows.map((row) => Object.fromEntries(columns.map(({ id }, index) => [id, row[index] ?? null])))
  }

  it('gives the same progress report as of a moment of the past, whatever happened since', async () => {
    const url = '/v1/reports/progress?asOf=2026-01-10&format=csv'
    const first = (await get(url)).rawPayload
    await recorded(world.store, 'progress', of(1), {
      seq: 3,
      stage: 'certified',
      closed: true,
      at: at('2026-01-20'),
    })
    await recorded(world.store, 'enrollment', of(2), {
      seq: 2,
      stage: 'rejected',
      closed: true,
      at: at('2026-01-21'),
      facts: { decision: { decision: 'reject', by: `user:${AGENT}` } },
    })
    await recorded(world.store, 'enrollment', of(3), { stage: 'received', at: at('2026-01-22') })
    assert.deepEqual((await get(url)).rawPayload, first)
    const rows = await records('/v1/reports/progress?asOf=2026-01-10')
    assert.deepEqual(
      rows.map(({ application, stage, since, task, coursesCompleted, ended }) => [
        application,
        stage,
        since,
        task,
        coursesCompleted,
        ended,
      ]),
      [
        ['7-1', 'in_progress', at('2026-01-02'), null, 1, null],
        ['7-2', 'review', at('2026-01-03'), 'eligibility', 0, null],
      ],
    )
    const now = await records('/v1/reports/progress')
    assert.deepEqual(
      now.map(({ application, stage, ended }) => [application, stage, ended]),
      [
        ['7-1', 'certified', at('2026-01-20')],
        ['7-2', 'rejected', at('2026-01-21')],
        ['7-3', 'received', null],
      ],
    )
  })

  it('leaves out what is not logged as of the past, and says so', async () => {
    const ids = async (url: string) => (await preview(url)).columns.map(({ id }) => id)
    assert.ok((await ids('/v1/reports/progress')).includes('progress'))
    assert.ok(!(await ids('/v1/reports/progress?asOf=2026-01-10')).includes('progress'))
    const { notes } = await preview('/v1/reports/progress?asOf=2026-01-10')
    assert.ok(notes.some(({ note }) => note === 'no_numbers_of_the_past'))
  })

  it('writes CSV that Excel reads as UTF-8, and that runs no formula of a name', async () => {
    const { headers, body } = await get('/v1/reports/progress?format=csv&language=ar')
    assert.equal(headers['content-type'], 'text/csv; charset=utf-8')
    assert.match(String(headers['content-disposition']), /^attachment; filename="progress-[\d-]+\.csv"$/)
    assert.ok(body.startsWith('\uFEFFالطلب,الطالب,'))
    assert.ok(body.includes(',عمر حداد,') && body.includes(',مرفوض,'))
    assert.ok(body.includes(`"'=HYPERLINK(""http://example.org"",""x"")"`) && body.includes(`,'＝1+1,`))
  })

  it('counts applications per month, with what had become of them by then', async () => {
    const counts = async (query: string) =>
      (await records(`/v1/reports/enrollment${query}`)).map(
        ({ month, applied, enrolled, certified, otherwiseEnded, open, completionRate, medianDays }) =>
          [month, applied, enrolled, certified, otherwiseEnded, open, completionRate, medianDays] as const,
      )
    assert.deepEqual(await counts(''), [['2026-01', 3, 1, 1, 1, 1, 100, 19]])
    assert.deepEqual(await counts('?asOf=2026-01-10'), [['2026-01', 2, 1, 0, 0, 2, 0, null]])
    assert.deepEqual(await counts('?to=2026-01-02'), [['2026-01', 1, 1, 1, 0, 0, 100, 19]])
    assert.deepEqual(await counts('?programId=8'), [])
  })

  it('names who decided what, why, and under which version of the policy', async () => {
    const { store } = world
    const application = of(4)
    const comment = await saveComment(store, {
      application,
      text: 'Documents seen',
      author: `user:${AGENT}`,
      commandId: 'command-4',
    })
    await recorded(store, 'enrollment', application, {
      at: at('2026-02-01'),
      task: openTask({ since: at('2026-02-01') }),
    })
    await recorded(store, 'enrollment', application, {
      seq: 2,
      at: at('2026-02-03'),
      facts: { decision: { decision: 'approve', by: `user:${AGENT}`, comment } },
    })
    // The next step repeats the decision that it is based on.
    await recorded(store, 'enrollment', application, {
      seq: 3,
      stage: 'enrolling',
      at: at('2026-02-03'),
      facts: { decision: { decision: 'approve', by: `user:${AGENT}`, comment } },
    })
    await recorded(store, 'progress', application, { stage: 'in_progress', at: at('2026-02-04') })
    await recorded(store, 'progress', application, {
      seq: 2,
      stage: 'paused',
      at: at('2026-02-05'),
      facts: { command: { by: 'cli:me' } },
    })
    const rows = await records('/v1/reports/decisions?from=2026-02-01&to=2026-02-28')
    assert.deepEqual(
      rows.map((row) => [
        row.task,
        row.decision,
        row.decidedBy,
        row.reason,
        row.waitedDays,
        row.policyVersion,
      ]),
      [
        ['eligibility', 'approve', 'Huda', 'Documents seen', 2, 0],
        [null, 'pause', 'cli:me', null, null, 0],
      ],
    )
  })

  it('shows each certificate in the state that it had then', async () => {
    const { store } = world
    const { number } = await issue(
      store,
      { render: () => Promise.resolve(Buffer.from('%PDF')) },
      {
        ...of(1),
        run: 1,
        version: 1,
        code: 'REP',
        highestInOdoo: 0,
        publicUrl: world.config.publicUrl,
        facts: exampleFacts(),
        check: { met: true, requirements: [] },
        decision: null,
      },
    )
    const issued = new Date()
    const url = `/v1/reports/certificates?format=csv&asOf=${issued.toISOString()}`
    const first = (await get(url)).body
    assert.ok(first.includes(number) && first.includes(',Valid,'), first)
    await store.pool.query(
      `update certificate set state = 'withdrawn', state_since = now() where number = $1`,
      [number],
    )
    assert.equal((await get(url)).body, first)
    assert.deepEqual(
      (await records('/v1/reports/certificates')).map((row) => [row.number, row.state]),
      [[number, 'withdrawn']],
    )
  })

  it('lists outages that are over, and pauses', async () => {
    const { pool } = world.store
    await pool.query(
      `insert into circuit (system, state, since, failure_type) values ('odoo', 'open', '2026-03-01T09:00:00Z', 'OdooUnavailable')`,
    )
    await pool.query(`update circuit set state = 'closed', since = null where system = 'odoo'`)
    await pool.query(
      `insert into system_pause (system, reason, author, paused_at) values ('mail', 'New server', 'cli:me', '2026-03-02T09:00:00Z')`,
    )
    const rows = await records('/v1/reports/integration?from=2026-03-01&to=2026-03-31')
    assert.deepEqual(
      rows.map(({ event, system, began, state }) => [event, system, began, state]),
      [
        ['outage', 'odoo', at('2026-03-01'), 'over'],
        ['pause', 'mail', at('2026-03-02'), 'lasting'],
      ],
    )
    const [outage] = await records('/v1/reports/integration?from=2026-03-01&asOf=2026-03-01')
    assert.deepEqual([outage?.state, outage?.ended], ['lasting', null])
    const file = await get('/v1/reports/integration?from=2026-03-01&to=2026-03-31&format=csv&language=ar')
    assert.match(file.body, /,Odoo غير متاح\r\n[^]*,New server\r\n/)
  })

  it('gives agents reports about their own students only', async () => {
    const token = await createSession(world.store, { kind: 'staff', userId: AGENT }, new Date())
    const asAgent = (url: string) =>
      world.app.inject({ url, headers: { cookie: `training_session=${token}` } })
    const csv = await asAgent('/v1/reports/progress?format=csv')
    assert.equal(csv.statusCode, 200)
    assert.ok(csv.body.includes('7-1') && csv.body.includes('7-3') && !csv.body.includes('7-2'))
    const decisions = await asAgent('/v1/reports/decisions')
    assert.deepEqual(decisions.json<Preview>().rows, [])
    const enrollment = (await asAgent('/v1/reports/enrollment')).json<Preview>()
    assert.equal(enrollment.rows[0]?.[2], 2)
  })

  it('writes a workbook with real dates and numbers, from right to left in Arabic', async () => {
    const { rawPayload, headers } = await get('/v1/reports/progress?format=xlsx&language=ar')
    assert.match(String(headers['content-type']), /spreadsheetml/)
    const files = unzipSync(new Uint8Array(rawPayload))
    const text = (name: string) => strFromU8(files[name] ?? new Uint8Array())
    const sheet = text('xl/worksheets/sheet1.xml')
    assert.match(sheet, /rightToLeft="1"/)
    // 2026-01-01 12:00 in the center is a number of days, formatted as a date; 1 is a number.
    assert.match(sheet, /<c r="E2"[^>]*><v>46023\.\d+<\/v>/)
    assert.match(sheet, /<c r="D2"[^>]*><v>1<\/v>/)
    assert.ok(!sheet.includes('<f>'))
    const strings = text('xl/sharedStrings.xml')
    assert.ok(strings.includes('عمر حداد') && strings.includes('=HYPERLINK('))
  })

  it('writes a printable PDF that says whose it is, as of when, and on which page one is', async () => {
    const { rawPayload } = await get('/v1/reports/progress?format=pdf&asOf=2026-01-10&programId=7')
    const { totalPages, text } = await extractText(new Uint8Array(rawPayload), { mergePages: true })
    assert.equal(totalPages, 1)
    for (const part of [
      world.config.organization.name,
      'As of: 2026-01-10',
      'Program: Program 7',
      'Page 1 of 1',
      'Omar Haddad',
      'Percentages and agents are only known as of now',
    ])
      assert.ok(text.includes(part), `${part} in ${text}`)
    const again = await get('/v1/reports/progress?format=pdf&asOf=2026-01-10&programId=7')
    assert.deepEqual(again.rawPayload, rawPayload)
    const arabic = await get('/v1/reports/progress?format=pdf&language=ar')
    assert.ok(arabic.rawPayload.length > 10_000)
  })

  it('refuses days that do not exist or are not over, and a PDF that is too long', async () => {
    for (const query of ['asOf=2026-02-30', 'asOf=2999-01-01', 'from=2026-02-30']) {
      const response = await world.call('GET', `/v1/reports/progress?${query}`)
      assert.equal(response.statusCode, 422, `${query} ${response.body}`)
    }
    await world.store.pool.query(
      `insert into transition (workflow_id, run_epoch, seq, program_id, student_id, run, flow, version, stage, message, closed, facts, at)
       select 'enrollment/8/' || id, 1, 1, 8, id, 1, 'enrollment', 1, 'received', 'A step.', false, '{}', now()
       from generate_series(1, 1001) as id`,
    )
    const response = await world.call('GET', '/v1/reports/progress?programId=8&format=pdf')
    assert.equal(response.statusCode, 422)
    assert.match(response.body, /more than 1000 rows/)
    const { rows, hasMore } = await preview('/v1/reports/progress?programId=8&limit=3')
    assert.deepEqual([rows.length, hasMore], [3, true])
    const lines = (await get('/v1/reports/progress?programId=8&format=csv')).body.trimEnd().split('\r\n')
    assert.equal(lines.length, 1002)
  })
})
