import assert from 'node:assert/strict'
import { DEFAULT_DOCUMENT } from '../../src/domain/policy.js'
import type { CourseRule } from '../../src/domain/course-rules.js'
import { UNKNOWN_PERSON } from '../../src/domain/same-person.js'
import { enterRun } from '../../src/store/application-runs.js'
import { noticeCourseRules } from '../../src/store/course-rules.js'
import { endDryRun, enterDryRun } from '../../src/store/dry-runs.js'
import { type ApiFixture, newApplication, openApi } from './api-fixture.js'

const RULE: CourseRule = {
  ...{ courseIntegrationId: 5, name: 'Orchard keeping', elearningCourse: 9, lessons: 10, assessments: [] },
  ...{ completionThreshold: 75, minElearningProgress: 80, minSessionsRequired: 0, minHomeworkRequired: 0 },
}

interface Report {
  readonly version: number
  readonly open: boolean
  readonly held: readonly { readonly trainings: number; readonly changes: readonly object[] }[]
  readonly history: readonly { readonly decision: string; readonly decidedBy: string | null }[]
}

describe('API: changes of courses that are made in Odoo', () => {
  let api: ApiFixture
  let programId: number
  before(async () => {
    api = await openApi()
  })
  after(() => api.close())
  beforeEach(async () => {
    const application = newApplication()
    programId = application.programId
    await enterRun(api.store, {
      ...{ ...application, run: 1, origin: 'api', person: UNKNOWN_PERSON, previous: undefined },
    })
    await api.store.db
      .updateTable('application')
      .set({ training_started_at: new Date() })
      .where('program_id', '=', programId)
      .execute()
    await noticeCourseRules(api.store, programId, [RULE], 'hold')
    await noticeCourseRules(api.store, programId, [{ ...RULE, completionThreshold: 60 }], 'hold')
  })

  const url = (more = '') => `/v1/programs/${programId}/course-rules${more}`
  const decide = (version: number, body: object) => api.call('POST', url(`/${version}/decision`), body)
  async function dryRunOf(version: number | null): Promise<number> {
    const id = await enterDryRun(api.store, {
      ...{ programId, basedOn: 0, policy: DEFAULT_DOCUMENT, courses: [], author: 'test' },
      courseRulesVersion: version,
    })
    await endDryRun(api.store, id, { students: 1 })
    return id
  }

  it('shows what was changed, and the trainings that are kept as they were', async () => {
    const report = (await api.call('GET', url())).json<Report>()
    assert.equal(report.open, true)
    assert.deepEqual(report.held, [
      {
        version: 1,
        trainings: 1,
        changes: [
          {
            ...{ courseIntegrationId: 5, course: 'Orchard keeping', setting: 'completionThreshold' },
            ...{ before: 75, after: 60 },
          },
        ],
      },
    ])
  })

  it('applies a change only after a dry run of it, once, and says who decided', async () => {
    const reason = 'The old threshold was a mistake.'
    assert.equal((await decide(2, { decision: 'apply', reason })).statusCode, 422)
    const other = await dryRunOf(null)
    assert.equal((await decide(2, { decision: 'apply', dryRun: other, reason })).statusCode, 422)
    const dryRun = await dryRunOf(2)
    const stale = await dryRunOf(1)
    assert.equal((await decide(1, { decision: 'apply', dryRun: stale, reason })).statusCode, 409)
    const applied = await decide(2, { decision: 'apply', dryRun, reason })
    assert.equal(applied.statusCode, 200, applied.body)
    const { held, open, history } = applied.json<Report>()
    assert.deepEqual([held, open, history[0]?.decision], [[], false, 'applied'])
    assert.ok(history[0]?.decidedBy)
    assert.equal((await decide(2, { decision: 'apply', dryRun, reason })).statusCode, 409)
  })

  it('keeps students in training as they are without a dry run, and refuses what is no decision', async () => {
    const kept = await decide(2, { decision: 'new_only', reason: 'Next year.' })
    assert.equal(kept.json<Report>().held[0]?.trainings, 1)
    assert.equal(kept.json<Report>().open, false)
    assert.equal((await decide(2, { decision: 'new_only', reason: 'Again.' })).statusCode, 409)
    assert.equal((await decide(2, { decision: 'new_only' })).statusCode, 422)
    assert.equal((await decide(2, { decision: 'perhaps', reason: 'Why not.' })).statusCode, 422)
    assert.equal((await decide(0, { decision: 'new_only', reason: 'Zero.' })).statusCode, 404)
    assert.equal((await decide(3, { decision: 'new_only', reason: 'Later.' })).statusCode, 409)
  })

  it('compares only the newest version', async () => {
    const compare = (courseRules: number) =>
      api.call('POST', `/v1/programs/${programId}/dry-runs`, { courseRules })
    assert.equal((await compare(1)).statusCode, 422)
    // Nothing does the work here: the dry run is entered, and Temporal does not respond.
    assert.notEqual((await compare(2)).statusCode, 422)
  })
})
