import type { AssessmentResult } from './attribution.js'
import { found, wanted, type RequirementDetail, type StatedRequirement } from './sentences/requirement.en.js'
import type { ProgramPolicy } from './policy.js'
import type { CourseComponents, MembershipState, TrackerStatus } from './snapshot.js'

/** The part of a policy that a certificate needs. */
export type CertificatePolicy = Pick<ProgramPolicy, 'version' | 'certificate'>

/** Everything that the certificate decision depends on, read at one moment. */
export interface Evidence {
  /** ISO instant. */
  readonly readAt: string
  readonly courses: readonly CourseEvidence[]
  /** Types of mandatory documents that are not approved. */
  readonly openDocuments: readonly string[]
  /** A valid certificate of this program that Odoo already has and that is not ours. */
  readonly foreignCertificateId: number | null
}

export interface CourseEvidence {
  readonly courseIntegrationId: number
  readonly name: string
  readonly trackerStatus: TrackerStatus | 'missing'
  readonly membership: MembershipState
  readonly components: CourseComponents
  readonly overall: number
  readonly threshold: number
  readonly minElearning: number
  readonly sessionsHeld: number
  readonly minSessions: number
  readonly homeworkGraded: number
  readonly minHomework: number
  /** Mandatory and other ones. Absent before assessments counted. */
  readonly assessments?: readonly AssessmentResult[]
  /** A person declared the course completed. */
  readonly overridden: boolean
}

interface Requirement {
  /**
   * `completed`, `overall`, `elearning`, `sessions`, `homework`, `assessment`, `documents`,
   * `no_other_certificate`.
   */
  readonly criterion: string
  readonly courseIntegrationId: number | null
  /** For people, with numbers. */
  readonly wanted: string
  readonly found: string
  readonly met: boolean
  /** What both are made from, for readers of other languages. Absent: of an earlier version. */
  readonly stated?: StatedRequirement
  /** The same, as an earlier version has stored it where it was not met. */
  readonly unmet?: StatedRequirement
}

export interface RequirementCheck {
  readonly met: boolean
  readonly requirements: readonly Requirement[]
}

/**
 * Chart 3, B–C: validate all requirements. Each says what is wanted, what was found and whether it
 * is met. The whole is met when every one is, and never for a program without courses.
 */
export function checkRequirements(
  evidence: Evidence,
  policy: ProgramPolicy['certificate'],
): RequirementCheck {
  const requirements = [
    ...evidence.courses.flatMap((course) => checkCourse(course, policy)),
    checkDocuments(evidence),
    checkNoOther(evidence),
  ]
  return { met: evidence.courses.length > 0 && requirements.every(({ met }) => met), requirements }
}

function requirement(
  detail: RequirementDetail,
  met: boolean,
  course: Pick<CourseEvidence, 'courseIntegrationId' | 'name'> | null = null,
): Requirement {
  const stated: StatedRequirement = { course: course?.name ?? null, detail }
  return {
    criterion: detail.of,
    courseIntegrationId: course?.courseIntegrationId ?? null,
    wanted: wanted(stated),
    found: found(detail),
    met,
    stated,
  }
}

function checkCourse(course: CourseEvidence, policy: ProgramPolicy['certificate']): Requirement[] {
  if (course.overridden) return [requirement({ of: 'completed', status: 'declared' }, true, course)]
  const { trackerStatus: status, overall, threshold } = course
  const checks: [RequirementDetail, boolean][] = [
    [{ of: 'completed', status }, status === 'completed' || status === 'certified'],
    [{ of: 'overall', least: threshold, is: overall }, overall >= threshold],
  ]
  if (policy.requireMinElearning && course.components.elearning !== null) {
    const { elearning } = course.components
    const least = course.minElearning
    checks.push([{ of: 'elearning', least, is: elearning }, elearning >= least])
  }
  if (course.minSessions > 0) {
    const { minSessions: least, sessionsHeld: is } = course
    checks.push([{ of: 'sessions', least, is }, is >= least])
  }
  if (course.minHomework > 0) {
    const { minHomework: least, homeworkGraded: is } = course
    checks.push([{ of: 'homework', least, is }, is >= least])
  }
  for (const assessment of course.assessments ?? []) {
    if (!assessment.mandatory) continue
    const { name, kind, minimumScore, named, score, reached } = assessment
    checks.push([{ of: 'assessment', name, kind, minimumScore, named, score, reached }, reached])
  }
  return checks.map(([detail, met]) => requirement(detail, met, course))
}

const checkDocuments = ({ openDocuments }: Evidence): Requirement =>
  requirement({ of: 'documents', open: openDocuments }, openDocuments.length === 0)

/** Staff may have issued one by hand. A second one of the same program is a person's decision. */
const checkNoOther = ({ foreignCertificateId }: Evidence): Requirement =>
  requirement(
    { of: 'no_other_certificate', certificateId: foreignCertificateId },
    foreignCertificateId === null,
  )
