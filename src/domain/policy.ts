/**
 * Who applies automatically. `preferring`: students who prefer a course of the program; `all`:
 * also those without a preferred course.
 */
export const APPLICANTS = ['all', 'preferring'] as const
export type Applicants = (typeof APPLICANTS)[number]

/** The parts of overall progress that a policy weighs. */
export const COMPONENTS = ['elearning', 'sessions', 'homework', 'assessments'] as const
export type Component = (typeof COMPONENTS)[number]

/**
 * Rules of a program that Odoo has no fields for: criteria, documents, weights, cadences, deadlines
 * and certificate requirements. A versioned document in PostgreSQL. A run of an application keeps
 * the version that was the newest when it began.
 */
export interface ProgramPolicy {
  /** 0: the default policy, nobody has written one. */
  readonly version: number
  readonly applicants: Applicants
  /**
   * States of a student (`gr.student.state`) in which they apply automatically. Absent: the default
   * of `domain/applicants.ts`. The API may enroll students in any state.
   */
  readonly applicantStates?: readonly string[]
  readonly eligibility: {
    readonly minAge: number | null
    readonly maxAge: number | null
    /**
     * Accepted levels of English; an empty level is a missing fact when this list is set. null:
     * any.
     */
    readonly englishLevels: readonly string[] | null
    readonly requiresPriorCertificate: boolean
    /**
     * Types of `gr.document.request` that must be approved, besides every request marked mandatory.
     */
    readonly documents: readonly string[]
  }
  readonly review: {
    readonly remindAfterDays: number
    readonly escalateAfterDays: number
    readonly deadlineDays: number
  }
  /**
   * Share of each component in overall progress. What the program does not ask for is left out and
   * the rest is re-normalised.
   */
  readonly weights: Readonly<Record<Component, number>>
  readonly training: {
    /** Percent of overall progress at which the student gets an email, once each. */
    readonly milestones: readonly number[]
    /**
     * Days from the start of the training after which a learner is reminded who has never signed in
     * to Odoo. Meanwhile they get no other reminder, unless this is empty. Absent: the default.
     */
    readonly signInReminders?: readonly number[]
    /** A learner without progress for so long is reminded, at most `maxReminders` times. */
    readonly remindAfterDays: number
    readonly maxReminders: number
    /** After so long without progress the agent is notified. */
    readonly stalledAfterDays: number
    /** Weeks from the start to the deadline when Odoo's program has no duration; null: none. */
    readonly deadlineWeeks: number | null
  }
  readonly certificate: {
    /** Also requires each course integration's minimum eLearning progress. */
    readonly requireMinElearning: boolean
    /** Months of validity; null: unlimited. */
    readonly validMonths: number | null
    readonly review: {
      readonly remindAfterDays: number
      readonly escalateAfterDays: number
    }
  }
}

/** A policy without its version, which PostgreSQL numbers. */
export type PolicyDocument = Omit<ProgramPolicy, 'version'>

/** The part that an enrollment, and the training after it, need. */
export type EnrollmentPolicy = Pick<ProgramPolicy, 'version' | 'eligibility' | 'review' | 'training'>

export const enrollmentPolicy = ({
  version,
  eligibility,
  review,
  training,
}: ProgramPolicy): EnrollmentPolicy => ({ version, eligibility, review, training })

/** Days. */
export const DEFAULT_SIGN_IN_REMINDERS: readonly number[] = [3, 10]

/**
 * Repeats the suite's own rules (18–65, level above elementary, prior certificate). Its fixed 70/30
 * mix only weighs what a course asks for. Assessments, which the suite does not have, weigh as much
 * as sessions or homework in courses that have any.
 */
export const DEFAULT_DOCUMENT: PolicyDocument = {
  applicants: 'all',
  eligibility: {
    minAge: 18,
    maxAge: 65,
    englishLevels: ['intermediate', 'upper_intermediate', 'advanced', 'proficient'],
    requiresPriorCertificate: true,
    documents: [],
  },
  review: { remindAfterDays: 2, escalateAfterDays: 5, deadlineDays: 21 },
  weights: { elearning: 0.7, sessions: 0.15, homework: 0.15, assessments: 0.15 },
  training: {
    milestones: [25, 50, 75, 100],
    signInReminders: DEFAULT_SIGN_IN_REMINDERS,
    remindAfterDays: 7,
    maxReminders: 3,
    stalledAfterDays: 21,
    deadlineWeeks: null,
  },
  certificate: {
    requireMinElearning: true,
    validMonths: 24,
    review: { remindAfterDays: 3, escalateAfterDays: 7 },
  },
}

export const DEFAULT_POLICY: ProgramPolicy = { version: 0, ...DEFAULT_DOCUMENT }

/**
 * The first policy of a program without the suite. Setup has made the field for a prior
 * certificate, so nobody can have entered one yet: everybody would end up in review.
 */
export const FIRST_POLICY_WITHOUT_SUITE: PolicyDocument = {
  ...DEFAULT_DOCUMENT,
  eligibility: { ...DEFAULT_DOCUMENT.eligibility, requiresPriorCertificate: false },
}
