import type { Application } from '../../src/contracts/application.js'
import type { CenterTime } from '../../src/domain/calendar.js'
import type { ApplicationFacts } from '../../src/domain/facts.js'
import type { ProgramPolicy } from '../../src/domain/policy.js'
import type { Sentence } from '../../src/domain/sentences/sentence.js'
import type { BeforeEnrollment } from '../../src/domain/undo-enrollment.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import type { Store } from '../../src/store/store.js'
import { contactCandidates } from '../bulk/kinds/contact-candidates.js'
import { applicationFacts } from '../enrollment/facts.js'
import type { Configuration, ProgramConfiguration } from '../sync/configuration.js'
import { existingCertificates } from '../sync/existing-certificates.js'
import type { PolicyOf } from '../sync/run-policies.js'
import { readStudentRecords, type StudentRecords } from '../sync/student-records.js'

interface Reading {
  readonly odoo: Odoo
  readonly store: Store
  readonly now: CenterTime
  readonly configuration: Configuration
  readonly program: ProgramConfiguration
  readonly policyOf: PolicyOf
}

/** A student who may apply to a program, and what a decision about them is based on. */
export interface Applicant {
  readonly application: Application
  readonly records: StudentRecords
  readonly policy: ProgramPolicy
  readonly facts: ApplicationFacts
  /** Contacts that the student has, or that the enrollment may link, with their memberships. */
  readonly found: Pick<BeforeEnrollment, 'contacts' | 'memberships'>
  /** Why the enrollment would ask a person for the student’s contact; null: it would not. */
  readonly contactQuestion: Sentence | null
}

/** Reads students as the enrollment would find them now, in about fifteen calls. Only reads. */
export async function readApplicants(
  { odoo, store, now, configuration, program: { program, courses }, policyOf }: Reading,
  studentIds: readonly number[],
): Promise<Applicant[]> {
  const applicationOf = (studentId: number) => ({ programId: program.id, studentId })
  const [students, certificateOf] = await Promise.all([
    readStudentRecords(odoo, studentIds, configuration),
    existingCertificates(odoo, studentIds.map(applicationOf)),
  ])
  const candidatesOf = await contactCandidates(odoo, store, students)
  return students.map((records) => {
    const { student, documents } = records
    const application = applicationOf(student.id)
    const policy = policyOf(application)
    const facts = applicationFacts(
      { student, documents, program, courses },
      { state: student.state, existingCertificateId: certificateOf(application) },
      policy,
      now,
    )
    const { question: contactQuestion, ...found } = candidatesOf(records)
    return { application, records, policy, facts, found, contactQuestion }
  })
}
