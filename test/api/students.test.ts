import assert from 'node:assert/strict'
import { issue } from '../../src/certificates/register.js'
import type { Application } from '../../src/contracts/application.js'
import { saveAgents } from '../../src/store/agents.js'
import { savePeople, type ListedPerson } from '../../src/store/people.js'
import { exampleFacts } from '../certificates/example.js'
import { type ApiFixture, openApi, openTask, recorded } from './api-fixture.js'

interface Student {
  studentId: number
  name: string
  agent: { id: number; name: string | null } | null
  certificates?: { number: string }[]
  applications: {
    ref: string
    stage: string
    stageSince: string
    progress: { overall: number; asOf: string } | null
    openTask: { kind: string; since: string } | null
  }[]
}

interface Students {
  students: Student[]
  next: string | null
  total: { count: number; isExact: boolean } | null
}

/** Issues a certificate with an empty PDF. */
const issueCertificate = ({ store, config }: ApiFixture, application: Application) =>
  issue(
    store,
    { render: () => Promise.resolve(Buffer.from('')) },
    {
      ...application,
      run: 1,
      version: 1,
      code: 'LIST',
      highestInOdoo: 0,
      publicUrl: config.publicUrl,
      facts: exampleFacts(),
      check: { met: true, requirements: [] },
      decision: null,
    },
  )

const person = (studentId: number, name: string, change: Partial<ListedPerson> = {}): ListedPerson => ({
  studentId,
  name,
  nameArabic: null,
  language: 'en',
  email: `student${studentId}@example.org`,
  agentId: null,
  ...change,
})

