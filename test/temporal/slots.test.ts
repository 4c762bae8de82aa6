import { Worker } from '@temporalio/worker'
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { Slots } from '../../src/temporal/slots.js'
import { temporalServer } from '../support/temporal.js'
import { waitFor } from '../support/wait-for.js'

describe('slots', function () {
  this.timeout(60_000)

  it('leave tasks in the queue without an attempt while the limit is 0, and never exceed it', async () => {
    const { client, connection, namespace } = await temporalServer()
    const limit = { now: 3 }
    const slots = new Slots(() => limit.now)
    const seen = { calls: 0, running: 0, most: 0 }
    const taskQueue = `slots-${randomUUID()}`
    const fixed = { type: 'fixed-size' as const, numSlots: 1 }
    const worker = await Worker.create({
      connection,
      namespace,
      taskQueue,
      activities: {
        work: async () => {
          seen.calls += 1
          seen.running += 1
          seen.most = Math.max(seen.most, seen.running)
          await sleep(20)
          seen.running -= 1
        },
      },
      tuner: {
        activityTaskSlotSupplier: slots,
        workflowTaskSlotSupplier: fixed,
        localActivityTaskSlotSupplier: fixed,
        nexusTaskSlotSupplier: fixed,
      },
    })
    const start = (count: number) =>
      Promise.all(
        Array.from({ length: count }, () =>
          client.activity.start('work', { id: randomUUID(), taskQueue, startToCloseTimeout: '1 minute' }),
        ),
      )
    await worker.runUntil(async () => {
      await start(10)
      await waitFor('ten tasks', () => seen.calls === 10)
      assert.equal(seen.most, 3)

      limit.now = 0
      await start(20)
      // Only pollers that already wait get a task, one each.
      await sleep(1_000)
      const taken = seen.calls
      assert.ok(taken <= 13, `${taken} calls`)
      await sleep(1_000)
      assert.equal(seen.calls, taken)

      seen.most = 0
      limit.now = 1
      slots.refill()
      await waitFor('all tasks', () => seen.calls === 30)
      assert.equal(seen.most, 1)
    })
  })
})
