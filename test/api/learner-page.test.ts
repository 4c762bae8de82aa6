import type { InjectOptions } from 'fastify'
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { issue } from '../../src/certificates/register.js'
import { personalPageUrl } from '../../src/learner/personal-link.js'
import { enterRun } from '../../src/store/application-runs.js'
import { saveAgents } from '../../src/store/agents.js'
import { mailboxHash } from '../../src/store/identity-claims.js'
import { recordSnapshotsNotified } from '../../src/store/last-notified.js'
import { learnerAt, pageKey } from '../../src/store/learners.js'
import { forgetPeople, savePeople, type ListedPerson } from '../../src/store/people.js'
import { saveProgressNumbers } from '../../src/store/progress-numbers.js'
import { exampleFacts } from '../certificates/example.js'
import { type ApiFixture, newApplication, openApi, recorded } from './api-fixture.js'

const CREATED = '2026-01-01T08:00:00Z'
const PDF = Buffer.from('%PDF-1.7 of the learner')

describe('API: the personal page of a learner', () => {
  let world: ApiFixture
  before(async () => {
    world = await openApi()
    await saveAgents(world.store, [{ id: 9, name: 'Huda Nasser', email: 'huda@center.example' }])
  })
  after(() => world.close())

  const personOf = (studentId: number, email: string) => ({
    createdAt: CREATED,
    mailboxHash: mailboxHash(email),
    databaseUuid: null,
    studentId,
  })

  const save = (person: Partial<ListedPerson> & { studentId: number }) =>
    savePeople(world.store.db, [
      {
        name: 'Amal Al-Harbi',
        nameArabic: 'أمل الحربي',
        language: 'en',
        email: `${person.studentId}@learners.example`,
        agentId: 9,
        ...person,
      },
    ])

  /** The path of the page, as an email to that address has it. */
  async function linkTo(studentId: number, email = `${studentId}@learners.example`): Promise<string> {
    const learner = await learnerAt(world.store, studentId, personOf(studentId, email))
    return new URL(personalPageUrl('http://x.example', await pageKey(world.store), learner.link)).pathname
  }

  /** A learner in training, with a page. */
  async function learner() {
    const application = newApplication()
    const { studentId } = application
    await save({ studentId })
    await enterRun(world.store, {
      ...application,
      run: 1,
      origin: 'api',
      person: personOf(studentId, `${studentId}@learners.example`),
      previous: undefined,
    })
    return { application, studentId, path: await linkTo(studentId) }
  }

  const get = (url: string) => world.app.inject(url)
  const post = (url: string, payload: string, headers: Record<string, string> = {}) => {
    const options: InjectOptions = { method: 'POST', url, payload }
    return world.app.inject({
      ...options,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    })
  }
  const chosen = async (studentId: number) => {
    const { rows } = await world.store.pool.query<{ language: string | null; reminders_off_at: Date | null }>(
      'select language, reminders_off_at from learner where student_id = $1',
      [studentId],
    )
    return { language: rows[0]?.language, isOff: rows[0]?.reminders_off_at !== null }
  }

  it('shows where the learner stands, what is missing, whom to ask and their certificates', async () => {
    const { application, studentId, path } = await learner()
    await recorded(world.store, 'progress', application, { stage: 'in_progress' })
    const course = {
      courseIntegrationId: 3,
      name: 'Office <b>Skills',
      trackerId: studentId,
      trackerStatus: 'in_progress',
      membership: 'active',
      components: { elearning: 62.4, sessions: null, homework: 0, assessments: null },
      overall: 41.6,
      threshold: 80,
    } as const
    const readAt = new Date().toISOString()
    await recordSnapshotsNotified(world.store.db, [
      { ...application, snapshot: { readAt, hash: 'x', courses: [course], openDocuments: ['passport'] } },
    ])
    await saveProgressNumbers(world.store.db, [{ ...application, readAt, source: 'sweep', course }])
    const { number } = await issue(
      world.store,
      { render: () => Promise.resolve(PDF) },
      {
        ...application,
        run: 1,
        version: 1,
        code: 'LRN',
        highestInOdoo: 0,
        publicUrl: world.config.publicUrl,
        facts: exampleFacts(),
        check: { met: true, requirements: [] },
        decision: null,
      },
    )
    const { statusCode, body, headers } = await get(path)
    assert.equal(statusCode, 200)
    for (const text of [
      'Hello Amal Al-Harbi',
      'You are in training.',
      'Office &lt;b&gt;Skills',
      '(80% needed)',
      'Lessons: 62%',
      'Homework: 0%',
      'Document: passport. It is not approved yet.',
      'Huda Nasser',
      'mailto:huda@center.example',
      number,
      `${world.config.publicUrl}/v/`,
    ])
      assert.ok(body.replaceAll(/\s+/g, ' ').includes(text), text)
    assert.doesNotMatch(body, /<script|Sessions:/)
    assert.match(String(headers['content-security-policy']), /^default-src 'none'; style-src 'sha256-/)
    assert.equal(headers['referrer-policy'], 'no-referrer')
    assert.match(String(headers['x-robots-tag']), /noindex/)
    assert.match(String(headers['cache-control']), /no-store/)
    const pdf = await get(`${path}/certificates/${number}.pdf`)
    assert.deepEqual([pdf.statusCode, pdf.rawPayload], [200, PDF])
    const other = await learner()
    assert.equal((await get(`${other.path}/certificates/${number}.pdf`)).statusCode, 404)
  })

  it('says in Arabic, from right to left, where somebody stands who is written to in Arabic', async () => {
    const { application, studentId, path } = await learner()
    await save({ studentId, language: 'ar' })
    await recorded(world.store, 'enrollment', application, { stage: 'review' })
    const { body } = await get(path)
    assert.match(body, /<html lang="ar" dir="rtl">/)
    assert.match(body, /أمل الحربي/)
    assert.match(body, /نراجع طلبكم/)
  })

  it('changes nothing when it is opened, and only what was chosen when a form is sent', async () => {
    const { studentId, path } = await learner()
    for (const url of [path, `${path}/unsubscribe`, `${path}?reminders=off`]) await get(url)
    assert.deepEqual(await chosen(studentId), { language: null, isOff: false })
    assert.equal((await get(`${path}/reminders`)).statusCode, 404)
    const sent = await post(`${path}/reminders`, 'reminders=off')
    assert.equal(sent.statusCode, 303)
    const back = new URL(String(sent.headers.location), `http://x.example${path}/reminders`)
    assert.equal(back.pathname, path)
    assert.match(
      (await get(`${back.pathname}${back.search}`)).body,
      /Your choice is saved[^]*You have switched off/,
    )
    assert.deepEqual(await chosen(studentId), { language: null, isOff: true })
    await post(`${path}/language`, 'language=ar')
    assert.match((await get(path)).body, /<html lang="ar"/)
    await post(`${path}/reminders`, 'reminders=on')
    assert.deepEqual(await chosen(studentId), { language: 'ar', isOff: false })
    assert.equal((await post(`${path}/language`, 'language=fr')).statusCode, 422)
  })

  it('keeps the language that the learner chose when the sync reads another one in Odoo', async () => {
    const { studentId, path } = await learner()
    await post(`${path}/language`, 'language=ar')
    await save({ studentId, language: 'en', name: 'Amal Harbi' })
    assert.match((await get(path)).body, /<html lang="ar"/)
    const student = await world.call('GET', `/v1/students/${studentId}`)
    assert.equal(student.json<{ student: { language: string } }>().student.language, 'ar')
  })

  it('switches reminders off with the one click of a mail program, in either form and without a redirect', async () => {
    const boundary = '----one-click'
    const forms = [
      ['application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click'],
      [
        `multipart/form-data; boundary=${boundary}`,
        `--${boundary}\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--${boundary}--\r\n`,
      ],
    ] as const
    for (const [type, body] of forms) {
      const { studentId, path } = await learner()
      const response = await post(`${path}/unsubscribe`, body, { 'content-type': type })
      assert.equal(response.statusCode, 200, type)
      assert.deepEqual(await chosen(studentId), { language: null, isOff: true }, type)
    }
  })

  it('records each choice in the audit, once, without a name', async () => {
    const { studentId, path } = await learner()
    await post(`${path}/reminders`, 'reminders=off')
    await post(`${path}/reminders`, 'reminders=off')
    const { changes } = (await world.call('GET', `/v1/audit?studentId=${studentId}`)).json<{
      changes: { actor: { name: string }; action: string; after: object }[]
    }>()
    assert.deepEqual(
      changes.map(({ actor, action, after }) => [actor.name, action, after]),
      [['learner', 'switch_reminders', { language: null, reminders: false }]],
    )
  })

  it('says what to do where the link is invented, changed or cut, and never whose it could be', async () => {
    const { path } = await learner()
    const token = path.slice('/my/'.length)
    const flipped = Buffer.from(token, 'base64url')
    const changed = (position: number) => {
      const copy = Buffer.from(flipped)
      copy[position] = (copy[position] ?? 0) ^ 1
      return copy.toString('base64url')
    }
    const pages = new Set<string>()
    for (const wrong of [
      changed(0),
      changed(20),
      changed(47),
      token.slice(0, -1),
      `${token}A`,
      'x',
      randomBytes(48).toString('base64url'),
    ]) {
      const { statusCode, body, headers } = await get(`/my/${wrong}`)
      assert.equal(statusCode, 404, wrong)
      assert.match(String(headers['content-type']), /text\/html/)
      assert.equal(headers['referrer-policy'], 'no-referrer')
      pages.add(body)
      assert.equal((await post(`/my/${wrong}/reminders`, 'reminders=off')).statusCode, 404)
    }
    assert.equal(pages.size, 1, 'all look alike')
    assert.match([...pages].join(''), /newest email[^]*training@example\.org[^]*أحدث رسالة/)
  })

  it('ends the links of a mailbox that is not the learner’s any more, and keeps their choices', async () => {
    const { studentId, path } = await learner()
    await post(`${path}/reminders`, 'reminders=off')
    await save({ studentId, email: 'new@learners.example' })
    assert.equal((await get(path)).statusCode, 404)
    const fresh = await linkTo(studentId, 'new@learners.example')
    assert.notEqual(fresh, path)
    assert.match((await get(fresh)).body, /You have switched off/)
    assert.equal((await get(path)).statusCode, 404)
  })

  it('begins anew for another person who got the id, without the applications of the first', async () => {
    const { application, studentId, path } = await learner()
    await recorded(world.store, 'progress', application, { stage: 'in_progress' })
    await post(`${path}/reminders`, 'reminders=off')
    await save({ studentId, name: 'Omar Said', email: 'omar@learners.example' })
    const newcomer = await learnerAt(world.store, studentId, {
      ...personOf(studentId, 'omar@learners.example'),
      createdAt: '2026-09-09T00:00:00Z',
    })
    const url = new URL(personalPageUrl('http://x.example', await pageKey(world.store), newcomer.link))
      .pathname
    const { body } = await get(url)
    assert.match(body, /There is no application yet/)
    assert.match(body, /We remind you by email/)
    assert.equal((await get(path)).statusCode, 404)
  })

  it('goes with a student who is deleted in Odoo', async () => {
    const { studentId, path } = await learner()
    await forgetPeople(world.store.db, [studentId])
    assert.equal((await get(path)).statusCode, 404)
    const { rows } = await world.store.pool.query('select from learner where student_id = $1', [studentId])
    assert.equal(rows.length, 0)
  })

  it('is closed by staff where an address fell into wrong hands, until the next email', async () => {
    const { studentId, path } = await learner()
    const revoke = () =>
      world.app.inject({
        method: 'DELETE',
        url: `/v1/students/${studentId}/personal-link`,
        headers: { authorization: `Bearer ${world.key}` },
      })
    assert.equal((await revoke()).statusCode, 204)
    assert.equal((await get(path)).statusCode, 404)
    const fresh = await linkTo(studentId)
    assert.notEqual(fresh, path)
    assert.equal((await get(fresh)).statusCode, 200)
  })

  it('asks for patience where one page is opened without end', async () => {
    const { path } = await learner()
    const statuses = new Set<number>()
    for (let request = 0; request < 70; request += 1) statuses.add((await get(path)).statusCode)
    assert.deepEqual([...statuses], [200, 429])
    const { path: another } = await learner()
    assert.equal((await get(another)).statusCode, 200)
  })
})
