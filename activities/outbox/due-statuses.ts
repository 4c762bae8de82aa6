import type { StatusActivities, StatusPoint } from '../../src/contracts/activities.js'
import type { ApplicationRun } from '../../src/contracts/application.js'
import type { StatusRequest } from '../../src/contracts/outbox.js'
import type { WrittenStatuses } from '../../src/domain/status-corrections.js'
import { readLastNotified } from '../../src/store/last-notified.js'
import { claimStatusesOf, removeEntry } from '../../src/store/outbox.js'
import type { Store } from '../../src/store/store.js'

/**
 * As long as two slow writes to Odoo. If a delivery takes longer, the next attempt writes the same
 * values. Seconds.
 */
export const STATUS_LEASE = 90

type WriteStatuses = StatusActivities['writeStatuses']

/** Writes what of a point was not written before. */
export async function writeNewStatuses(
  store: Store,
  writeStatuses: WriteStatuses,
  { point, ...request }: StatusRequest,
): Promise<void> {
  const { programId, studentId } = request
  const last = (await readLastNotified(store, [studentId])).find((one) => one.programId === programId)
  await writeStatuses({ ...request, point: unwrittenPart(point, last?.statuses ?? null) })
}

/**
 * A course whose status was written before is left out. If somebody has moved it back since, that
 * is a correction, which the training makes and reports.
 */
function unwrittenPart(point: StatusPoint, written: WrittenStatuses | null): StatusPoint {
  if (point.kind !== 'training' || written === null) return point
  const statusOf = (course: number) => written.courses[course]
  return {
    ...point,
    started: point.started.filter((course) => statusOf(course) === undefined),
    completed: point.completed.filter((course) => !FINAL.includes(statusOf(course))),
  }
}

const FINAL: readonly (string | undefined)[] = ['completed', 'certified']

/** Writes the statuses of one run that are still in the outbox, because somebody counts on them. */
export async function writeStatusesOf(
  store: Store,
  writeStatuses: WriteStatuses,
  application: ApplicationRun,
): Promise<void> {
  const entry = await claimStatusesOf(store, application, STATUS_LEASE)
  if (entry === undefined) return
  await writeNewStatuses(store, writeStatuses, entry.request)
  await removeEntry(store, entry)
}
