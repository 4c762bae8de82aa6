import type { ContactDifference } from './contact-fields.js'
import type { Component } from './policy.js'
import type { OpenContact } from './second-contact.js'

/** Statuses of a tracker in Odoo, from the first to the last. */
export const TRACKER_STATUSES = ['not_started', 'in_progress', 'completed', 'certified'] as const
export type TrackerStatus = (typeof TRACKER_STATUSES)[number]

/**
 * Access of a student to a course. `archived`: the student left, or failed the last attempt.
 * `gone`: there is no membership, or it was deleted. `unknown`: Odoo has a status that we do not
 * know, so a person must decide.
 */
export type MembershipState = 'active' | 'archived' | 'gone' | 'unknown'

/**
 * A student in a program as the sync read them: always the whole, never a difference, so that
 * duplicates and re-ordering do no harm. Snapshots of one application are ordered by `readAt`;
 * equal content has an equal `hash`.
 */
export interface ProgramSnapshot {
  /** ISO instant at which Odoo was read. */
  readonly readAt: string
  /** Hash of what follows. */
  readonly hash: string
  /**
   * Every active course integration of the program, also those the student is not enrolled in yet:
   * a program is complete only with all of them.
   */
  readonly courses: readonly CourseSnapshot[]
  /** Types of mandatory documents that are not approved. The certificate waits for them. */
  readonly openDocuments: readonly string[]
  /** Records that a person must put right before the training can go on. Absent: none. */
  readonly faults?: readonly RecordFault[]
  /** The learner has no progress and has never signed in to Odoo. Absent: otherwise, or unknown. */
  readonly neverSignedIn?: true
  /** The learner wants no reminders. Absent: they have not said so. */
  readonly remindersOff?: true
  /** Corrections on the student that their contact did not get. Absent: none. */
  readonly contactDiffers?: readonly ContactDifference[]
  /** Contacts that may be the student: a person is asked. Absent: none. */
  readonly openContacts?: readonly OpenContact[]
  /**
   * Somebody has moved a status in Odoo back behind what our workflow wrote. Not part of the hash:
   * the same may happen again. Absent: no.
   */
  readonly movedBack?: true
}

/** A record of Odoo that a training depends on, and what has happened to it. */
export type RecordFault =
  /** A snapshot with one of these has no courses. */
  | { readonly record: 'student' | 'program'; readonly state: 'deleted' }
  /** The record is about another person by now. Such a snapshot has no courses either. */
  | { readonly record: 'student'; readonly state: 'replaced' }
  /** `unlinked`: deleted, or removed from the student. */
  | { readonly record: 'contact'; readonly state: 'unlinked' | 'archived' }
  /** Other students are linked to it, too: nobody's progress counts. */
  | { readonly record: 'contact'; readonly state: 'shared'; readonly students: readonly number[] }
  /** The eLearning courses of these course integrations. */
  | {
      readonly record: 'course'
      readonly state: 'archived'
      readonly courseIntegrationIds: readonly number[]
    }
  /** Courses with several trackers of the student. One of them counts, so the training goes on. */
  | {
      readonly record: 'tracker'
      readonly state: 'duplicate'
      readonly courseIntegrationIds: readonly number[]
    }

export interface CourseSnapshot {
  readonly courseIntegrationId: number
  /** Title of the course integration: what people call it. */
  readonly name: string
  /** null: not enrolled yet. */
  readonly trackerId: number | null
  /** The tracker's present status in Odoo. */
  readonly trackerStatus: TrackerStatus
  readonly membership: MembershipState
  readonly components: CourseComponents
  /** What the course asks for besides the components. Absent before assessments counted. */
  readonly counts?: CourseCounts
  /** Percent of what the course asks for, 0–100, two decimals; from `overallProgress`. */
  readonly overall: number
  /** Percent of `overall` from which the course counts as completed. */
  readonly threshold: number
}

/** Attributed to the course by `attribute`. */
interface CourseCounts {
  readonly sessionsHeld: number
  readonly homeworkGraded: number
  /**
   * Ids of the mandatory assessments that are not reached. The course is not complete without them.
   */
  readonly openAssessments: readonly number[]
}

/** Percent (0–100) of each component; null: the course does not ask for it. */
export type CourseComponents = Readonly<Record<Component, number | null>>
