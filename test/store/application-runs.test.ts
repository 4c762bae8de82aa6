import assert from 'node:assert/strict'
import { enrollmentId, progressId } from '../../src/contracts/application.js'
import type { Transition } from '../../src/contracts/transitions.js'
import { UNKNOWN_PERSON, type Person } from '../../src/domain/same-person.js'
import { enterRun, latestRun, latestRunsOf, type NewRun } from '../../src/store/application-runs.js'
import { readLastNotified, recordFactsNotified } from '../../src/store/last-notified.js'
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
  const newRun = (change: Partial<NewRun> = {}): NewRun => ({
    ...application(),
    origin: 'api',
    person: UNKNOWN_PERSON,
    previous: undefined,
    ...change,
  })
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
    const entered = await Promise.all([1, 2, 3, 4].map(() => enterRun(store, newRun())))
    assert.deepEqual(entered.filter(Boolean), [true])
    assert.deepEqual(await present(), [1, false, null])
  })

  for (const stage of ['rejected', 'lapsed', 'withdrawn', 'already_certified', 'not_open'])
    it(`keeps that an enrollment ended as ${stage}`, async () => {
      await enterRun(store, newRun())
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
    await enterRun(store, newRun({ run: 2, previous: await latestRun(store, application()) }))
    assert.deepEqual(await present(), [2, false, null])
    await record({ application: { ...application(), run: 2 }, runEpoch: 3000, stage: 'review' })
    assert.deepEqual(await present(), [2, false, null])
    assert.deepEqual(
      (await latestRunsOf(store, [studentId])).map(({ run, endedStage }) => [run, endedStage]),
      [[2, null]],
    )
  })

  it('carries nothing of another person’s run over to the next one', async () => {
    const person = { createdAt: '2026-01-05T08:00:00Z', mailboxHash: 'mailbox-1', databaseUuid: null }
    const another = { ...person, createdAt: '2026-11-20T10:00:00Z', mailboxHash: 'mailbox-2' }
    const enterNext = async (next: Person) => {
      const previous = await latestRun(store, application())
      const run = (previous?.run ?? 0) + 1
      await enterRun(store, newRun({ run, person: next, previous }))
      await recordFactsNotified(store.db, [{ ...application(), version: `run-${run}`, contactId: null }])
      return latestRun(store, application())
    }
    const known = async () => (await readLastNotified(store, [studentId])).length
    const first = await enterNext(person)
    assert.deepEqual([first?.person, first?.personNumber], [person, 1])

    await enterRun(store, newRun({ run: 2, person, previous: first }))
    assert.equal(await known(), 1, 'the same person’s next run')
    assert.equal((await latestRun(store, application()))?.personNumber, 1)

    await enterRun(
      store,
      newRun({ run: 3, person: another, previous: await latestRun(store, application()) }),
    )
    assert.equal(await known(), 0, 'the newcomer’s run')
    const newcomer = await latestRun(store, application())
    assert.deepEqual([newcomer?.person, newcomer?.personNumber], [another, 2])
    assert.deepEqual((await enterNext(person))?.personNumber, 3)
  })

  it('gives a run the newest policy version when it is entered', async () => {
    const versionOf = async () => (await latestRun(store, application()))?.policyVersion
    await enterRun(store, newRun({ origin: 'api' }))
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
    await enterRun(store, newRun({ run: 2 }))
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
