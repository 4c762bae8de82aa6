import { clockBehind } from '../../src/domain/sync-window.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { ProgressTracker } from '../../src/odoo/schema/index.js'
import { isMeasurementDue, saveClockBehind } from '../../src/store/odoo-clock.js'
import type { Store } from '../../src/store/store.js'

/** Trackers that are read. */
const SAMPLE = 20

/** A clock that is wrong by more is a fault that the doctor must find. Milliseconds. */
const LONGEST = 24 * 3_600_000

/**
 * Measures how far the clock that stamps rows is behind Odoo's, by the newest stamp of trackers
 * that were just written. One call every few minutes. `before`: Odoo's clock before the write.
 */
export async function measureClock(
  { odoo, store }: { readonly odoo: Odoo; readonly store: Store },
  trackers: readonly number[],
  before: Date | null,
): Promise<void> {
  if (before === null || trackers.length === 0 || !(await isMeasurementDue(store))) return
  const rows = await odoo.searchRead(
    ProgressTracker,
    [['id', 'in', trackers.slice(0, SAMPLE)]],
    ['writeDate'],
  )
  const stamps = rows.flatMap(({ writeDate }) => (writeDate === null ? [] : [Date.parse(writeDate)]))
  if (stamps.length === 0) return
  const behind = clockBehind(before.getTime(), Math.max(...stamps))
  if (behind < LONGEST) await saveClockBehind(store, Math.ceil(behind / 1_000))
}

/**
 * Returns the stamp that a write gets now, by a write that changes nothing; null: there is no
 * tracker to write. Three calls.
 */
export async function stampNow(odoo: Odoo): Promise<number | null> {
  const [tracker] = await odoo.searchRead(ProgressTracker, [], [], { order: 'id desc', limit: 1 })
  if (!tracker) return null
  await odoo.write(ProgressTracker, [tracker.id], {})
  const [row] = await odoo.read(ProgressTracker, [tracker.id], ['writeDate'])
  return row?.writeDate == null ? null : Date.parse(row.writeDate)
}
