import { cancellationSignal } from '@temporalio/activity'
import { ApplicationFailure } from '@temporalio/common'
import type { DeliveryResult } from '../../src/contracts/activities.js'
import type { Channel } from '../../src/contracts/outbox.js'
import {
  claimDue,
  dropWithdrawn,
  postponeEntry,
  removeEntry,
  waitingIn,
  type OutboxEntry,
} from '../../src/store/outbox.js'
import type { Store } from '../../src/store/store.js'
import { castFailure, exponentialBackoff, OUTAGES } from '../failures.js'

/** How the entries of a channel are delivered. */
export interface Delivery<C extends Channel> {
  readonly channel: C
  /** Entries delivered at the same time. */
  readonly lines: number
  /** An entry that a killed process has claimed waits for so long. Seconds. */
  readonly leaseSeconds: number
  /**
   * What must happen to an entry instead of its delivery: it waits for so many milliseconds, or is
   * not delivered at all. Null: it is delivered now.
   */
  hold?(entry: OutboxEntry<C>): Promise<number | 'drop' | null>
  /** Throws where it has not succeeded. */
  deliver(entry: OutboxEntry<C>): Promise<void>
  /** Returns whether a failed entry needs no further attempt, because somebody else sees to it. */
  giveUp(entry: OutboxEntry<C>, failure: ApplicationFailure): Promise<boolean>
}

/** Then the activity ends, and the next one goes on. Milliseconds. */
const TIME_FOR_ONE_ACTIVITY = 60_000

/** Milliseconds between attempts at one entry, unless its failure says something else. */
const FIRST_RETRY = 5_000
const LONGEST_RETRY = 5 * 60_000

/**
 * Delivers entries that are due, in several lines, until none is due or the time is up. A failed
 * entry is tried again later and holds up no other. But a line ends at what looks like an outage,
 * and where all lines have ended so and nothing was delivered, the last failure is the activity's:
 * Temporal repeats it at growing intervals, and everybody sees why.
 *
 * An entry is removed after its delivery. A process that dies in between leaves it, and the next
 * attempt finds in the ledger, or in Odoo, what was done.
 */
export async function deliverDue<C extends Channel>(
  store: Store,
  delivery: Delivery<C>,
): Promise<DeliveryResult> {
  const { channel, lines, leaseSeconds } = delivery
  await dropWithdrawn(store, channel)
  const until = Date.now() + TIME_FOR_ONE_ACTIVITY
  let delivered = 0
  const outages: unknown[] = []
  const deliverInLine = async (): Promise<void> => {
    while (Date.now() < until) {
      cancellationSignal().throwIfAborted()
      const entry = await claimDue(store, channel, leaseSeconds)
      if (entry === undefined) return
      try {
        const hold = (await delivery.hold?.(entry)) ?? null
        if (typeof hold === 'number') {
          await postponeEntry(store, entry, hold)
          continue
        }
        if (hold === null) await delivery.deliver(entry)
        await removeEntry(store, entry)
        delivered += 1
      } catch (error) {
        const failure = castFailure(error)
        if (!(failure instanceof ApplicationFailure)) throw error
        if (await delivery.giveUp(entry, failure)) {
          await removeEntry(store, entry)
          continue
        }
        await postponeEntry(store, entry, delayAfter(failure, entry.attempts))
        if (!OUTAGES.includes(failure.type)) continue
        outages.push(error)
        return
      }
    }
  }
  await Promise.all(Array.from({ length: lines }, deliverInLine))
  if (delivered === 0 && outages.length === lines) throw outages.at(-1)
  const { count, nextInMs } = await waitingIn(store, channel)
  return { delivered, waiting: count, nextInMs }
}

const delayAfter = ({ nextRetryDelay }: ApplicationFailure, attempts: number): number =>
  typeof nextRetryDelay === 'number'
    ? nextRetryDelay
    : exponentialBackoff(attempts, FIRST_RETRY, LONGEST_RETRY)
