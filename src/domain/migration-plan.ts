import { begunCourses, hasFinished } from './adopted-training.js'
import { previewApplicant } from './applicant-preview.js'
import { reachesThreshold } from './completion.js'
import type { ApplicationFacts } from './facts.js'
import type { ProgramPolicy } from './policy.js'
import { say, type Sentence } from './sentences/sentence.js'
import type { CourseSnapshot } from './snapshot.js'

/**
 * What would happen to a student of a program that goes live.
 * - `enroll`: enrolled like a newcomer.
 * - `adopt`: in training already, and taken over as they are.
 * - `finished`, `certified`: left alone.
 * - `person`: somebody must decide first.
 * - `cannot`: nothing.
 */
export const MIGRATION_OUTCOMES = ['enroll', 'adopt', 'finished', 'certified', 'person', 'cannot'] as const
export type MigrationOutcome = (typeof MIGRATION_OUTCOMES)[number]

export interface MigrationCandidate {
  readonly facts: ApplicationFacts
  /** Every active course of the program, as Odoo shows it now. */
  readonly courses: readonly CourseSnapshot[]
  /** Whether the student's state lets them apply. */
  readonly mayApply: boolean
  /** Whether an application of the student to the program ever ran. */
  readonly hasRun: boolean
  /**
   * `shared`: with another student. `unlinked_learner`: not linked, and a contact with the
   * student's address has access to a course.
   */
  readonly contact: 'linked' | 'archived' | 'shared' | 'unlinked' | 'unlinked_learner'
  /** Why the enrollment would ask a person for the contact; null: it would not. */
  readonly contactQuestion: Sentence | null
}

export interface MigrationDecision {
  readonly outcome: MigrationOutcome
  /** Why not `enroll` or `adopt`. Sentences without personal names. */
  readonly reasons: readonly Sentence[]
}

/** The first rule that applies decides. It agrees with what the enrollment workflow does. */
export function planMigration(candidate: MigrationCandidate, policy: ProgramPolicy): MigrationDecision {
  const { facts, courses, hasRun, mayApply, contact, contactQuestion } = candidate
  const { student, program, existingCertificate } = facts
  if (program.status !== 'active')
    return decision('cannot', say('program_not_open', { status: program.status }))
  if (hasRun) return decision('cannot', say('application_ran'))
  if (existingCertificate !== null) return decision('certified', say('already_certified'))
  if (hasFinished(student.state, courses)) return decision('finished', say('finished_in_odoo'))
  const obstacle = obstacleIn(candidate)
  if (obstacle !== null) return decision('person', obstacle)
  if (begunCourses(courses).length > 0) return adoption(candidate)
  if (!mayApply) return decision('cannot', say('state_not_open', { state: student.state }))
  if (contact === 'unlinked_learner') return decision('person', say('unlinked_learner'))
  const { outcome, reasons } = previewApplicant(facts, policy, mayApply)
  if (outcome === 'cannot_apply') return { outcome: 'cannot', reasons }
  const questions = contactQuestion === null ? reasons : [...reasons, contactQuestion]
  if (outcome === 'enroll' && contactQuestion === null) return decision('enroll')
  return { outcome: 'person', reasons: questions }
}

function adoption({ facts: { student }, courses, contactQuestion }: MigrationCandidate): MigrationDecision {
  if (student.state === 'rejected') return decision('person', say('rejected_but_begun'))
  const left = begunCourses(courses).filter(
    ({ membership }) => membership === 'archived' || membership === 'unknown',
  )
  if (left.length > 0)
    return decision('person', say('access_unclear', { courses: left.map(({ name }) => name) }))
  if (courses.every(reachesThreshold)) return decision('person', say('every_threshold_reached'))
  return contactQuestion === null ? decision('adopt') : decision('person', contactQuestion)
}

function obstacleIn({ facts: { student }, contact }: MigrationCandidate): Sentence | null {
  if (contact === 'archived') return say('contact_archived_in_odoo')
  if (contact === 'shared') return say('contact_is_shared')
  if (contact !== 'linked' && student.email !== 'usable') return say('no_contact_and_address')
  return null
}

const decision = (outcome: MigrationOutcome, ...reasons: Sentence[]): MigrationDecision => ({
  outcome,
  reasons,
})
