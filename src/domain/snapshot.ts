/**
 * A student in a program as the sync read her: always the whole, never a delta, so that duplicates and re-ordering do
 * no harm. Snapshots of one application are ordered by `readAt`; equal content has an equal `hash`.
 */
export interface ProgramSnapshot {
  /** ISO instant at which Odoo was read. */
  readonly readAt: string
  /** Hash of what follows. */
  readonly hash: string
  /** Every active course integration of the program, also those she is not enrolled in yet: a program is complete only with all. */
  readonly courses: readonly CourseSnapshot[]
  /** Types of mandatory documents that are not approved: they hold up the certificate. */
  readonly openDocuments: readonly string[]
}

export interface CourseSnapshot {
  readonly courseIntegrationId: number
  /** null: not enrolled yet. */
  readonly trackerId: number | null
  /** The tracker's present status in Odoo. */
  readonly trackerStatus: 'not_started' | 'in_progress' | 'completed' | 'certified'
  /** `archived`: she left, or failed the last attempt; `gone`: none, or deleted. */
  readonly membership: 'active' | 'archived' | 'gone'
  readonly components: CourseComponents
  /** What is asked beside the components. Absent in snapshots from before assessments counted. */
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
  /** Ids of the mandatory assessments that are not reached: the course is not complete without them. */
  readonly openAssessments: readonly number[]
}

/** Percent (0–100) of each component; null: the course does not ask for it. */
export interface CourseComponents {
  readonly elearning: number | null
  readonly sessions: number | null
  readonly homework: number | null
  readonly assessments: number | null
}
