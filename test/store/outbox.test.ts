import assert from 'node:assert/strict'
import type { MailRequest } from '../../src/contracts/mail.js'
import type { StepEffects } from '../../src/contracts/outbox.js'
import type { Transition } from '../../src/contracts/transitions.js'
import { claimDue, dropWithdrawn, postponeEntry, removeEntry, waitingIn } from '../../src/store/outbox.js'
import { openStore, type Store } from '../../src/store/store.js'
import { recordTransitions } from '../../src/store/transitions.js'
import { testDatabase, type TestDatabase } from '../support/postgres.js'

const LEASE = 60

describe('The outbox', () => {
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
  beforeEach(async () => {
    studentId += 1
    await store.db.deleteFrom('outbox').execute()
  })

  const application = () => ({ programId: 7, studentId, run: 1 })
  const at = (minute: number) => new Date(Date.UTC(2026, 10, 1, 8, minute)).toISOString()
  const milestone = (percent: number): MailRequest => ({
    ...application(),
    kind: 'milestone',
    version: `${percent}`,
    percent,
  })
  const statuses = (completed: readonly number[], minute: number): Partial<StepEffects> => ({
    statuses: {
      ...application(),
      point: { kind: 'training', started: [1], completed, programCompleted: false },
      at: at(minute),
    },
  })
  const step = (seq: number, effects: Partial<StepEffects>, more: Partial<Transition> = {}): Transition => ({
    workflowId: `progress/7/${studentId}`,
    runEpoch: 1,
    seq,
    application: application(),
    flow: 'progress',
    stage: 'in_progress',
    message: 'A step.',
    at: at(seq),
    task: null,
    closed: false,
    facts: {},
    effects,
    ...more,
  })
  const record = (...steps: Transition[]) => recordTransitions(store, steps)
  const emails = async () =>
    (
      await store.db
        .selectFrom('outbox')
        .select('key')
        .where('channel', '=', 'emails')
        .orderBy('key')
        .execute()
    ).map(({ key }) => key)

  it('is filled with the step, and by nothing that is recorded again', async () => {
    const one = step(2, { emails: [milestone(25)] })
    await record(one)
    await record(one, step(3, { emails: [milestone(50)] }))
    assert.deepEqual(await emails(), ['milestone.25', 'milestone.50'])
    await assert.rejects(record({ ...step(4, { emails: [milestone(75)] }), stage: null as never }))
    assert.deepEqual(
      await emails(),
      ['milestone.25', 'milestone.50'],
      'a step that was not saved sends nothing',
    )
  })

  it('takes back what follows from steps that never happened', async () => {
    await record(step(2, { emails: [milestone(25)] }), step(3, { emails: [milestone(50)] }))
    // The same workflow task again, after more has arrived.
    await record(step(2, { emails: [milestone(75)] }, { at: at(30) }))
    assert.deepEqual(await emails(), ['milestone.75'])
  })

  it('keeps what a step has sent when later effects are added to it', async () => {
    await record(step(2, { emails: [milestone(25)] }))
    await record(step(2, { emails: [milestone(50)] }))
    assert.deepEqual(await emails(), ['milestone.25', 'milestone.50'])
  })

  it('keeps only the furthest point of the statuses, also one that arrives during a delivery', async () => {
    await record(step(2, statuses([], 2)))
    const first = await claimDue(store, 'statuses', LEASE)
    assert.ok(first)
    assert.equal(await claimDue(store, 'statuses', LEASE), undefined, 'one attempt at a time')
    await record(step(3, statuses([1], 3)))
    await removeEntry(store, first)
    const second = await claimDue(store, 'statuses', LEASE)
    assert.deepEqual(second?.request.point, {
      kind: 'training',
      started: [1],
      completed: [1],
      programCompleted: false,
    })
    await removeEntry(store, second)
    assert.deepEqual(await waitingIn(store, 'statuses'), { count: 0, nextInMs: null })
  })

  it('gives an entry to one of many at a time, and again when its process has died', async () => {
    await record(step(2, { emails: [25, 50, 75].map(milestone) }))
    const claimed = await Promise.all(Array.from({ length: 8 }, () => claimDue(store, 'emails', LEASE)))
    const ids = claimed.flatMap((entry) => entry?.id ?? [])
    assert.equal(new Set(ids).size, 3)
    assert.equal(ids.length, 3)
    const { count, nextInMs } = await waitingIn(store, 'emails')
    assert.equal(count, 3)
    assert.ok(nextInMs !== null && nextInMs > 0 && nextInMs <= LEASE * 1000)
    await store.db
      .updateTable('outbox')
      .set({ due_at: new Date(0) })
      .where('id', '=', ids[0] ?? 0)
      .execute()
    const again = await claimDue(store, 'emails', LEASE)
    assert.deepEqual([again?.id, again?.attempts], [ids[0], 2])
  })

  it('lets an entry wait, and hands out the one that has been due longest', async () => {
    await record(step(2, { emails: [milestone(25)] }))
    const entry = await claimDue(store, 'emails', LEASE)
    assert.ok(entry)
    await postponeEntry(store, entry, 0)
    await record(step(3, { emails: [milestone(50)] }))
    assert.equal((await claimDue(store, 'emails', LEASE))?.id, entry.id)
  })

  it('drops what was meant for a student who has withdrawn', async () => {
    await record(step(2, { emails: [milestone(25)], ...statuses([1], 2) }))
    await record(step(3, {}, { stage: 'withdrawn', closed: true }))
    await dropWithdrawn(store, 'emails')
    assert.deepEqual(await emails(), [])
    assert.equal((await waitingIn(store, 'statuses')).count, 1)
    await dropWithdrawn(store, 'statuses')
    assert.equal((await waitingIn(store, 'statuses')).count, 0)
  })

  it('asks the sync to read a student whose training begins', async () => {
    await record(step(1, {}))
    const noticed = await store.db
      .selectFrom('changed_student')
      .select('source')
      .where('student_id', '=', studentId)
      .execute()
    assert.deepEqual(noticed, [{ source: 'sweep' }])
  })
})
