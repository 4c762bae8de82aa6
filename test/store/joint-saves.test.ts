import assert from 'node:assert/strict'
import { setImmediate as turn } from 'node:timers/promises'
import type { Transition } from '../../src/contracts/transitions.js'
import { JointSaves } from '../../src/store/joint-saves.js'

const step = (studentId: number, seq = 1): Transition => ({
  workflowId: `enrollment/7/${studentId}`,
  runEpoch: 1,
  seq,
  application: { programId: 7, studentId, run: 1 },
  flow: 'enrollment',
  stage: 'received',
  message: 'Application received.',
  at: '2026-11-30T08:00:00.000Z',
  task: null,
  closed: false,
  facts: {},
})

/** A database that answers when told to. `saved`: the students of each transaction. */
function slowDatabase() {
  const saved: number[][] = []
  const pending: { resolve: () => void; reject: (error: Error) => void }[] = []
  const saves = new JointSaves((transitions) => {
    saved.push(transitions.map(({ application }) => application.studentId))
    return new Promise<void>((resolve, reject) => pending.push({ resolve, reject }))
  })
  return { saved, pending, saves }
}

describe('steps that are saved together', () => {
  it('are those that come while two transactions run; one that comes alone does not wait', async () => {
    const { saved, pending, saves } = slowDatabase()
    const all = [1, 2, 3, 4, 5].map((studentId) => saves.save([step(studentId)]))
    assert.deepEqual(saved, [[1], [2]])
    pending[0]?.resolve()
    await all[0]
    await turn()
    assert.deepEqual(saved, [[1], [2], [3, 4, 5]])
    for (const { resolve } of pending) resolve()
    await Promise.all(all)
  })

  it('are never of one workflow', async () => {
    const { saved, pending, saves } = slowDatabase()
    const all = [1, 2, 3, 3, 1].map((studentId, index) => saves.save([step(studentId, index)]))
    pending[1]?.resolve()
    await all[1]
    await turn()
    assert.deepEqual(saved, [[1], [2], [3]])
    pending[0]?.resolve()
    pending[2]?.resolve()
    await Promise.all([all[0], all[2]])
    await turn()
    assert.deepEqual(saved.slice(3).flat().sort(), [1, 3])
    for (const { resolve } of pending) resolve()
    await Promise.all(all)
  })

  it('are saved without the one that the database refuses', async () => {
    const saves = new JointSaves(async (transitions) => {
      await turn()
      if (transitions.some(({ application }) => application.studentId === 4)) throw new Error('refused')
    })
    const outcomes = await Promise.allSettled(
      [1, 2, 3, 4, 5, 6].map((studentId) => saves.save([step(studentId)])),
    )
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
    )
  })

  it('are not tried one by one while the database is unavailable', async () => {
    const { saved, pending, saves } = slowDatabase()
    const all = [1, 2, 3, 4].map((studentId) => saves.save([step(studentId)]))
    pending[0]?.resolve()
    await all[0]
    await turn()
    pending[2]?.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))
    for (const one of all.slice(2)) await assert.rejects(one)
    pending[1]?.resolve()
    await all[1]
    assert.deepEqual(saved, [[1], [2], [3, 4]])
  })
})
