/**
 * The student's own two statuses in Odoo. A student may have several applications but has one `state` and one
 * `integration_status`: they tell the furthest point of any of them, so they are written only forward.
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
const TRACKER = ['not_started', 'in_progress', 'completed', 'certified']

/** What to write, or null when the student already is there or further. `rejected` only ever replaces `draft` and `eligible`. */
export function studentStateAfter(present: string, reached: StudentPoint): StudentPoint | null {
  if (reached === 'rejected') return present === 'draft' || present === 'eligible' ? 'rejected' : null
  return further(STATES, present, reached)
}

export const integrationStatusAfter = (present: string, reached: IntegrationPoint): IntegrationPoint | null =>
  further(INTEGRATION, present, reached)

export const trackerStatusAfter = (present: string, reached: TrackerPoint): TrackerPoint | null =>
  further(TRACKER, present, reached)

export type StudentPoint = 'rejected' | 'enrolled' | 'in_progress' | 'completed' | 'certified'
export type IntegrationPoint = 'enrolled' | 'in_progress' | 'completed' | 'certified'
export type TrackerPoint = 'in_progress' | 'completed' | 'certified'

/** An unknown present value counts as the very beginning: Odoo validates its own keys. */
const further = <Point extends string>(
  order: readonly string[],
  present: string,
  reached: Point,
): Point | null => (order.indexOf(reached) > order.indexOf(present) ? reached : null)
