import assert from 'node:assert/strict'
import { TaskQueue } from '../../src/contracts/task-queues.js'
import { hintsStored, WEBHOOK_DRAIN_ID } from '../../src/contracts/webhook-drain.js'
import type { webhookDrain } from '../../workflows/webhook-drain.js'
import { WorkflowHarness } from './workflow-harness.js'

describe('The workflow that reads webhooks', function () {
  this.timeout(120_000)
  let harness: WorkflowHarness
  before(async () => {
    harness = await WorkflowHarness.open()
  })
  afterEach(() => harness.clear())
  after(() => harness.close())

  const call = () =>
    harness.client.workflow.signalWithStart<typeof webhookDrain>('webhookDrain', {
      workflowId: WEBHOOK_DRAIN_ID,
      taskQueue: TaskQueue.orchestrator,
      args: [{ pageSize: 2, parallelPages: 2 }],
      signal: hintsStored,
      signalArgs: [],
    })

  it('reads the students that were named, and looks again for calls that came meanwhile', async () => {
    for (let student = 1; student <= 10; student += 1) {
      harness.changed.push(300_000 + student)
      await call()
    }
    await harness.client.workflow.getHandle(WEBHOOK_DRAIN_ID).result()
    assert.deepEqual(harness.changed, [])
  })

  it('ends when nothing is left', async () => {
    const handle = await call()
    await handle.result()
    const { events } = await handle.fetchHistory()
    const activities = (events ?? []).filter((event) => event.activityTaskScheduledEventAttributes)
    assert.ok(activities.length <= 2, `${activities.length} activities`)
  })
})
