import { setTimeout as sleep } from 'node:timers/promises'

/** Waits until a condition holds; fails with a word about it when it does not within `limit` milliseconds. */
export async function until(
  condition: () => Promise<boolean>,
  { limit = 60_000, what = 'the condition' }: { limit?: number; what?: string } = {},
): Promise<void> {
  const giveUp = Date.now() + limit
  while (!(await condition())) {
    if (Date.now() > giveUp) throw new Error(`Waited ${String(limit / 1000)} s in vain for ${what}`)
    await sleep(50)
  }
}
