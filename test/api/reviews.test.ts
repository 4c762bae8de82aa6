import assert from 'node:assert/strict'
import { applicationRef } from '../../src/contracts/application.js'
import { type ApiFixture, openApi, openTask, recorded } from './api-fixture.js'

interface Review {
  kind: string
  ref: string
  instructions: string
  decisions: string[]
  links: Record<string, string | null>
}

describe('API: what waits for a person', () => {
  let world: ApiFixture
  before(async () => {
    world = await openApi()
  })
  after(() => world.close())
  beforeEach(() => world.store.pool.query('truncate transition, chart_state, mail'))

  const reviews = async (query = '') =>
    (await world.call('GET', `/v1/reviews${query}`)).json<{ reviews: Review[]; next: string | null }>()
  const application = (studentId: number) => ({ programId: 7, studentId })
  const mail = (
    studentId: number,
    state: 'rejected' | 'accepted',
    kind: 'reminder' | 'review_request' = 'reminder',
  ) =>
    world.store.db
      .insertInto('email')
      .values({
        kind,
        program_id: 7,
        student_id: studentId,
        version: `${state}-${Math.random()}`,
        message_id: `${Math.random()}@example.org`,
        state,
        recipient: 'somebody@example.org',
        language: 'en',
        created_at: '2026-01-03T00:00:00.123456Z',
      })
      .execute()

  it('lists open tasks and refused mails, oldest first, with what to do and where', async () => {
    await recorded(world.store, 'enrollment', application(1), {
      task: openTask({ since: '2026-01-05T00:00:00Z' }),
    })
    await recorded(world.store, 'certificate', application(2), {
      task: openTask({ since: '2026-01-01T00:00:00Z' }),
    })
    await recorded(world.store, 'enrollment', application(3))
    await mail(4, 'rejected')
    const { reviews: found, next } = await reviews()
    assert.deepEqual(
      found.map(({ kind, ref }) => [kind, ref]),
      [
        ['task', '7-2'],
        ['email', '7-4'],
        ['task', '7-1'],
      ],
    )
    assert.equal(next, null)
    assert.deepEqual(found[0]!.decisions, ['approve', 'reject'])
    assert.equal(found[0]!.instructions, 'Look at the documents.')
    assert.equal(found[0]!.links.review, `/v1/enrollments/${applicationRef(application(2))}/review`)
    assert.match(found[1]!.instructions, /refused the reminder mail/)
  })

  it('pages without gaps or repetitions', async () => {
    for (let student = 1; student <= 3; student += 1)
      await recorded(world.store, 'enrollment', application(student), { task: openTask() })
    await mail(8, 'rejected')
    await mail(9, 'rejected')
    const found: string[] = []
    let query = '?limit=2'
    for (let page = await reviews(query); ; page = await reviews(query)) {
      found.push(...page.reviews.map(({ ref }) => ref))
      if (page.next === null) break
      query = `?limit=2&cursor=${page.next}`
    }
    assert.deepEqual(found, ['7-1', '7-2', '7-3', '7-8', '7-9'])
  })

  it('forgets a refused mail when a later one got through, or when the workflow asks about the address', async () => {
    await mail(1, 'rejected')
    await mail(1, 'accepted')
    await mail(2, 'rejected')
    await recorded(world.store, 'enrollment', application(2), { task: openTask({ kind: 'address' }) })
    // A request to a reviewer went to somebody else.
    await mail(3, 'rejected')
    await mail(3, 'accepted', 'review_request')
    assert.deepEqual(
      (await reviews()).reviews.map(({ kind, ref }) => [kind, ref]),
      [
        ['task', '7-2'],
        ['email', '7-3'],
      ],
    )
  })

  it('GET /v1/mails filters and pages the ledger', async () => {
    for (const student of [1, 2, 3]) await mail(student, student === 2 ? 'rejected' : 'accepted')
    const rejected = await world.call('GET', '/v1/mails?state=rejected')
    assert.deepEqual(
      rejected.json<{ mails: { studentId: number }[] }>().mails.map(({ studentId }) => studentId),
      [2],
    )
    const first = (await world.call('GET', '/v1/mails?limit=2')).json<{ mails: object[]; next: string }>()
    assert.equal(first.mails.length, 2)
    const rest = (await world.call('GET', `/v1/mails?limit=2&cursor=${first.next}`)).json<{
      mails: object[]
      next: null
    }>()
    assert.deepEqual([rest.mails.length, rest.next], [1, null])
    assert.equal((await world.call('GET', '/v1/mails?state=lost')).statusCode, 422)
  })
})
