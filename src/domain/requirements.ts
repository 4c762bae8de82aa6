import type { AssessmentResult } from './attribution.js'
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

function checkCourse(course: CourseEvidence, policy: ProgramPolicy['certificate']): Requirement[] {
  const requirement = (criterion: string, wanted: string, found: string, met: boolean): Requirement => ({
    criterion,
    courseIntegrationId: course.courseIntegrationId,
    wanted: `${course.name}: ${wanted}`,
    found,
    met,
  })
  if (course.overridden) {
    return [requirement('completed', 'completed', 'declared completed by a person, with a reason', true)]
  }
  const final = course.trackerStatus === 'completed' || course.trackerStatus === 'certified'
  const checks = [
    requirement('completed', 'completed', course.trackerStatus.replace('_', ' '), final),
    requirement(
      'overall',
      `overall progress of at least ${course.threshold} %`,
      `${course.overall} %`,
      course.overall >= course.threshold,
    ),
  ]
  if (policy.requireMinElearning && course.components.elearning !== null) {
    const { elearning } = course.components
    checks.push(
      requirement(
        'elearning',
        `eLearning of at least ${course.minElearning} %`,
        `${elearning} %`,
        elearning >= course.minElearning,
      ),
    )
  }
  if (course.minSessions > 0) {
    const met = course.sessionsHeld >= course.minSessions
    checks.push(
      requirement('sessions', `${course.minSessions} sessions attended`, `${course.sessionsHeld}`, met),
    )
  }
  if (course.minHomework > 0) {
    const met = course.homeworkGraded >= course.minHomework
    checks.push(
      requirement('homework', `${course.minHomework} homework graded`, `${course.homeworkGraded}`, met),
    )
  }
  for (const assessment of course.assessments ?? []) {
    if (!assessment.mandatory) continue
    checks.push(requirement('assessment', wantedOf(assessment), foundOf(assessment), assessment.reached))
  }
  return checks
}

/** What each kind of assessment is called, and how it is reached. */
const KINDS = {
  certification: { noun: 'certification', done: 'passed' },
  quiz: { noun: 'quiz', done: 'completed' },
  homework: { noun: 'homework', done: 'graded' },
  session: { noun: 'session', done: 'attended' },
} as const

function wantedOf({ kind, name, minimumScore }: AssessmentResult): string {
  if (kind === null) return `${name}: an assessment of a kind that is unknown`
  const { noun, done } = KINDS[kind]
  const scored = kind === 'certification' || kind === 'homework'
  return `${name}: ${noun} ${done}${scored && minimumScore > 0 ? ` with at least ${minimumScore} %` : ''}`
}

function foundOf({ kind, named, score, reached }: AssessmentResult): string {
  if (kind === null) return 'nothing: choose the kind of the assessment in Odoo'
  const { noun, done } = KINDS[kind]
  if (!named) return `nothing: the assessment does not say in Odoo which ${noun} it means`
  if (score === null) return `not ${done}`
  if (kind === 'session' || kind === 'quiz') return done
  return reached || kind === 'homework' ? `${done} with ${score} %` : `not ${done}, ${score} %`
}

const checkDocuments = ({ openDocuments }: Evidence): Requirement => ({
  criterion: 'documents',
  courseIntegrationId: null,
  wanted: 'every mandatory document approved',
  found: openDocuments.length === 0 ? 'all approved' : `open: ${openDocuments.join(', ')}`,
  met: openDocuments.length === 0,
})

/** Staff may have issued one by hand. A second one of the same program is a person's decision. */
const checkNoOther = ({ foreignCertificateId }: Evidence): Requirement => ({
  criterion: 'no_other_certificate',
  courseIntegrationId: null,
  wanted: 'no other valid certificate of this program',
  found: foreignCertificateId === null ? 'none' : `certificate record ${foreignCertificateId} in Odoo`,
  met: foreignCertificateId === null,
})
