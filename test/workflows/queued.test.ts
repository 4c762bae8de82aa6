import { ApplicationFailure } from '@temporalio/common'
import type { WorkflowHandle } from '@temporalio/client'
import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import { FailureType } from '../../src/contracts/failures.js'
import { waitFor } from '../support/wait-for.js'
import type { FakeActivities } from './fake-activities.js'
import { WorkflowHarness } from './workflow-harness.js'

/** `workflows/activity-proxies.ts`: the failed attempts after which a call is reported. */
const REPORTED_AFTER = 9

describe('a call that waits for a slot', () => {
  let harness: WorkflowHarness
  before(async () => void (harness = await WorkflowHarness.open()))
  afterEach(() => harness.clear())
  after(() => harness.close())

  it('may wait as long as it takes: no call of a step is limited by the time since it was queued', async () => {
    const student = await harness.student().applies()
    await student.enrollment.result()
    await student.isSynced()
    await student.learns({ 1: { overall: 100 } })
    await student.progress.result()
    const calls = await Promise.all([student.enrollment, student.progress, student.certificate].map(callsOf))
    assert.ok(calls.flat().length > 5)
    for (const { name, limit } of calls.flat()) assert.equal(limit, 0, name)
  })

  it('is shown on the status card until it has succeeded', async () => {
    const student = harness.student()
    const slow = new EventEmitter()
    student.fakes.stubs.grantAccess.next(async () => {
      await once(slow, 'done')
      return [{ courseIntegrationId: 1, granted: true, membershipId: 1001 }]
    })
    await student.applies()
    await waitFor('the call', () => student.fakes.stubs.grantAccess.requests.length > 0)
    assert.match(
      await cardOf(student.enrollment),
      /\| Now \| contact, access and trackers: "Course 1": \*\*queued\*\* or being done/,
    )
    slow.emit('done')
    await student.enrollment.result()
    assert.doesNotMatch(await cardOf(student.enrollment), /queued/)
  })

  it(`is an outage after ${REPORTED_AFTER} failed attempts, and not before`, async () => {
    const applies = async (delays: number, fail: (fakes: FakeActivities) => void) => {
      const student = harness.student()
      fail(student.fakes)
      await student.applies()
      await student.enrollment.result()
      const messages = await student.messages('enrollment')
      const found = messages.filter((message) => message.startsWith('Delayed'))
      assert.equal(found.length, delays, found.join())
      assert.equal(await student.health('enrollment'), 'ok')
    }
    const cases = [
      { failures: REPORTED_AFTER - 1, delays: 0 },
      { failures: REPORTED_AFTER, delays: 1 },
    ]
    await Promise.all(
      cases.flatMap(({ failures, delays }) => [
        applies(delays, ({ stubs }) =>
          stubs.readApplication.next(...repeated(failures, FailureType.OdooUnavailable)),
        ),
        applies(delays, ({ stubs }) => stubs.sendMail.next(...repeated(failures, FailureType.MailDeferred))),
      ]),
    )
  })
})

const repeated = (count: number, type: FailureType) =>
  Array.from(
    { length: count },
    () => () =>
      Promise.reject(
        ApplicationFailure.create({ message: 'try again', type, nextRetryDelay: '10 milliseconds' }),
      ),
  )

async function cardOf(handle: WorkflowHandle): Promise<string> {
  const { currentDetails = '' } = await handle.query<{ currentDetails?: string }>(
    '__temporal_workflow_metadata',
  )
  return currentDetails
}

/** Returns the activities of a workflow with the limit of their whole time, in seconds; 0: none. */
async function callsOf(handle: WorkflowHandle) {
  const { events } = await handle.fetchHistory()
  return (events ?? [])
    .flatMap(({ activityTaskScheduledEventAttributes: activity }) => activity ?? [])
    .map(({ activityType, scheduleToCloseTimeout }) => ({
      name: activityType?.name ?? '',
      limit: Number(scheduleToCloseTimeout?.seconds ?? 0),
    }))
}
