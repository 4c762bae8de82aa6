import { heartbeat } from '@temporalio/activity'

/** Milliseconds; well below the heartbeat time-out of the calls that are kept alive so. */
const INTERVAL = 5_000

/**
 * Runs the work and beats by the clock meanwhile. One call to a slow Odoo may take most of a minute: were the beats only between
 * calls, their time-out had to be longer than that, and the death of a worker was noticed so late. What hangs is ended by the
 * calls' own time-outs.
 */
export async function withHeartbeats<T>(work: () => Promise<T>, interval = INTERVAL): Promise<T> {
  const timer = setInterval(heartbeat, interval)
  try {
    return await work()
  } finally {
    clearInterval(timer)
  }
}
