/**
 * Sends calls at a fixed rate, whether the earlier ones have been answered or not: `sender.ts
 * <address> <calls a second> <seconds>`. Reports the milliseconds of each call to its parent; null:
 * it failed. A process of its own, so that the API and its sender do not wait for each other.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { call } from './call.js'

const [address = '', rate, seconds] = process.argv.slice(2)
const url = new URL(address)
const perSecond = Number(rate)
const calls = perSecond * Number(seconds)
const TICK = 5

const times: (number | null)[] = []
const waiting: Promise<void>[] = []
const startedAt = performance.now()
for (let sent = 0; sent < calls;) {
  const due = Math.min(calls, Math.ceil(((performance.now() - startedAt) * perSecond) / 1000))
  for (; sent < due; sent += 1) waiting.push(send(sent))
  await sleep(TICK)
}
await Promise.all(waiting)
process.send?.(times, () => {
  process.disconnect()
})

async function send(at: number): Promise<void> {
  const sentAt = performance.now()
  try {
    await call(url, at)
    times.push(performance.now() - sentAt)
  } catch {
    times.push(null)
  }
}
