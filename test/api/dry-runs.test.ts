import assert from 'node:assert/strict'
import { dryRunWorkflowId } from '../../src/contracts/dry-run.js'
import { DEFAULT_DOCUMENT } from '../../src/domain/policy.js'
import { say } from '../../src/domain/sentences/sentence.js'
import { endDryRun, enterDryRun, saveRuleChanges, type StudentRuleChange } from '../../src/store/dry-runs.js'
import { savePolicy } from '../../src/store/policies.js'
import { type ApiFixture, newApplication, openApi } from './api-fixture.js'

const DOCUMENT = DEFAULT_DOCUMENT
const STRICTER = { ...DOCUMENT, eligibility: { ...DOCUMENT.eligibility, minAge: 21 } }

interface DryRun {
  readonly id: number
  readonly state: string
  readonly basedOn: number
  readonly stale: boolean
  readonly students: number | null
  readonly settings: readonly object[]
  readonly counts: Readonly<Record<string, number>>
  readonly links: { readonly self: string; readonly changes: string }
}

interface Page {
  readonly changes: readonly {
    readonly kind: string
    readonly studentId: number
    readonly name: string | null
    readonly afterArabic: string | null
    readonly reasonArabic: string | null
  }[]
  readonly next: string | null
}

describe('API: dry runs', () => {
  let api: ApiFixture
  let programId: number
  before(async () => {
    api = await openApi()
  })
  after(() => api.close())
  beforeEach(() => {
    programId = newApplication().programId
  })

  const url = (more = '') => `/v1/programs/${programId}/dry-runs${more}`
  const put = (policy: object, version: number, dryRun: number) =>
    api.call('PUT', `/v1/programs/${programId}/policy?dryRun=${dryRun}`, policy, {
      'if-match': `"${version}"`,
    })
  /** A finished one. */
  async function finished(policy = STRICTER, changes: readonly StudentRuleChange[] = []): Promise<number> {
    const id = await enterDryRun(api.store, { programId, basedOn: 0, policy, courses: [], author: 'test' })
    await saveRuleChanges(api.store, id, changes)
    await endDryRun(api.store, id, { students: 5 })
    return id
  }
  const change = (studentId: number, more: Partial<StudentRuleChange> = {}): StudentRuleChange => ({
    studentId,
    kind: 'no_longer_eligible',
    concerned: 'applicant',
    courseIntegrationId: null,
    before: 'eligible',
    after: 'not eligible',
    reason: 'Age 19 is outside 21 to 65.',
    sentences: {
      before: say('is_eligible'),
      after: say('is_not_eligible'),
      reason: [say('age_outside', { age: 19, min: 21, max: 65 })],
    },
    ...more,
  })

  it('are compared by the worker, and answered with what differs', async () => {
    const response = await api.withWorker(() => api.call('POST', url(), { policy: STRICTER }))
    const run = response.json<DryRun>()
    // The small workflow of this test compares nobody.
    assert.deepEqual([response.statusCode, run.state, run.basedOn], [202, 'running', 0])
    assert.deepEqual(run.settings, [{ setting: 'eligibility.minAge', before: 18, after: 21 }])
    await endDryRun(api.store, run.id, { students: 7 })
    const later = (await api.call('GET', run.links.self)).json<DryRun>()
    assert.deepEqual([later.state, later.students, later.counts['becomes_eligible']], ['completed', 7, 0])
  })

  it('are accepted without a worker, to be read later', async () => {
    const { call } = api.another({ commandLimit: 50 })
    const response = await call('POST', url(), { courses: [{ courseIntegrationId: 4, included: false }] })
    assert.equal(response.statusCode, 202)
    const { id: dryRunId } = response.json<DryRun>()
    await api.temporal.workflow.getHandle(dryRunWorkflowId({ dryRunId })).terminate('end of the test')
  })

  it('list whom they concern in pages, also of one kind', async () => {
    const id = await finished(STRICTER, [
      change(11),
      change(12),
      change(13, { kind: 'course_complete', courseIntegrationId: 4, concerned: 'training' }),
    ])
    const first = (await api.call('GET', url(`/${id}/changes?limit=2`))).json<Page>()
    assert.deepEqual(
      first.changes.map(({ kind, studentId, name }) => [kind, studentId, name]),
      [
        ['course_complete', 13, null],
        ['no_longer_eligible', 11, null],
      ],
    )
    const [, ineligible] = first.changes
    assert.equal(ineligible?.afterArabic, 'غير مؤهل')
    assert.match(ineligible.reasonArabic ?? '', /^العمر .*خارج الحدود/)
    const second = (await api.call('GET', url(`/${id}/changes?cursor=${first.next}`))).json<Page>()
    assert.deepEqual([second.changes.map(({ studentId }) => studentId), second.next], [[12], null])
    const one = (await api.call('GET', url(`/${id}/changes?kind=course_complete`))).json<Page>()
    assert.deepEqual(
      one.changes.map(({ studentId }) => studentId),
      [13],
    )
    assert.equal((await api.call('GET', url(`/${id}/changes?kind=nonsense`))).statusCode, 422)
    assert.equal((await api.call('GET', url(`/${id}/changes?cursor=nonsense`))).statusCode, 422)
  })

  it('may be named by the policy that is written: any other one is a conflict', async () => {
    const id = await finished()
    const other = await put({ ...STRICTER, applicants: 'preferring' }, 0, id)
    assert.deepEqual(
      [other.statusCode, other.json<{ type: string }>().type],
      [409, 'urn:training-orchestrator:problem:dry-run-stale'],
    )
    assert.equal((await put(STRICTER, 0, id + 1_000_000)).statusCode, 404)
    assert.equal((await put(STRICTER, 0, id)).headers['etag'], '"1"')
    assert.equal((await put(STRICTER, 1, id)).statusCode, 409)
    assert.equal((await put(STRICTER, 0, id)).statusCode, 412)
  })

  it('say that somebody has written another version since', async () => {
    const id = await finished()
    await savePolicy(api.store, { programId, document: DOCUMENT, basedOn: 0, author: 'somebody' })
    assert.equal((await api.call('GET', url(`/${id}`))).json<DryRun>().stale, true)
    const listed = (await api.call('GET', url())).json<{ dryRuns: DryRun[] }>()
    assert.deepEqual(
      listed.dryRuns.map((run) => [run.id, run.stale]),
      [[id, true]],
    )
  })

  it('respond 422 to contradictions and to nothing, and 404 to a dry run of another program', async () => {
    const wrong = { ...STRICTER, eligibility: { ...STRICTER.eligibility, minAge: 90 } }
    const response = await api.call('POST', url(), { policy: wrong })
    assert.equal(response.statusCode, 422)
    assert.deepEqual(
      response.json<{ errors: { pointer: string }[] }>().errors.map(({ pointer }) => pointer),
      ['/policy/eligibility/maxAge'],
    )
    assert.equal((await api.call('POST', url(), {})).statusCode, 422)
    const id = await finished()
    programId += 1
    assert.equal((await api.call('GET', url(`/${id}`))).statusCode, 404)
  })
})
