import assert from 'node:assert/strict'
import type { WorkflowHandle } from '@temporalio/client'
import { outboxFilled, outboxId } from '../../src/contracts/outbox.js'
import { TaskQueue } from '../../src/contracts/task-queues.js'
import type { outbox } from '../../workflows/outbox.js'
import { waitFor } from '../support/wait-for.js'
import { WorkflowHarness } from './workflow-harness.js'

describe('The workflow that delivers the outbox', () => {
  let harness: WorkflowHarness
  before(async () => void (harness = await WorkflowHarness.open()))
  afterEach(() => harness.clear())
  after(() => harness.close())

  const fill = () =>
    harness.client.workflow.signalWithStart<typeof outbox>('outbox', {
      workflowId: outboxId('emails'),
      taskQueue: TaskQueue.orchestrator,
      args: [{ channel: 'emails' }],
      signal: outboxFilled,
      signalArgs: [],
    })
  const roundsOf = async (handle: WorkflowHandle) =>
    ((await handle.fetchHistory()).events ?? []).filter((event) => event.activityTaskScheduledEventAttributes)
      .length

  it('goes on while entries are due, and ends when it is empty', async () => {
    harness.rounds.push(
      { delivered: 9, waiting: 3, nextInMs: 0 },
      { delivered: 3, waiting: 0, nextInMs: null },
    )
    const handle = await fill()
    await handle.result()
    assert.equal(await roundsOf(handle), 2)
  })

  it('waits until the next entry is due, and looks at once when more was put in', async () => {
    harness.rounds.push({ delivered: 0, waiting: 1, nextInMs: 3_600_000 })
    const handle = await fill()
    await waitFor('the pause', async () => {
      const { raw } = await handle.describe()
      return (await roundsOf(handle)) === 1 && raw.pendingActivities?.length === 0 && !raw.pendingWorkflowTask
    })
    await fill()
    await handle.result()
    assert.equal(await roundsOf(handle), 2)
  })

  it('continues as new instead of growing', async () => {
    for (let round = 0; round < 120; round += 1)
      harness.rounds.push({ delivered: 1, waiting: 1, nextInMs: 0 })
    const handle = await fill()
    await handle.result()
    const last = harness.client.workflow.getHandle(handle.workflowId)
    assert.ok((await last.describe()).historyLength < 400)
    assert.equal(harness.rounds.length, 0)
  })
})
