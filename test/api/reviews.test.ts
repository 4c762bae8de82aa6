import assert from 'node:assert/strict'
import { applicationRef } from '../../src/contracts/application.js'
import { instruct, say } from '../../src/domain/sentences/sentence.js'
import { type ApiFixture, openApi, openTask, recorded } from './api-fixture.js'

interface Review {
  kind: string
  ref: string
  instructions: string
  instructionsArabic: string | null
  why: string[]
  whyArabic: (string | null)[]
  decisions: string[]
  links: Record<string, string | null>
}

describe('API: reviews', () => {
  let world: ApiFixture
  before(async () => {
    world = await openApi()
  })
  after(() => world.close())
  beforeEach(() => world.store.pool.query('truncate transition, flow_state, application_status, email'))

  const reviews = async (query = '') =>
    (await world.call('GET', `/v1/reviews${query}`)).json<{ reviews: Review[]; next: string | null }>()
  const application = (studentId: number) => ({ programId: 7, studentId })
  const email = (
    studentId: number,
    state: 'rejected' | 'accepted',
    kind: 'reminder' | 'welcome' | 'review_request' = 'reminder',
    { recipient = 'somebody@example.org', at = '2026-01-03T00:00:00.123456Z' } = {},
  ) =>
    world.store.db
      .insertInto('email')
      .values({
        kind,
        program_id: 7,
        student_id: studentId,
        run: 1,
        version: `${state}-${Math.random()}`,
        message_id: `${Math.random()}@example.org`,
        state,
        recipient,
        language: 'en',
        created_at: at,
      })
      .execute()

  it('lists open tasks and undelivered emails, oldest first, with instructions and links', async () => {
    await recorded(world.store, 'enrollment', application(1), {
      task: openTask({ since: '2026-01-05T00:00:00Z' }),
    })
    await recorded(world.store, 'certificate', application(2), {
      task: openTask({ since: '2026-01-01T00:00:00Z' }),
    })
    await recorded(world.store, 'enrollment', application(3))
    await email(4, 'rejected')
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
    assert.match(found[1]!.instructions, /rejected the reminder email/)
  })

  it('says in Arabic, too, what is wrong and what to do', async () => {
    const sentence = say('birth_date_missing')
    const verdict = {
      outcome: 'unknown',
      policyVersion: 1,
      factsVersion: 'f1',
      inputs: {},
      reasons: [
        { criterion: 'age', kind: 'missing', message: 'The birth date is missing.', sentence },
        { criterion: 'document', kind: 'missing', message: 'Of an earlier version.' },
      ],
    }
    await recorded(world.store, 'enrollment', application(1), {
      task: openTask(instruct(sentence, say('complete_or_decide'))),
      facts: { verdict },
    })
    const check = {
      met: false,
      requirements: [
        {
          criterion: 'overall',
          courseIntegrationId: 3,
          wanted: 'Course: overall progress of at least 80 %',
          found: '60 %',
          met: false,
          unmet: { course: 'Course', detail: { of: 'overall', least: 80, is: 60 } },
        },
      ],
    }
    await recorded(world.store, 'certificate', application(2), { task: openTask(), facts: { check } })
    await email(3, 'rejected')
    const found = (await reviews()).reviews
    const [eligibility, certificate, undelivered] = ['7-1', '7-2', '7-3'].map((ref) =>
      found.find((review) => review.ref === ref),
    )
    assert.match(eligibility?.instructions ?? '', /^The birth date is missing\. Complete the record/)
    assert.match(eligibility?.instructionsArabic ?? '', /^تاريخ الميلاد غير مسجَّل\. أكملوا السجل/)
    assert.deepEqual(eligibility?.why, ['The birth date is missing.', 'Of an earlier version.'])
    assert.deepEqual(eligibility.whyArabic, ['تاريخ الميلاد غير مسجَّل.', null])
    assert.equal(certificate?.instructionsArabic, null)
    assert.match(certificate.whyArabic[0] ?? '', /لا يقل عن \u206680%\u2069/)
    assert.match(undelivered?.instructionsArabic ?? '', /رفض خادم البريد رسالة التذكير/)

    const { missing, missingArabic } = (await world.call('GET', '/v1/enrollments/7-1')).json<{
      missing: string[]
      missingArabic: (string | null)[]
    }>()
    assert.equal(missing.length, 3)
    assert.match(missingArabic[0] ?? '', /أكملوا السجل/)
    assert.deepEqual(missingArabic.slice(1), eligibility.whyArabic)
  })

  it('pages without gaps or repetitions', async () => {
    for (let student = 1; student <= 3; student += 1)
      await recorded(world.store, 'enrollment', application(student), { task: openTask() })
    await email(8, 'rejected')
    await email(9, 'rejected')
    const found: string[] = []
    let query = '?limit=2'
    for (let page = await reviews(query); ; page = await reviews(query)) {
      found.push(...page.reviews.map(({ ref }) => ref))
      if (page.next === null) break
      query = `?limit=2&cursor=${page.next}`
    }
    assert.deepEqual(found, ['7-1', '7-2', '7-3', '7-8', '7-9'])
  })

  it('omits an undelivered email if a later one was accepted, or if a task is about the address', async () => {
    await email(1, 'rejected')
    await email(1, 'accepted')
    await email(2, 'rejected')
    await recorded(world.store, 'enrollment', application(2), { task: openTask({ kind: 'address' }) })
    // Requests to reviewers have a different recipient.
    await email(3, 'rejected')
    await email(3, 'accepted', 'review_request')
    assert.deepEqual(
      (await reviews()).reviews.map(({ kind, ref }) => [kind, ref]),
      [
        ['task', '7-2'],
        ['email', '7-3'],
      ],
    )
  })

  describe('A review of a rejected email', () => {
    const refs = async () => (await reviews()).reviews.map(({ kind, ref }) => `${kind} ${ref}`)
    /** A person decides the task about the address. */
    const decided = (decision: string, at: string) =>
      recorded(world.store, 'enrollment', application(1), {
        seq: 2,
        stage: 'address_rejected',
        at,
        facts: { decision: { decision, by: 'agent' } },
      })

    it('ends when a person decides to continue without the email', async () => {
      await email(1, 'rejected', 'welcome')
      await recorded(world.store, 'enrollment', application(1), { task: openTask({ kind: 'address' }) })
      assert.deepEqual(await refs(), ['task 7-1'])
      await decided('skip', '2026-01-03T01:00:00Z')
      assert.deepEqual(await refs(), [])
    })

    it('remains after another decision, and after a skip that is older than the rejection', async () => {
      await email(1, 'rejected', 'welcome')
      await decided('retry', '2026-01-03T01:00:00Z')
      assert.deepEqual(await refs(), ['email 7-1'])
      await world.store.pool.query('truncate transition, flow_state, application_status')
      await decided('skip', '2026-01-02T00:00:00Z')
      assert.deepEqual(await refs(), ['email 7-1'])
    })

    it('does not return with a later email to the same address, but with one to another address', async () => {
      await email(1, 'rejected', 'welcome')
      await decided('skip', '2026-01-03T01:00:00Z')
      const later = { at: '2026-01-04T00:00:00Z' }
      await email(1, 'rejected', 'reminder', later)
      assert.deepEqual(await refs(), [])
      await email(1, 'rejected', 'reminder', { ...later, recipient: 'corrected@example.org' })
      assert.deepEqual(await refs(), ['email 7-1'])
    })

    it('is the only one for its address, however many emails were rejected', async () => {
      for (const day of [3, 4, 5]) await email(1, 'rejected', 'reminder', { at: `2026-01-0${day}T00:00:00Z` })
      await email(2, 'rejected')
      await email(1, 'rejected', 'review_request')
      assert.deepEqual((await refs()).sort(), ['email 7-1', 'email 7-1', 'email 7-2'])
    })

    it('ends with the application', async () => {
      await email(1, 'rejected')
      await recorded(world.store, 'progress', application(1), { stage: 'in_progress' })
      assert.deepEqual(await refs(), ['email 7-1'])
      await recorded(world.store, 'progress', application(1), { seq: 2, stage: 'withdrawn', closed: true })
      assert.deepEqual(await refs(), [])
    })
  })

  it('omits an undelivered email of a run after which the next one has started', async () => {
    const next = { ...application(9), run: 2 }
    await recorded(world.store, 'enrollment', application(9))
    await email(9, 'rejected')
    assert.deepEqual((await reviews()).reviews.length, 1)
    await recorded(world.store, 'enrollment', next, { runEpoch: 2_000 })
    assert.deepEqual((await reviews()).reviews, [])
  })

  it('GET /v1/emails filters and pages the ledger', async () => {
    for (const student of [1, 2, 3]) await email(student, student === 2 ? 'rejected' : 'accepted')
    const rejected = await world.call('GET', '/v1/emails?state=rejected')
    assert.deepEqual(
      rejected.json<{ emails: { studentId: number }[] }>().emails.map(({ studentId }) => studentId),
      [2],
    )
    const first = (await world.call('GET', '/v1/emails?limit=2')).json<{ emails: object[]; next: string }>()
    assert.equal(first.emails.length, 2)
    const rest = (await world.call('GET', `/v1/emails?limit=2&cursor=${first.next}`)).json<{
      emails: object[]
      next: null
    }>()
    assert.deepEqual([rest.emails.length, rest.next], [1, null])
    assert.equal((await world.call('GET', '/v1/emails?state=lost')).statusCode, 422)
  })
})
