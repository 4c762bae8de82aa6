import { TRACKER_STATUSES, type TrackerStatus } from './snapshot.js'

/**
 * The student's own two statuses in Odoo. A student may have several applications but has one
 * `state` and one `integration_status`. They show the furthest point of any application, so they
 * are written only forward.
 */
const STATES = [
  'draft',
  'rejected',
  'eligible',
  'assigned',
  'contacted',
  'enrolled',
  'in_progress',
  'completed',
  'certified',
]
const INTEGRATION = ['not_integrated', 'enrolled', 'in_progress', 'completed', 'certified']

/**
 * What to write, or null when the student is already at that point or further. `rejected` only
 * ever replaces `draft` and `eligible`.
 */
export function studentStateAfter(present: string, reached: StudentPoint): StudentPoint | null {
  if (reached === 'rejected') return present === 'draft' || present === 'eligible' ? 'rejected' : null
  return further(STATES, present, reached)
}

export const integrationStatusAfter = (present: string, reached: IntegrationPoint): IntegrationPoint | null =>
  further(INTEGRATION, present, reached)

export const trackerStatusAfter = (present: string, reached: TrackerPoint): TrackerPoint | null =>
  further(TRACKER_STATUSES, present, reached)

export type StudentPoint = 'rejected' | 'enrolled' | 'in_progress' | 'completed' | 'certified'
export type IntegrationPoint = 'enrolled' | 'in_progress' | 'completed' | 'certified'
export type TrackerPoint = Exclude<TrackerStatus, 'not_started'>

/** An unknown present value counts as the first one: Odoo validates its own keys. */
const further = <Point extends string>(
  order: readonly string[],
  present: string,
  reached: Point,
): Point | null => (order.indexOf(reached) > order.indexOf(present) ? reached : null)
