import { begunCourses, hasFinished } from './adopted-training.js'
import { previewApplicant } from './applicant-preview.js'
import { reachesThreshold } from './completion.js'
import type { ApplicationFacts } from './facts.js'
import type { ProgramPolicy } from './policy.js'
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
  readonly contactQuestion: string | null
}

export interface MigrationDecision {
  readonly outcome: MigrationOutcome
  /** Why not `enroll` or `adopt`. Sentences without personal names. */
  readonly reasons: readonly string[]
}

/** The first rule that applies decides. It agrees with what the enrollment workflow does. */
export function planMigration(candidate: MigrationCandidate, policy: ProgramPolicy): MigrationDecision {
  const { facts, courses, hasRun, mayApply, contact, contactQuestion } = candidate
  const { student, program, existingCertificate } = facts
  if (program.status !== 'active') return decision('cannot', `The program is ${program.status}.`)
  if (hasRun) return decision('cannot', 'An application of the student runs or has ended already.')
  if (existingCertificate !== null)
    return decision('certified', 'Odoo already has a certificate of this program.')
  if (hasFinished(student.state, courses)) return decision('finished', 'Odoo shows the program as completed.')
  const obstacle = obstacleIn(candidate)
  if (obstacle !== null) return decision('person', obstacle)
  if (begunCourses(courses).length > 0) return adoption(candidate)
  if (!mayApply) return decision('cannot', `The student’s state is “${student.state}”.`)
  if (contact === 'unlinked_learner') return decision('person', UNLINKED_LEARNER)
  const { outcome, reasons } = previewApplicant(facts, policy, mayApply)
  if (outcome === 'cannot_apply') return { outcome: 'cannot', reasons }
  const questions = contactQuestion === null ? reasons : [...reasons, contactQuestion]
  if (outcome === 'enroll' && contactQuestion === null) return decision('enroll')
  return { outcome: 'person', reasons: questions }
}

function adoption({ facts: { student }, courses, contactQuestion }: MigrationCandidate): MigrationDecision {
  if (student.state === 'rejected')
    return decision('person', 'The student is rejected, but has begun a course.')
  const left = begunCourses(courses).filter(
    ({ membership }) => membership === 'archived' || membership === 'unknown',
  )
  if (left.length > 0)
    return decision('person', `Access is archived or unclear: ${left.map(({ name }) => name).join(', ')}.`)
  if (courses.every(reachesThreshold))
    return decision('person', 'Every threshold is reached: adopted, the student would be certified at once.')
  return contactQuestion === null ? decision('adopt') : decision('person', contactQuestion)
}

function obstacleIn({ facts: { student }, contact }: MigrationCandidate): string | null {
  if (contact === 'archived') return 'The contact of the student is archived in Odoo.'
  if (contact === 'shared') return 'Another student has the same contact.'
  if (contact !== 'linked' && student.email !== 'usable')
    return 'The student has no contact, and no single, valid email address.'
  return null
}

const UNLINKED_LEARNER =
  'A contact with the student’s address has access to a course of the program, but is not linked to the student. Choose the contact on the student’s form in Odoo.'

const decision = (outcome: MigrationOutcome, ...reasons: string[]): MigrationDecision => ({
  outcome,
  reasons,
})
