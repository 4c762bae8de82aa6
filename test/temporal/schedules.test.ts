import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { Client } from '@temporalio/client'
import { ensureNamespace } from '../../src/temporal/namespace.js'
import { ensureSweepSchedule, SWEEP_SCHEDULE } from '../../src/temporal/schedules.js'
import { temporalServer } from '../support/temporal.js'

describe('sweep schedule', () => {
  it('follows the configuration and stays paused when a person has paused it', async () => {
    const { connection } = await temporalServer()
    const namespace = `test-${randomUUID()}`
    await ensureNamespace(connection, namespace)
    const client = new Client({ connection, namespace })
    const sync = {
      intervalSeconds: 30,
      overlapSeconds: 300,
      quietSeconds: 240,
      pageSize: 200,
      parallelPages: 2,
    }
    await ensureSweepSchedule(client, sync)
    const handle = client.schedule.getHandle(SWEEP_SCHEDULE)
    await handle.pause('Odoo is being moved')

    await ensureSweepSchedule(client, { ...sync, intervalSeconds: 60 })

    const { spec, state, policies } = await handle.describe()
    assert.deepEqual(
      spec.intervals?.map(({ every }) => every),
      [60_000],
    )
    assert.equal(state.paused, true)
    assert.equal(state.note, 'Odoo is being moved')
    assert.equal(policies.overlap, 'SKIP')
    assert.equal(policies.catchupWindow, 120_000)
  })
})
