/**
 * Delivers what steps have put into the outbox and no workflow waits for: one workflow for emails,
 * one for statuses in Odoo. Each round is one activity for everything that is due, of all students.
 * No student's id is in the history, only counts.
 *
 * The worker that saves a step starts it or wakes it up. It ends when the outbox is empty.
 */
import { condition, continueAsNew, setCurrentDetails, setHandler } from '@temporalio/workflow'
import { outboxFilled, type OutboxInput } from '../src/contracts/outbox.js'
import { delivery } from './activity-proxies.js'

/** Rounds in one history. */
const ROUNDS_PER_RUN = 50

export async function outbox({ channel }: OutboxInput): Promise<void> {
  let calls = 0
  setHandler(outboxFilled, () => {
    calls += 1
  })
  for (let round = 0; round < ROUNDS_PER_RUN; round += 1) {
    const callsBefore = calls
    const { waiting, nextInMs } = await delivery(channel)
    setCurrentDetails(waiting === 0 ? 'Empty.' : `${waiting} waiting; retried as they become due.`)
    if (nextInMs !== null && nextInMs > 0) await condition(() => calls > callsBefore, nextInMs)
    if (nextInMs === null && calls === callsBefore) return
  }
  await continueAsNew<typeof outbox>({ channel })
}
