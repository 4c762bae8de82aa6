import { clampPercent, roundPercent } from './overall.js'

/** What Odoo keeps about a learner's lessons in one course. */
export interface LessonCount {
  /** Odoo's whole percent. */
  readonly completion: number
  readonly done: number
  /** Lessons in the course; 0: unknown. */
  readonly total: number
  /** Odoo's final status. Odoo then leaves `done` as it was. */
  readonly isFinal: boolean
}

/**
 * Percent of the lessons, two decimals, from the counts: Odoo rounds 199 of 200 to 100 and makes it
 * final. Odoo's final status counts otherwise: lessons added later do not revert it, and databases
 * upgraded from 16 have it with less than 100.
 */
export function lessonPercent(count: LessonCount): number {
  const { completion, done, total, isFinal } = count
  if (isFinal && !mayBeRounded(count)) return 100
  return total > 0 ? roundPercent(clampPercent((100 * done) / total)) : clampPercent(completion)
}

/** Whether the final status may come from Odoo's rounding alone. Only with 200 lessons or more. */
export const mayBeRounded = ({ done, total, isFinal }: LessonCount): boolean =>
  isFinal && done < total && (100 * done) / total >= 99.5

/** What Odoo itself would keep for so many lessons of a course. */
export function countInOdoo(
  done: number,
  total: number,
): { readonly completion: number; readonly memberStatus: 'joined' | 'ongoing' | 'completed' } {
  const completion = total > 0 ? Math.round(clampPercent((100 * done) / total)) : 0
  if (completion === 0) return { completion, memberStatus: 'joined' }
  return { completion, memberStatus: completion === 100 ? 'completed' : 'ongoing' }
}
