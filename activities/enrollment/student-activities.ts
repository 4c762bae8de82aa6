import { cancellationSignal } from '@temporalio/activity'
import type { StatusActivities, StudentActivities } from '../../src/contracts/activities.js'
import type { ApplicationRun } from '../../src/contracts/application.js'
import { FailureType } from '../../src/contracts/failures.js'
import {
  Certificate,
  CourseIntegration,
  DocumentRequest,
  Student,
  TrainingProgram,
} from '../../src/odoo/schema/index.js'
import { courseRulesOfRun } from '../../src/store/course-rules.js'
import { recordFactsNotified } from '../../src/store/last-notified.js'
import { enrollmentPolicy } from '../../src/domain/policy.js'
import { policyOfApplication } from '../../src/store/policies.js'
import { LIVE_CERTIFICATE_STATES } from '../certificate/live-states.js'
import type { ActivityContext } from '../dependencies.js'
import { failure } from '../failures.js'
import { withHeartbeats } from '../sync/heartbeats.js'
import { activeCoursesOf } from '../sync/configuration.js'
import { coursesUnder } from '../sync/course-rules.js'
import {
  DOCUMENT_FIELDS,
  INTEGRATION_FIELDS,
  PROGRAM_FIELDS,
  STUDENT_FIELDS,
} from '../../src/odoo/schema/tracked-fields.js'
import { decideSecondContact } from '../sync/second-contacts.js'
import { createElearningParts } from './elearning-activities.js'
import { enroll } from './enroll.js'
import { applicationFacts } from './facts.js'

export function createStudentActivities(
  context: ActivityContext,
  statuses: Pick<StatusActivities, 'writeStatuses'>,
): StudentActivities {
  const parts = { ...createElearningParts(context), writeStatuses: statuses.writeStatuses }
  return {
    readApplication: (application) => readApplication(context, application),
    enroll: (request) => withHeartbeats(() => enroll(context, parts, request)),
    answerSecondContact: (answer) => decideSecondContact(context.store, answer),
    rememberPerson: (run) => context.people.accept(context.odoo.with({ signal: cancellationSignal() }), run),
  }
}

/** Five calls to Odoo. Throws `OdooMissing` for a student or program that no longer exists. */
async function readApplication(
  { odoo: connection, store, clock, timeZone, people }: ActivityContext,
  application: ApplicationRun,
) {
  const { programId, studentId } = application
  const odoo = connection.with({ signal: cancellationSignal() })
  const now = { instant: clock(), timeZone: await timeZone() }
  const [[student], [program], integrations, documents, certificates, policy, heldRules] = await Promise.all([
    odoo.read(Student, [studentId], [...STUDENT_FIELDS, 'state']),
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
        ['state', 'in', LIVE_CERTIFICATE_STATES],
      ],
      ['state'],
      { order: 'id', limit: 1 },
    ),
    policyOfApplication(store, { programId, studentId }),
    courseRulesOfRun(store, application),
  ])
  if (!student) throw failure(FailureType.OdooMissing, 'The student no longer exists in Odoo.', { studentId })
  if (!program) throw failure(FailureType.OdooMissing, 'The program no longer exists in Odoo.', { programId })
  await people.confirm(application, student)
  const underRules = heldRules === null ? integrations : coursesUnder(programId, heldRules, integrations)
  const facts = applicationFacts(
    { student, program, documents, courses: activeCoursesOf(programId, underRules) },
    {
      state: student.state,
      existingCertificateId: certificates[0]?.id ?? null,
    },
    policy,
    now,
  )
  // The workflow knows these facts now, so the sweep need not notify it.
  await recordFactsNotified(store.db, [
    { programId, studentId, version: facts.version, contactId: student.partner },
  ])
  return { facts, policy: enrollmentPolicy(policy) }
}
