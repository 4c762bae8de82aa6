import { isMovedBack } from '../../src/domain/status-corrections.js'
import { groupBy } from '../../src/group-by.js'
import { readWrittenStatuses } from '../../src/store/last-notified.js'
import type { Store } from '../../src/store/store.js'
import type { ReadRow } from './tracked-models.js'

/**
 * The rows that have a status behind what we wrote. Such a status need not be a change: the row may
 * be again as it was when we corrected it.
 */
export async function withStatusBehind(
  store: Store,
  rows: readonly ReadRow[],
): Promise<ReadonlySet<ReadRow>> {
  const students = rows.flatMap(({ statuses, owner }) => (statuses ? (owner.student ?? []) : []))
  const written = groupBy(await readWrittenStatuses(store, students), ({ studentId }) => studentId)
  return new Set(
    rows.filter(({ statuses, owner }) =>
      (written.get(owner.student ?? 0) ?? []).some(
        (last) => statuses !== null && isMovedBack(statuses, last.statuses),
      ),
    ),
  )
}
