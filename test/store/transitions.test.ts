import assert from 'node:assert/strict'
import fc from 'fast-check'
import pg from 'pg'
import { certificateId, enrollmentId, progressId } from '../../src/contracts/application.js'
import type { Transition } from '../../src/contracts/transitions.js'
import { say } from '../../src/domain/sentences/sentence.js'
import { openStore, type Store } from '../../src/store/store.js'
import { rebuildReadModel, recordTransitions } from '../../src/store/transitions.js'
import { testDatabase, type TestDatabase } from '../support/postgres.js'

const application = { programId: 7, studentId: 4711, run: 1 }

const step = (change: Partial<Transition>): Transition => ({
  workflowId: enrollmentId(application),
  runEpoch: 1000,
  seq: 1,
  application,
  flow: 'enrollment',
  stage: 'received',
  message: 'Application received.',
  at: '2026-01-01T00:00:00Z',
  task: null,
  closed: false,
  facts: {},
  ...change,
})

const task = (since: string) => ({
  kind: 'eligibility' as const,
  instructions: 'Check the documents.',
  decisions: ['approve' as const],
  since,
  reminders: 0,
  escalated: false,
})

const steps = fc.array(
  fc
    .record({
      kind: fc.constantFrom('enrollment', 'progress', 'v1', 'v2'),
      studentId: fc.integer({ min: 1, max: 3 }),
      runEpoch: fc.integer({ min: 1, max: 3 }),
      seq: fc.integer({ min: 1, max: 4 }),
    })
    .map(({ kind, studentId, runEpoch, seq }) => {
      const application = { programId: 1, studentId, run: 1 }
      // A step's content follows from its key: a workflow never records two steps under one number.
      const content = {
        stage: `${kind}-${runEpoch}-${seq}`,
        task: seq % 2 ? task(`2026-01-0${seq}T00:00:00Z`) : null,
      }
      const at = new Date(runEpoch * 100_000 + seq).toISOString()
      const [flow, workflowId] =
        kind === 'enrollment'
          ? (['enrollment', enrollmentId(application)] as const)
          : kind === 'progress'
            ? (['progress', progressId(application)] as const)
            : (['certificate', certificateId(application, kind === 'v1' ? 1 : 2)] as const)
      return step({ ...content, flow, workflowId, application, runEpoch, seq, at, closed: seq === 4 })
    }),
  { minLength: 1, maxLength: 30 },
)

const withOrderAndRepeats = steps.chain((all) =>
  fc.record({
    all: fc.constant(all),
    shuffled: fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 }),
    batch: fc.integer({ min: 1, max: 7 }),
  }),
)

