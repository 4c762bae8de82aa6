/**
 * Flowchart 2, boxes A–D, for students that webhooks have named: the plan's
 * `handle_elearning_progress_update` and `handle_elearning_completion`. Stored hints become
 * students in the queue, and pages read them again as those of the sweep do. The counters are left
 * to the next sweep.
 *
 * The API starts it when it has stored a hint, and wakes it up when it has stored more. If it never
 * runs, the sweep resolves the hints.
 */
import { continueAsNew, setHandler } from '@temporalio/workflow'
import { hintsStored, type WebhookDrainInput } from '../src/contracts/webhook-drain.js'
import { sync } from './activity-proxies.js'
import { syncPages } from './sync-pages.js'

/** Rounds in one history. */
const ROUNDS_PER_RUN = 50

export async function webhookDrain(input: WebhookDrainInput): Promise<void> {
  let calls = 0
  setHandler(hintsStored, () => {
    calls += 1
  })
  for (let round = 0; round < ROUNDS_PER_RUN; round += 1) {
    const callsBefore = calls
    const { waiting, more } = await sync('find the students of webhooks').resolveHints()
    const { isFinished } = await syncPages({ ...input, source: 'webhook', waiting })
    if (calls === callsBefore && !more && isFinished) return
  }
  await continueAsNew<typeof webhookDrain>(input)
}
