import { instruct, say } from './sentences/sentence.js'
import {
  integrationStatusAfter,
  studentStateAfter,
  trackerStatusAfter,
  type IntegrationPoint,
  type StudentPoint,
  type TrackerPoint,
} from './student-state.js'

/** What the workflows of an application last wrote into Odoo. Course integrations by id. */
export interface WrittenStatuses {
  readonly state: StudentPoint | null
  readonly integration: IntegrationPoint | null
  readonly courses: Readonly<Record<string, TrackerPoint>>
}

/** What Odoo has now. Null: a value that we do not know. */
export interface PresentStatuses {
  readonly state: string | null
  readonly integration: string | null
  /** By course integration. */
  readonly courses: ReadonlyMap<number, string | null>
}

/** A status that was found behind what the orchestrator had written, and set back. */
export type StatusCorrection =
  | {
      readonly of: 'student'
      readonly status: 'state' | 'integration'
      readonly found: string
      readonly restored: string
    }
  | {
      readonly of: 'course'
      readonly courseIntegrationId: number
      readonly found: string
      readonly restored: string
    }

/**
 * Whether somebody has moved a status back behind what our workflow wrote. A status that is further
 * is a decision of a person: a course that staff complete is completed. One that we do not know
 * belongs to another app.
 */
export function isMovedBack(present: PresentStatuses, written: WrittenStatuses): boolean {
  return (
    isBehind(studentStateAfter, present.state, written.state) ||
    isBehind(integrationStatusAfter, present.integration, written.integration) ||
    Object.entries(written.courses).some(([id, status]) =>
      isBehind(trackerStatusAfter, present.courses.get(Number(id)) ?? null, status),
    )
  )
}

const isBehind = <Point>(
  after: (present: string, reached: Point) => Point | null,
  present: string | null,
  written: Point | null,
) => present !== null && written !== null && after(present, written) !== null

/** After this many within an hour, the next correction waits. */
const CORRECTIONS_PER_HOUR = 3
const HOUR_MS = 60 * 60 * 1000

export interface CorrectionState {
  /** The sync has found a status moved back, and it is not corrected yet. */
  movedBack: boolean
  /** Instants of the last corrections (ISO). */
  corrections: string[]
  /** It was corrected so often that the next correction waits. */
  contested: boolean
}

/**
 * When the next correction may be made, in ms since the epoch. Otherwise an automation that writes
 * the same status again and again would be fought for ever.
 */
export function nextCorrectionAt({ corrections }: CorrectionState): number {
  const first = corrections.at(-CORRECTIONS_PER_HOUR)
  return first === undefined ? 0 : Date.parse(first) + HOUR_MS
}

/** Returns whether a status is to be corrected now. The correction then counts as begun. */
export function beginCorrection(state: CorrectionState, now: number): boolean {
  if (!state.movedBack) return false
  state.contested = nextCorrectionAt(state) > now
  if (state.contested) return false
  state.movedBack = false
  return true
}

/** Notes that something was corrected, and forgets what no longer matters. */
export function noteCorrection(state: CorrectionState, now: number): void {
  state.corrections = [...state.corrections, new Date(now).toISOString()].slice(-CORRECTIONS_PER_HOUR)
}

/** What staff should check when a status keeps changing. */
export const contestedStatusConcern = ({ contested }: CorrectionState) =>
  contested
    ? {
        message: say('status_changed_repeatedly'),
        ...instruct(say('status_contested')),
      }
    : null
