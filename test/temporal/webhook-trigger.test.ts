import type { Client } from '@temporalio/client'
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { webhookTrigger } from '../../src/temporal/webhook-trigger.js'
import { waitFor } from '../support/wait-for.js'

describe('The trigger of webhooks', () => {
  /** A Temporal that counts calls; each takes some time, as `act` says. */
  function scripted(act: () => Promise<void> = () => Promise.resolve()) {
    const calls: number[] = []
    const client = {
      withDeadline: (_deadline: number, call: () => Promise<unknown>) => call(),
      workflow: {
        signalWithStart: async () => {
          calls.push(Date.now())
          await act()
        },
      },
    } as unknown as Client
    const errors: unknown[] = []
    const input = { pageSize: 200, parallelPages: 2 }
    return { calls, errors, trigger: webhookTrigger(client, input, (error) => errors.push(error)) }
  }

  it('calls Temporal at most twice a second, however many hints are stored, and after the last one', async () => {
    const { calls, trigger } = scripted()
    const end = Date.now() + 1_500
    let last = 0
    while (Date.now() < end) {
      trigger.pull()
      last = Date.now()
      await sleep(1)
    }
    await waitFor('the last call', () => (calls.at(-1) ?? 0) > last)
    assert.ok(calls.length <= 5, `${calls.length} calls`)
    trigger.stop()
  })

  it('calls again for a hint that was stored during a call, and never two at a time', async () => {
    let running = 0
    const { calls, trigger } = scripted(async () => {
      running += 1
      assert.equal(running, 1)
      await sleep(50)
      running -= 1
    })
    trigger.pull()
    await waitFor('a call', () => calls.length === 1)
    trigger.pull()
    trigger.pull()
    await waitFor('another call', () => calls.length === 2)
    await sleep(700)
    assert.equal(calls.length, 2)
    trigger.stop()
  })

  it('goes on after a failure, and stops when asked', async () => {
    const { calls, errors, trigger } = scripted(() => Promise.reject(new Error('unavailable')))
    trigger.pull()
    await waitFor('the failure', () => errors.length === 1)
    trigger.pull()
    await waitFor('the next failure', () => errors.length === 2)
    trigger.pull()
    trigger.stop()
    await sleep(700)
    assert.equal(calls.length, 2)
  })
})