describe('read model', () => {
  let database: TestDatabase
  let store: Store

  before(async () => {
    database = await testDatabase()
    store = openStore(database.url)
  })
  after(async () => {
    await store.close()
    await database.drop()
  })
  beforeEach(async () => {
    await store.pool.query('truncate transition, flow_state, application_status')
  })

  const states = async () => ({
    flows: (await store.pool.query<object>('select * from flow_state order by 1, 2, 3')).rows,
    applications: (await store.pool.query<object>('select * from application_status order by 1, 2')).rows,
  })
  const status = () => store.db.selectFrom('application_status').selectAll().executeTakeFirstOrThrow()

  it('has the same rows for any order, batches and repetitions of steps, and after a rebuild', async () => {
    await fc.assert(
      fc.asyncProperty(withOrderAndRepeats, async ({ all, shuffled, batch }) => {
        await store.pool.query('truncate transition, flow_state, application_status')
        await recordTransitions(store, all)
        const expected = await states()
        await store.pool.query('truncate transition, flow_state, application_status')
        for (let at = 0; at < shuffled.length; at += batch)
          await recordTransitions(store, shuffled.slice(at, at + batch))
        assert.deepEqual(await states(), expected)
        await rebuildReadModel(store)
        assert.deepEqual(await states(), expected)
      }),
      { numRuns: 40 },
    )
  })

  it('keeps the first message of a step that is recorded again', async () => {
    await recordTransitions(store, [step({ message: 'first' })])
    await recordTransitions(store, [step({ message: 'second' })])
    assert.equal((await status()).message, 'first')
  })

  it('keeps the sentences of a message; a step of an earlier version has none', async () => {
    const sentences = [say('paused', { by: 'user:7' })]
    const stored = async () => [
      (await status()).sentences,
      ...(await store.db.selectFrom('transition').select('sentences').orderBy('seq').execute()).map(
        (row) => row.sentences,
      ),
    ]
    await recordTransitions(store, [step({})])
    assert.deepEqual(await stored(), [null, null])
    await recordTransitions(store, [step({ seq: 2, sentences })])
    assert.deepEqual(await stored(), [sentences, null, sentences])
  })

  it('keeps the later of two records with one number, and deletes later steps of the earlier attempt', async () => {
    const at = (second: number) => `2026-01-01T00:00:0${second}Z`
    const abandoned = [
      step({ seq: 2, stage: 'enrolling', message: 'never happened', at: at(1) }),
      step({ seq: 3, stage: 'training_started', closed: true, at: at(1) }),
    ]
    const real = step({ seq: 2, stage: 'withdrawn', closed: true, at: at(2) })
    await recordTransitions(store, [step({ at: at(0) })])
    await recordTransitions(store, abandoned)
    await recordTransitions(store, [real])
    assert.deepEqual([(await status()).stage, (await status()).closed], ['withdrawn', true])
    // A repeated earlier step changes nothing.
    await recordTransitions(store, [step({ at: at(0) })])
    await rebuildReadModel(store)
    assert.equal((await status()).stage, 'withdrawn')
    const { rows } = await store.pool.query<{ seq: number }>('select seq from transition order by seq')
    assert.deepEqual(
      rows.map(({ seq }) => seq),
      [1, 2],
    )
  })

  it('does not lose a step when many write and the model is rebuilt at the same time', async () => {
    const all = Array.from({ length: 60 }, (_, index) =>
      step({ seq: index + 1, stage: `stage-${index + 1}` }),
    )
    await Promise.all([
      ...all.map((one) => recordTransitions(store, [one])),
      rebuildReadModel(store),
      rebuildReadModel(store),
    ])
    assert.equal((await status()).stage, 'stage-60')
  })

  it('shows a newer certificate version rather than an older one with a later step', async () => {
    const flow = 'certificate' as const
    await recordTransitions(store, [
      step({ flow, workflowId: certificateId(application, 2), runEpoch: 2000, stage: 'validating' }),
      step({
        flow,
        workflowId: certificateId(application, 1),
        runEpoch: 1500,
        seq: 9,
        stage: 'issued',
        closed: true,
      }),
    ])
    assert.equal((await status()).stage, 'validating')
  })

  it('shows the flow that started last, the task that has waited longest and the last change of any flow', async () => {
    await recordTransitions(store, [
      step({ stage: 'awaiting_agent', task: task('2026-01-02T00:00:00Z'), at: '2026-01-09T00:00:00Z' }),
      step({
        flow: 'progress',
        workflowId: progressId(application),
        runEpoch: 1001,
        stage: 'problem',
        task: task('2026-01-05T00:00:00Z'),
        at: '2026-01-05T00:00:00Z',
      }),
    ])
    const row = await status()
    assert.equal(row.stage, 'problem')
    assert.equal(row.task_flow, 'enrollment')
    assert.equal(row.task?.since, '2026-01-02T00:00:00Z')
    assert.equal(row.updated_at.toISOString(), '2026-01-09T00:00:00.000Z')
  })

  it('shows the new enrollment of a reopened application, not its withdrawn training', async () => {
    await recordTransitions(store, [
      step({ stage: 'training_started', closed: true }),
      step({
        flow: 'progress',
        workflowId: progressId(application),
        runEpoch: 1001,
        stage: 'withdrawn',
        closed: true,
      }),
      step({ runEpoch: 3000, stage: 'review', task: task('2026-02-01T00:00:00Z') }),
    ])
    const row = await status()
    assert.deepEqual([row.flow, row.stage, row.closed], ['enrollment', 'review', false])
  })

  it('shows since when an application has been in its stage', async () => {
    const at = (day: number) => `2026-01-0${day}T00:00:00.000Z`
    const stages = ['review', 'enrolling', 'review', 'review']
    await recordTransitions(
      store,
      stages.map((stage, index) => step({ seq: index + 1, stage, at: at(index + 1) })),
    )
    assert.equal((await status()).stage_since.toISOString(), at(3))
    assert.equal((await status()).updated_at.toISOString(), at(4))
  })

  it('notifies the channel of the application with a new step', async () => {
    const listener = new pg.Client({ connectionString: database.url })
    await listener.connect()
    try {
      await listener.query('listen transition')
      const received = new Promise<string | undefined>((resolve) => {
        listener.on('notification', ({ payload }) => resolve(payload))
      })
      await recordTransitions(store, [step({})])
      assert.equal(await received, '7-4711')
    } finally {
      await listener.end()
    }
  })
})
