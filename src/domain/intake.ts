import type { Applicants } from './policy.js'

/**
 * Whether students who apply to a program are enrolled without a command.
 * - `off`: only by API or agent.
 * - `preview`: applications are assessed and listed, and nothing else happens.
 * - `on`: they are enrolled.
 * Applications that run already go on in any mode.
 */
export const INTAKE_MODES = ['off', 'preview', 'on'] as const
export type IntakeMode = (typeof INTAKE_MODES)[number]

export interface Intake {
  readonly mode: IntakeMode
  /** Only students whose record in Odoo was created then or later. ISO instant; null: everyone. */
  readonly since: string | null
}

/** Whether the student's record is new enough. Not known when it was created: not. */
export const isCreatedSince = ({ since }: Pick<Intake, 'since'>, createdAt: string | null): boolean =>
  since === null || (createdAt !== null && Date.parse(createdAt) >= Date.parse(since))

/** Whether the intake enrolls a student whose record was created then. */
export const takes = (intake: Intake, createdAt: string | null): boolean =>
  intake.mode === 'on' && isCreatedSince(intake, createdAt)

/** What decides who is read again when it changes. */
export interface IntakeRules extends Intake {
  readonly intakeVersion: number
  readonly policyVersion: number
  readonly applicants: Applicants
  /** States in which a student applies, in any order. */
  readonly states: readonly string[]
}

/** Students by the creation of their record, from `since` on and before `until`. null: no limit. */
export interface ConcernedStudents {
  readonly since: string | null
  readonly until: string | null
  /** Only students in these states; null: in any. */
  readonly states: readonly string[] | null
}

/**
 * The students to read again, among those who may apply to the program, after its intake or policy
 * has changed; null: nobody. `before` is undefined for a program without an intake before.
 */
export function concernedBy(before: IntakeRules | undefined, after: IntakeRules): ConcernedStudents | null {
  const all: ConcernedStudents = { since: after.since, until: null, states: after.states }
  switch (after.mode) {
    case 'off':
      return null
    case 'preview': {
      const isSame =
        before?.mode === 'preview' &&
        before.intakeVersion === after.intakeVersion &&
        before.policyVersion === after.policyVersion
      // The preview also lists who cannot apply. To set it again renews it.
      return isSame ? null : { ...all, states: null }
    }
    case 'on': {
      if (before?.mode !== 'on' || !appliesToTheSame(before, after)) return all
      if (before.since === null) return null
      const reachesBack = after.since === null || Date.parse(after.since) < Date.parse(before.since)
      return reachesBack ? { ...all, until: before.since } : null
    }
  }
}

/** Whether nobody applies under `after` who did not under `before`. */
const appliesToTheSame = (before: IntakeRules, after: IntakeRules) =>
  (before.applicants === after.applicants || before.applicants === 'all') &&
  after.states.every((state) => before.states.includes(state))

/** What the brake counts: applications to one program that the sync has found. */
export interface BrakeCount {
  /** In this tick, the present ones included. */
  readonly found: number
  /** Since a person last set the intake, the present ones included. */
  readonly total: number
  /** Students who are still to be read in this tick, and may apply as well. */
  readonly mayFollow: number
  /** How many may be found in one tick; 0: any number. */
  readonly limit: number
  /** How many a person has accepted in total; 0: none. */
  readonly accepted: number
}

/**
 * The brake: more applications in one tick than expected stop the intake before any of them begins.
 * While it is not known how many there are, they wait for the end of the tick.
 */
export function brake({ found, total, mayFollow, limit, accepted }: BrakeCount): 'start' | 'wait' | 'stop' {
  const isExpected = (more: number) => limit === 0 || found + more <= limit || total + more <= accepted
  if (!isExpected(0)) return 'stop'
  return isExpected(mayFollow) ? 'start' : 'wait'
}
