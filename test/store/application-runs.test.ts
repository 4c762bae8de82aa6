import assert from 'node:assert/strict'
import { enrollmentId, progressId } from '../../src/contracts/application.js'
import type { Transition } from '../../src/contracts/transitions.js'
import { enterRun, latestRun, latestRunsOf } from '../../src/store/application-runs.js'
import { openStore, type Store } from '../../src/store/store.js'
import { recordTransitions } from '../../src/store/transitions.js'
import { testDatabase, type TestDatabase } from '../support/postgres.js'

describe('register of applications', () => {
  let database: TestDatabase
  let store: Store
  let studentId = 0

  before(async () => {
    database = await testDatabase()
    store = openStore(database.url)
  })
  after(async () => {
    await store.close()
    await database.drop()
  })
  beforeEach(() => {
    studentId += 1
  })

  const programId = 7
  const application = () => ({ programId, studentId, run: 1 })
  const step = (change: Partial<Transition>): Transition => ({
    workflowId: (change.flow === 'progress' ? progressId : enrollmentId)(application()),
    runEpoch: 1000,
    seq: 1,
    application: application(),
    flow: 'enrollment',
    stage: 'received',
    message: 'A step.',
    at: '2026-01-01T00:00:00Z',
    task: null,
    closed: false,
    facts: {},
    ...change,
  })
  const record = (...steps: Partial<Transition>[]) => recordTransitions(store, steps.map(step))
  const present = async () => {
    const latest = await latestRun(store, application())
    return latest && [latest.run, latest.trainingStarted, latest.endedStage]
  }

  it('lets exactly one of several callers enter a run', async () => {
    const entered = await Promise.all([1, 2, 3, 4].map(() => enterRun(store, application(), 'api')))
    assert.deepEqual(entered.filter(Boolean), [true])
    assert.deepEqual(await present(), [1, false, null])
  })

  for (const stage of ['rejected', 'lapsed', 'withdrawn', 'already_certified', 'not_open'])
    it(`keeps that an enrollment ended as ${stage}`, async () => {
      await enterRun(store, application(), 'sweep')
      await record({}, { seq: 2, stage, closed: true })
      assert.deepEqual(await present(), [1, false, stage])
    })

  it('keeps a run open whose enrollment has led to training, until the training ends', async () => {
    await record({}, { seq: 2, stage: 'training_started', closed: true })
    assert.deepEqual(await present(), [1, true, null])
    await record({ flow: 'progress', runEpoch: 2000, stage: 'in_progress' })
    assert.deepEqual(await present(), [1, true, null])
    await record({ flow: 'progress', runEpoch: 2000, seq: 2, stage: 'certified', closed: true })
    assert.deepEqual(await present(), [1, true, 'certified'])
  })

  it('keeps the end of a training whose last enrollment step arrives later', async () => {
    await record({ flow: 'progress', runEpoch: 2000, seq: 2, stage: 'withdrawn', closed: true })
    await record({ seq: 3, stage: 'withdrawn', closed: true })
    assert.deepEqual(await present(), [1, true, 'withdrawn'])
  })

  it('does not confuse the runs of an application', async () => {
    await record({ seq: 2, stage: 'withdrawn', closed: true })
    await enterRun(store, { ...application(), run: 2 }, 'api')
    assert.deepEqual(await present(), [2, false, null])
    await record({ application: { ...application(), run: 2 }, runEpoch: 3000, stage: 'review' })
    assert.deepEqual(await present(), [2, false, null])
    assert.deepEqual(
      (await latestRunsOf(store, [studentId])).map(({ run, endedStage }) => [run, endedStage]),
      [[2, null]],
    )
  })

  it('gives a run the newest policy version when it is entered', async () => {
    const versionOf = async () => (await latestRun(store, application()))?.policyVersion
    await enterRun(store, application(), 'api')
    assert.equal(await versionOf(), 0)
    await store.db
      .insertInto('policy')
      .values([
        { program_id: programId, version: 1, document: '{}', author: 'test', created_at: '2026-01-02' },
        { program_id: programId, version: 2, document: '{}', author: 'test', created_at: '2026-03-01' },
        { program_id: programId + 1, version: 3, document: '{}', author: 'test', created_at: '2026-01-02' },
      ])
      .execute()
    assert.equal(await versionOf(), 0)
    await enterRun(store, { ...application(), run: 2 }, 'sweep')
    assert.equal(await versionOf(), 2)
    await record({ at: '2026-02-01T00:00:00Z', application: { ...application(), run: 3 } })
    assert.equal(await versionOf(), 1, 'a run entered from its steps has the version of its first step')
  })

  it('takes back an end that a repeated workflow task replaced', async () => {
    await record({ seq: 2, stage: 'lapsed', closed: true })
    await record({ seq: 2, stage: 'review', at: '2026-01-01T00:01:00Z' })
    assert.deepEqual(await present(), [1, false, null])
  })
})
