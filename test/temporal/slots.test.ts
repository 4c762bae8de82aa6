import { Worker } from '@temporalio/worker'
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { Slots } from '../../src/temporal/slots.js'
import { temporalServer } from '../support/temporal.js'
import { waitFor } from '../support/wait-for.js'

describe('slots', function () {
  this.timeout(180_000)

  it('spike', async () => {
    const { client, connection, namespace } = await temporalServer()
    let limit = 3
    const slots = new Slots(() => limit)
    let calls = 0
    let running = 0
    let most = 0
    const taskQueue = `slots-${randomUUID()}`
    const worker = await Worker.create({
      connection, namespace, taskQueue,
      activities: { work: async () => { calls += 1; running += 1; most = Math.max(most, running); await new Promise((r) => setTimeout(r, 20)); running -= 1 } },
      tuner: {
        workflowTaskSlotSupplier: { type: 'fixed-size', numSlots: 1 },
        activityTaskSlotSupplier: slots,
        localActivityTaskSlotSupplier: { type: 'fixed-size', numSlots: 1 },
        nexusTaskSlotSupplier: { type: 'fixed-size', numSlots: 1 },
      },
    })
    await worker.runUntil(async () => {
      const start = (n: number) => Promise.all(Array.from({ length: n }, () => client.activity.start('work', { id: randomUUID(), taskQueue, startToCloseTimeout: '1 minute' } as never)))
      await start(10)
      await waitFor('ten', () => calls === 10)
      console.log('most', most)
      limit = 0
      await new Promise((r) => setTimeout(r, 1000))
      await start(10)
      await new Promise((r) => setTimeout(r, 3000))
      console.log('while closed', calls)
      await new Promise((r) => setTimeout(r, 70000))
      await start(10)
      await new Promise((r) => setTimeout(r, 3000))
      console.log('while closed later', calls)
      limit = 1; slots.refill(); most = 0
      await waitFor('all', () => calls === 30)
      console.log('most', most)
    })
  })
})
