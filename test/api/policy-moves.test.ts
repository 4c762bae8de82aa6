import assert from 'node:assert/strict'
import { type Application, applicationRef } from '../../src/contracts/application.js'
import { DEFAULT_DOCUMENT, type PolicyDocument } from '../../src/domain/policy.js'
import { UNKNOWN_PERSON } from '../../src/domain/same-person.js'
import { moveProgram } from '../../src/rules/move-program.js'
import { endRun, enterRun, latestRun } from '../../src/store/application-runs.js'
import { endDryRun, enterDryRun } from '../../src/store/dry-runs.js'
import { savePolicy } from '../../src/store/policies.js'
import { type ApiFixture, endWorkflows, newApplication, openApi, startWorkflow } from './api-fixture.js'

const STRICTER: PolicyDocument = {
  ...DEFAULT_DOCUMENT,
  eligibility: { ...DEFAULT_DOCUMENT.eligibility, minAge: 21 },
}

describe('API: moving an application to another policy version', () => {
  let api: ApiFixture
  let application: Application
  before(async () => {
    api = await openApi()
  })
  after(() => api.close())
  /** A run that began under the default policy. Then somebody wrote version 1. */
  beforeEach(async () => {
    application = newApplication()
    const { programId } = application
    const run = {
      ...application,
      run: 1,
      origin: 'api' as const,
      person: UNKNOWN_PERSON,
      previous: undefined,
    }
    await enterRun(api.store, run)
    await savePolicy(api.store, { programId, document: STRICTER, basedOn: 0, author: 'test' })
  })
  afterEach(() => endWorkflows(api.temporal, application))

  const move = (version: number, dryRun: number) =>
    api.call('POST', `/v1/enrollments/${applicationRef(application)}/policy`, {
      version,
      dryRun,
      reason: 'The same rules for everybody.',
    })
  async function dryRunOf(policy = STRICTER): Promise<number> {
    const { programId } = application
    const id = await enterDryRun(api.store, { programId, basedOn: 1, policy, courses: [], author: 'test' })
    await endDryRun(api.store, id, { students: 1 })
    return id
  }
  const versionNow = async () => (await latestRun(api.store, application))?.policyVersion
  const queued = async () =>
    (
      await api.store.db
        .selectFrom('changed_student')
        .select('student_id')
        .where('student_id', '=', application.studentId)
        .execute()
    ).length

  it('changes the register, tells the training, and has the student read again', async () => {
    await startWorkflow(api.temporal, 'progress', application)
    const dryRun = await dryRunOf()
    await api.withWorker(async () => {
      const response = await move(1, dryRun)
      assert.deepEqual([response.statusCode, response.json()], [200, { from: 0, to: 1, moved: true }])
      assert.deepEqual([await versionNow(), await queued()], [1, 1])
      const again = await move(1, dryRun)
      assert.deepEqual(again.json(), { from: 1, to: 1, moved: false })
      const back = await move(0, await dryRunOf(DEFAULT_DOCUMENT))
      assert.deepEqual(back.json(), { from: 1, to: 0, moved: true })
      assert.equal(await versionNow(), 0)
    })
  })

  it('takes the whole program forward, and back only whom it has moved', async () => {
    const { programId } = application
    const native = { programId, studentId: newApplication().studentId }
    const run = { ...native, run: 1, origin: 'api' as const, person: UNKNOWN_PERSON, previous: undefined }
    await enterRun(api.store, run)
    const move = { programId, by: 'test', dryRun: 1 }
    const target = { store: api.store, temporal: api.temporal }
    const seen: string[] = []
    const forward = await moveProgram(target, { ...move, to: 1 }, (done, of) => seen.push(`${done}/${of}`))
    assert.deepEqual([forward.moved, forward.already, seen], [1, 0, ['1/1']])
    const again = await moveProgram(target, { ...move, to: 1 }, () => undefined)
    assert.deepEqual([again.moved, again.already], [0, 1])
    const back = await moveProgram(target, { ...move, to: 0 }, () => undefined)
    assert.equal(back.moved, 1)
    assert.deepEqual([await versionNow(), (await latestRun(api.store, native))?.policyVersion], [0, 1])
  })

  it('needs a dry run of that version', async () => {
    const response = await move(1, await dryRunOf(DEFAULT_DOCUMENT))
    assert.deepEqual(
      [response.statusCode, response.json<{ type: string }>().type],
      [409, 'urn:training-orchestrator:problem:dry-run-stale'],
    )
    assert.equal((await move(1, 2_000_000_000)).statusCode, 404)
    assert.equal((await move(7, await dryRunOf())).statusCode, 422)
    assert.equal(await versionNow(), 0)
  })

  it('is refused for an application that has ended, or never ran', async () => {
    const dryRun = await dryRunOf()
    await endRun(api.store, { ...application, run: 1 }, 'withdrawn')
    const ended = await move(1, dryRun)
    assert.deepEqual([ended.statusCode, ended.json<{ state: object }>().state], [409, { stage: 'withdrawn' }])
    application = { ...application, studentId: newApplication().studentId }
    assert.equal((await move(1, dryRun)).statusCode, 404)
  })
})
