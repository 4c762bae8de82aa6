import type { CourseComponents } from './snapshot.js'

/** Everything the certificate decision looks at, read at one moment. */
export interface Evidence {
  /** ISO instant. */
  readonly readAt: string
  readonly courses: readonly CourseEvidence[]
  /** Types of mandatory documents that are not approved. */
  readonly openDocuments: readonly string[]
  /** A live certificate of this program that already is in Odoo and is not ours. */
  readonly foreignCertificateId: number | null
}

export interface CourseEvidence {
  readonly courseIntegrationId: number
  readonly name: string
  readonly trackerStatus: 'not_started' | 'in_progress' | 'completed' | 'certified' | 'missing'
  readonly membership: 'active' | 'archived' | 'gone'
  readonly components: CourseComponents
  readonly overall: number
  readonly threshold: number
  readonly minElearning: number
  readonly sessionsHeld: number
  readonly minSessions: number
  readonly homeworkGraded: number
  readonly minHomework: number
  /** A person declared the course completed. */
  readonly overridden: boolean
}

export interface Requirement {
  /** `overall`, `elearning`, `sessions`, `homework`, `documents`, `courses`. */
  readonly criterion: string
  readonly courseIntegrationId: number | null
  /** In words, with numbers. */
  readonly wanted: string
  readonly found: string
  readonly met: boolean
}

export interface RequirementCheck {
  readonly met: boolean
  readonly requirements: readonly Requirement[]
}
