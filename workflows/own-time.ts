import { patched } from '@temporalio/workflow'

const DAY = 86_400_000

/**
 * Returns when a reading counts as having reached this workflow: when it was made, or now if the
 * time of the workflow has been moved ahead of all other clocks. That happens where somebody lets a
 * week pass in the sandbox. Without this, who is active would seem idle for that week ever after.
 */
export function inOwnTime(readAt: string): string {
  const isAhead = Date.now() - Date.parse(readAt) >= DAY
  return isAhead && patched('own-time') ? new Date().toISOString() : readAt
}
