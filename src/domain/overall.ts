import { COMPONENTS, type ProgramPolicy } from './policy.js'
import type { CourseComponents, MembershipState } from './snapshot.js'

/** Numbers of one student in one course. Counts are absolute; `completion` is in percent. */
export interface CourseReading {
  readonly membership: MembershipState
  readonly completion: number
  readonly sessionsHeld: number
  readonly minSessions: number
  readonly homeworkGraded: number
  readonly minHomework: number
  /** Percent, from `assessmentProgress`; null: the course has no assessment that weighs. */
  readonly assessments: number | null
}

/**
 * Chart 2, boxes B–D: each component in percent of what the course asks for. A component with
 * weight 0, or one that the course does not ask for, is null.
 */
export function componentsOf(reading: CourseReading, weights: ProgramPolicy['weights']): CourseComponents {
  const share = (have: number, asked: number) =>
    asked > 0 ? roundPercent(clampPercent((100 * have) / asked)) : null
  return {
    elearning:
      weights.elearning > 0 ? (reading.membership === 'gone' ? 0 : clampPercent(reading.completion)) : null,
    sessions: weights.sessions > 0 ? share(reading.sessionsHeld, reading.minSessions) : null,
    homework: weights.homework > 0 ? share(reading.homeworkGraded, reading.minHomework) : null,
    assessments: weights.assessments > 0 ? reading.assessments : null,
  }
}

/**
 * Weighted mean over the components the course asks for, re-normalised: 100 % of what is asked is
 * 100 %. Percent with two decimals; 0 when nothing is asked. (With the suite's fixed 70/30 mix an
 * eLearning-only course can never pass 70.)
 */
export function overallProgress(components: CourseComponents, weights: ProgramPolicy['weights']): number {
  let sum = 0
  let weight = 0
  for (const component of COMPONENTS) {
    const percent = components[component]
    if (percent === null || weights[component] <= 0) continue
    sum += weights[component] * percent
    weight += weights[component]
  }
  return weight === 0 ? 0 : roundPercent(clampPercent(sum / weight))
}

export const clampPercent = (value: number) => Math.min(100, Math.max(0, value))

/**
 * Two decimals, but never up to a whole percent: 19,999 of 20,000 is not 100, so it does not reach
 * a threshold of 100.
 */
export function roundPercent(value: number): number {
  const rounded = round2(value)
  return Number.isInteger(rounded) && rounded - value > 1e-9 ? round2(rounded - 0.01) : rounded
}

/**
 * Two decimals, as kept in Odoo and PostgreSQL, so that a number compares equal after a round trip.
 */
export const round2 = (value: number) => Math.round((value + Number.EPSILON) * 100) / 100
