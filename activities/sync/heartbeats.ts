import { heartbeat } from '@temporalio/activity'

/** Milliseconds; well below the heartbeat timeout of the activities that use this. */
const INTERVAL = 5_000

/**
 * Runs the work and sends heartbeats at a fixed interval meanwhile. One call to a slow Odoo may
 * take most of a minute. With heartbeats only between calls, their timeout would have to be longer,
 * and the death of a worker would be noticed later. A hanging call ends by its own timeout.
 */
export async function withHeartbeats<T>(work: () => Promise<T>, interval = INTERVAL): Promise<T> {
  const timer = setInterval(heartbeat, interval)
  try {
    return await work()
  } finally {
    clearInterval(timer)
  }
}