describe('API: students', () => {
  let world: ApiFixture
  before(async () => {
    world = await openApi()
    await saveAgents(world.store, [{ id: 9, name: 'Huda', email: null }])
    await savePeople(world.store.db, [
      person(1, 'Omar Said', { agentId: 9 }),
      person(2, 'Élodie Martin', { nameArabic: 'إيلودي مارتن', agentId: 10 }),
      person(3, 'Ahmad Ali', { nameArabic: 'أحمد علي', language: 'ar', agentId: 9 }),
      person(4, 'Zoë Ali', { nameArabic: 'زوي علي' }),
    ])
    await recorded(
      world.store,
      'enrollment',
      { programId: 7, studentId: 1 },
      {
        task: openTask({ since: '2026-01-05T00:00:00.000Z' }),
        at: '2026-01-05T00:00:00.000Z',
      },
    )
    await recorded(
      world.store,
      'enrollment',
      { programId: 8, studentId: 1 },
      {
        stage: 'enrolling',
        at: '2026-01-09T00:00:00.000Z',
      },
    )
    await recorded(
      world.store,
      'progress',
      { programId: 7, studentId: 3 },
      {
        stage: 'problem',
        task: openTask({ kind: 'problem', since: '2026-01-02T00:00:00.000Z' }),
        at: '2026-01-07T00:00:00.000Z',
      },
    )
  })
  after(() => world.close())

  const list = async (query = '') => {
    const response = await world.call('GET', `/v1/students${query}`)
    assert.equal(response.statusCode, 200, response.body)
    return response.json<Students>()
  }
  const ids = async (query = '') => (await list(query)).students.map(({ studentId }) => studentId)

  it('lists all by name, with agent, applications and progress', async () => {
    const asOf = '2026-01-06T00:00:00.000Z'
    const course = { program_id: 7, student_id: 3, threshold: 80, tracker_status: 'in_progress' }
    const unknown = { elearning: null, sessions: null, homework: null, assessments: null }
    const reading = { read_at: asOf, source: 'sweep', membership: 'active' } as const
    await world.store.db
      .insertInto('progress_number')
      .values([
        { ...course, ...unknown, ...reading, tracker_id: 1, course_integration_id: 1, overall: 50 },
        { ...course, ...unknown, ...reading, tracker_id: 2, course_integration_id: 2, overall: 25 },
      ])
      .execute()
    const { students, total } = await list()
    assert.deepEqual(
      students.map(({ name }) => name),
      ['Ahmad Ali', 'Élodie Martin', 'Omar Said', 'Zoë Ali'],
    )
    assert.deepEqual(total, { count: 4, isExact: true })
    const [ahmad, , omar, zoe] = students
    assert.deepEqual(ahmad?.agent, { id: 9, name: 'Huda' })
    assert.deepEqual(ahmad.applications[0]?.progress, { overall: 37.5, asOf })
    assert.deepEqual(
      omar?.applications.map(({ ref, stage }) => `${ref} ${stage}`),
      ['7-1 review', '8-1 enrolling'],
    )
    assert.equal(omar.applications[0]?.openTask?.since, '2026-01-05T00:00:00.000Z')
    assert.deepEqual([zoe?.agent, zoe?.applications], [null, []])
  })

  it('finds by name in either script however it is written, email and number', async () => {
    assert.deepEqual(await ids('?search=zoe'), [4])
    assert.deepEqual(await ids(`?search=${encodeURIComponent('ELODIE mar')}`), [2])
    assert.deepEqual(await ids(`?search=${encodeURIComponent('احمد على')}`), [3])
    assert.deepEqual(await ids(`?search=${encodeURIComponent('ali')}`), [3, 4])
    assert.deepEqual(await ids('?search=student2%40exa'), [2])
    assert.deepEqual(await ids('?search=4'), [4])
    assert.deepEqual(await ids('?search=%25_%27'), [])
    assert.deepEqual((await list('?search=nobody')).total, { count: 0, isExact: true })
  })

  it('finds students and certificates from one field', async () => {
    const { number } = await issueCertificate(world, { programId: 7, studentId: 3 })
    const search = async (q: string) =>
      (await world.call('GET', `/v1/search?q=${encodeURIComponent(q)}`)).json<{
        students: { studentId: number }[]
        certificates: { number: string; student: { name: string } | null }[]
      }>()
    assert.deepEqual(
      (await search('علي احم')).students.map(({ studentId }) => studentId),
      [3],
    )
    const { students, certificates } = await search(number.slice(0, 8).toLowerCase())
    assert.deepEqual(students, [])
    assert.deepEqual(
      certificates.map((certificate) => [certificate.number, certificate.student?.name]),
      [[number, 'Ahmad Ali']],
    )
    assert.deepEqual(await search('%'), { students: [], certificates: [] })
    assert.deepEqual((await list('?search=ahmad')).students[0]?.certificates?.[0]?.number, number)
  })

  it('filters by agent, program, stage and kind of task of one application', async () => {
    assert.deepEqual(await ids('?agentId=9'), [3, 1])
    assert.deepEqual(await ids('?agentId=0'), [4])
    assert.deepEqual(await ids('?programId=8'), [1])
    assert.deepEqual(await ids('?stage=review'), [1])
    assert.deepEqual(await ids('?programId=8&stage=review'), [])
    assert.deepEqual(await ids('?taskKind=problem&agentId=9'), [3])
  })

  it('sorts by the Arabic name, the last change and the longest wait', async () => {
    assert.deepEqual(await ids('?sort=name_arabic'), [1, 3, 2, 4])
    assert.deepEqual(await ids('?sort=recent'), [1, 3])
    assert.deepEqual(await ids('?sort=waiting'), [3, 1])
    assert.deepEqual((await list('?sort=waiting&programId=7')).total?.count, 2)
  })

  it('pages without gaps or repetitions in every order', async () => {
    for (const sort of ['name', 'name_arabic', 'recent', 'waiting']) {
      const all = await ids(`?sort=${sort}`)
      const found: number[] = []
      let next: string | null = ''
      while (next !== null) {
        const page: Students = await list(`?sort=${sort}&limit=1${next && `&cursor=${next}`}`)
        found.push(...page.students.map(({ studentId }) => studentId))
        assert.equal(page.total === null, next !== '')
        next = page.next
      }
      assert.deepEqual(found, all, sort)
    }
  })

  it('rejects a cursor of another order, and one that is none', async () => {
    const { next } = await list('?sort=recent&limit=1')
    for (const cursor of [
      next,
      'bm9uZQ',
      Buffer.from('["recent","2026-02-31T00:00:00.000000Z",1]').toString('base64url'),
    ])
      assert.equal((await world.call('GET', `/v1/students?cursor=${cursor}`)).statusCode, 422)
  })

  it('shows one student with everything about each application', async () => {
    const { student, applications } = (await world.call('GET', '/v1/students/1')).json<{
      student: { name: string; email: string }
      applications: {
        ref: string
        student: { name: string }
        positions: { box: string | null; state: string }[]
        commands: string[]
        steps: { temporal: string | null }[]
      }[]
    }>()
    assert.deepEqual([student.name, student.email], ['Omar Said', 'student1@example.org'])
    const first = applications[0]!
    assert.deepEqual([first.ref, first.student.name], ['7-1', 'Omar Said'])
    assert.deepEqual(
      first.positions.map(({ box, state }) => [box, state]),
      [
        ['D', 'open'],
        [null, 'not_started'],
        [null, 'not_started'],
      ],
    )
    assert.deepEqual(first.commands, ['decide', 'withdraw'])
    assert.equal(first.steps.length, 1)
    assert.equal((await world.call('GET', '/v1/students/99')).statusCode, 404)
  })

  it('names the student and their agent in lists of applications and reviews', async () => {
    const enrollments = (await world.call('GET', '/v1/enrollments?program=7')).json<{
      enrollments: { student: { name: string } | null; programName: string }[]
    }>()
    assert.deepEqual(
      enrollments.enrollments.map(({ student, programName }) => [student?.name, programName]),
      [
        ['Omar Said', 'Program 7'],
        ['Ahmad Ali', 'Program 7'],
      ],
    )
    const reviews = async (query: string) =>
      (await world.call('GET', `/v1/reviews${query}`))
        .json<{ reviews: { ref: string; student: { name: string; agent: { name: string } } }[] }>()
        .reviews.map(({ ref, student }) => [ref, student.name, student.agent.name])
    assert.deepEqual(await reviews('?agentId=9&taskKind=problem'), [['7-3', 'Ahmad Ali', 'Huda']])
    assert.deepEqual(await reviews('?agentId=10'), [])
  })

  it('says why a task is open and what the decision is based on', async () => {
    const reason = { criterion: 'age', kind: 'missing', message: 'The birth date is missing.' }
    const verdict = {
      outcome: 'unknown',
      reasons: [reason],
      policyVersion: 2,
      factsVersion: 'x',
      inputs: { age: null },
    }
    await recorded(
      world.store,
      'enrollment',
      { programId: 70, studentId: 2 },
      {
        task: openTask(),
        facts: { verdict },
      },
    )
    const { reviews } = (await world.call('GET', '/v1/reviews?programId=70')).json<{
      reviews: { why: string[]; basis: { verdict: { inputs: object } | null; check: object | null } }[]
    }>()
    assert.deepEqual(reviews[0]?.why, ['The birth date is missing.'])
    assert.deepEqual([reviews[0].basis.verdict?.inputs, reviews[0].basis.check], [{ age: null }, null])
  })
})
