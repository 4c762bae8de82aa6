import { strFromU8, unzipSync } from 'fflate'
import assert from 'node:assert/strict'
import { issue } from '../../src/certificates/register.js'
import { saveAgents } from '../../src/store/agents.js'
import { savePeople } from '../../src/store/people.js'
import { createSession } from '../../src/store/sessions.js'
import { saveStaffUsers } from '../../src/store/staff-users.js'
import { exampleFacts } from '../certificates/example.js'
import { type ApiFixture, openApi, openTask, recorded } from './api-fixture.js'

const AGENT = 71
const FORMULA = '=HYPERLINK("http://example.org","x")'
const TIME = '2026-01-02T09:00:00.000Z'

describe('API: lists as files', () => {
  let world: ApiFixture
  let cookie: string
  before(async () => {
    world = await openApi()
    const { store } = world
    const { organization } = world.config
    world = {
      ...world,
      ...world.another({
        config: { ...world.config, organization: { ...organization, timeZone: 'Asia/Riyadh' } },
      }),
    }
    await saveStaffUsers(store, [
      { userId: AGENT, login: 'huda', name: 'Huda', language: 'ar', roles: ['agent'], checkedAt: new Date() },
    ])
    await saveAgents(store, [{ id: AGENT, name: 'Huda', email: null }])
    cookie = `training_session=${await createSession(store, { kind: 'staff', userId: AGENT }, new Date())}`
    await savePeople(
      store.db,
      [
        { studentId: 1, name: FORMULA, nameArabic: null, agentId: AGENT },
        { studentId: 2, name: 'Omar Haddad', nameArabic: 'عمر حداد', agentId: null },
        { studentId: 3, name: 'Never applied', nameArabic: null, agentId: null },
      ].map((person) => ({ ...person, language: 'en' as const, email: null })),
    )
    for (const studentId of [1, 2]) {
      await recorded(
        store,
        'enrollment',
        { programId: 7, studentId },
        { at: TIME, task: openTask({ since: TIME, deadline: '2026-01-20T20:59:59.999Z' }) },
      )
      await store.pool.query(
        `insert into email (kind, program_id, student_id, run, version, message_id, state, recipient, language, created_at)
         values ('welcome', 7, $1::integer, 1, '1', 'message-' || $1::integer, 'rejected', $2, 'en', $3)`,
        [studentId, `${studentId}@example.org`, TIME],
      )
    }
    await issue(
      store,
      { render: () => Promise.resolve(Buffer.from('%PDF')) },
      {
        programId: 7,
        studentId: 2,
        run: 1,
        version: 1,
        code: 'LIST',
        highestInOdoo: 0,
        publicUrl: world.config.publicUrl,
        facts: exampleFacts(),
        check: { met: true, requirements: [] },
        decision: null,
      },
    )
  })
  after(() => world.close())

  const get = async (url: string, headers?: Record<string, string>) => {
    const response = headers ? await world.app.inject({ url, headers }) : await world.call('GET', url)
    assert.equal(response.statusCode, 200, response.body.slice(0, 500))
    return response
  }
  /** The lines of a CSV file. */
  const lines = async (url: string, headers?: Record<string, string>) =>
    (await get(url, headers)).body.replace('\uFEFF', '').trimEnd().split('\r\n')

  it('are the rows of the list with its filters, in the center’s time, and run no formula', async () => {
    const { headers, body } = await get('/v1/students?format=csv&sort=name')
    assert.equal(headers['content-type'], 'text/csv; charset=utf-8')
    assert.match(String(headers['content-disposition']), /^attachment; filename="students-[\d-]+\.csv"$/)
    assert.deepEqual(body.replace('\uFEFF', '').split('\r\n'), [
      'Student,Agent,Application,Program,Stage,Since (Asia/Riyadh),"Progress, %",Task,Task since (Asia/Riyadh),Certificate',
      `"'=HYPERLINK(""http://example.org"",""x"")",Huda,7-1,Program 7,In review,2026-01-02 12:00,,Eligibility,2026-01-02 12:00,`,
      'Never applied,,,,,,,,,',
      `Omar Haddad,,7-2,Program 7,In review,2026-01-02 12:00,,Eligibility,2026-01-02 12:00,${await number()}`,
      '',
    ])
    assert.equal((await lines('/v1/students?format=csv&search=omar')).length, 2)
  })

  const number = async () => {
    const { certificates } = (await get('/v1/certificates')).json<{ certificates: { number: string }[] }>()
    return certificates[0]?.number ?? ''
  }

  it('have every row, also those of later pages', async () => {
    await world.store.pool.query(
      `insert into email (kind, program_id, student_id, run, version, message_id, state, recipient, language)
       select 'reminder', 8, 2, 1, at::text, 'many-' || at, 'accepted', 'a@example.org', 'en'
       from generate_series(1, 450) as at`,
    )
    const found = await lines('/v1/emails?format=csv&program=8&limit=3')
    assert.equal(found.length, 451)
    assert.equal(new Set(found).size, 451 - 449)
  })

  it('show an agent their own students only, in their language', async () => {
    for (const [url, own] of [
      ['/v1/students', 1],
      // The task, and the email that was rejected.
      ['/v1/reviews', 2],
      ['/v1/emails', 1],
      ['/v1/certificates', 0],
      ['/v1/overview?table=at-risk', 1],
      ['/v1/overview?table=deadlines', 1],
      ['/v1/overview?table=workload', 1],
    ] as const) {
      const found = await lines(`${url}${url.includes('?') ? '&' : '?'}format=csv`, { cookie })
      assert.equal(found.length, 1 + own, `${url}: ${found.join('\n')}`)
      assert.ok(!found.join().includes('Omar') && !found.join().includes('7-2'), url)
    }
    const [titles, student] = await lines('/v1/students?format=csv', { cookie })
    assert.match(titles ?? '', /^الطالب,المسؤول,/)
    assert.match(student ?? '', /قيد المراجعة|المراجعة/)
  })

  it('need the permission of the list, and a format and a table that it has', async () => {
    for (const url of ['/v1/audit?format=csv', '/v1/bulk-operations?format=xlsx'])
      assert.equal((await world.app.inject({ url, headers: { cookie } })).statusCode, 403, url)
    assert.equal((await world.call('GET', '/v1/students?format=pdf')).statusCode, 422)
    assert.equal((await world.call('GET', '/v1/overview?format=csv&table=students')).statusCode, 422)
  })

  it('may be workbooks that say what they are about', async () => {
    const { rawPayload, headers } = await get('/v1/reviews?format=xlsx&language=ar&programId=7')
    assert.match(String(headers['content-disposition']), /filename="tasks-[\d-]+\.xlsx"/)
    const files = unzipSync(new Uint8Array(rawPayload))
    const text = (name: string) => strFromU8(files[name] ?? new Uint8Array())
    assert.match(text('xl/worksheets/sheet1.xml'), /rightToLeft="1"/)
    assert.ok(!text('xl/worksheets/sheet1.xml').includes('<f>'))
    const strings = text('xl/sharedStrings.xml')
    for (const part of ['عمر حداد', 'programId = 7', '=HYPERLINK(']) assert.ok(strings.includes(part), part)
  })

  it('name who changed what, and the holder as a certificate has them', async () => {
    await world.call('PUT', '/v1/pauses/mail', { reason: 'x' })
    const [titles] = await lines('/v1/audit?format=csv')
    assert.match(titles ?? '', /^When \(Asia\/Riyadh\),Who,Action,What,/)
    const [, certificate] = await lines('/v1/certificates?format=csv')
    assert.match(certificate ?? '', new RegExp(`^${await number()},[^,]+,7-2,`))
  })

  it('are refused when they are too long, with what to do instead', async () => {
    await world.store.pool.query(
      `insert into email (kind, program_id, student_id, run, version, message_id, state, recipient, language)
       select 'reminder', 9, 2, 1, at::text, 'long-' || at, 'accepted', 'a@example.org', 'en'
       from generate_series(1, 10001) as at`,
    )
    const response = await world.call('GET', '/v1/emails?format=csv&program=9')
    assert.equal(response.statusCode, 422)
    assert.match(response.json<{ detail: string }>().detail, /more than 10000 rows. Filter it/)
  })
})
