import { cancellationSignal } from '@temporalio/activity'
import type { StudentActivities } from '../../src/contracts/activities.js'
import type { Application } from '../../src/contracts/application.js'
import { FailureType } from '../../src/contracts/failures.js'
import {
  Certificate,
  CourseIntegration,
  DocumentRequest,
  Student,
  TrainingProgram,
} from '../../src/odoo/schema/index.js'
import { policyOf } from '../../src/store/policies.js'
import { recordFactsNotified } from '../../src/store/last-notified.js'
import { activeCoursesOf } from '../sync/configuration.js'
import { linkContact } from './contacts.js'
import type { ActivityDependencies } from '../dependencies.js'
import { applicationFacts } from './facts.js'
import { failure } from '../failures.js'
import {
  DOCUMENT_FIELDS,
  INTEGRATION_FIELDS,
  PROGRAM_FIELDS,
  STUDENT_FIELDS,
} from '../sync/tracked-fields.js'

export function createStudentActivities(dependencies: ActivityDependencies): StudentActivities {
  return {
    readApplication: (application) => readApplication(dependencies, application),
    linkContact: (request) => linkContact(dependencies, request),
  }
}

/** Certificates that somebody may hold in hand. */
const LIVE = ['issued', 'delivered', 'verified'] as const

/** Five calls to Odoo. `OdooMissing` when the student or the program is gone. */
async function readApplication(
  { odoo: connection, store, clock }: ActivityDependencies,
  { programId, studentId }: Application,
) {
  const odoo = connection.with({ signal: cancellationSignal() })
  const asOf = clock()
  const [[student], [program], integrations, documents, certificates, policy] = await Promise.all([
    odoo.read(Student, [studentId], [...STUDENT_FIELDS, 'state', 'assignedAgent']),
    odoo.read(TrainingProgram, [programId], PROGRAM_FIELDS),
    odoo.searchRead(CourseIntegration, [['trainingProgram', '=', programId]], INTEGRATION_FIELDS, {
      order: 'id',
    }),
    odoo.searchRead(DocumentRequest, [['student', '=', studentId]], DOCUMENT_FIELDS, { order: 'id' }),
    odoo.searchRead(
      Certificate,
      [
        ['student', '=', studentId],
        ['trainingProgram', '=', programId],
        ['state', 'in', LIVE],
      ],
      ['state'],
      { order: 'id', limit: 1 },
    ),
    policyOf(store, programId),
  ])
  if (!student) throw failure(FailureType.OdooMissing, 'The student is gone from Odoo.', { studentId })
  if (!program) throw failure(FailureType.OdooMissing, 'The program is gone from Odoo.', { programId })
  const facts = applicationFacts(
    { student, program, documents, courses: activeCoursesOf(programId, integrations) },
    {
      state: student.state,
      assignedAgent: student.assignedAgent,
      existingCertificateId: certificates[0]?.id ?? null,
    },
    policy,
    asOf,
  )
  // The workflow knows these facts now: the sweep need not tell it of them.
  await recordFactsNotified(store.db, { programId, studentId }, facts.version)
  return { facts, policy }
}
