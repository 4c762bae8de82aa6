import { cancellationSignal } from '@temporalio/activity'
import type { CertificateActivities, StatusActivities } from '../../src/contracts/activities.js'
import type { Application, ApplicationRun } from '../../src/contracts/application.js'
import { FailureType } from '../../src/contracts/failures.js'
import type { CertificatePolicy, Evidence } from '../../src/domain/requirements.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { Certificate } from '../../src/odoo/schema/index.js'
import { latestRunsOf } from '../../src/store/application-runs.js'
import type { ActivityContext } from '../dependencies.js'
import { failure } from '../failures.js'
import { writeStatusesOf } from '../outbox/due-statuses.js'
import { readConfiguration } from '../sync/configuration.js'
import { configurationsUnder } from '../sync/course-rules.js'
import { studentProgress } from '../sync/course-progress.js'
import { readRunPolicies } from '../sync/run-policies.js'
import { openDocumentsOf } from '../sync/snapshot.js'
import { readStudentRecords } from '../sync/student-records.js'
import { oneTrackerPerCourse } from '../sync/trackers.js'
import { courseEvidence } from './course-evidence.js'
import { LIVE_CERTIFICATE_STATES } from './live-states.js'

export function createEvidenceActivities(
  context: ActivityContext,
  { writeStatuses }: Pick<StatusActivities, 'writeStatuses'>,
): Pick<CertificateActivities, 'collectEvidence'> {
  return {
    collectEvidence: async (request) => {
      const { programId, studentId, run } = request
      await writeStatusesOf(context.store, writeStatuses, { programId, studentId, run })
      return collectEvidence(context, request)
    },
  }
}

/** Chart 3, B. Thirteen calls to Odoo, and one more each where certifications or quizzes count. */
async function collectEvidence(
  { odoo: connection, store, clock, people }: ActivityContext,
  { overridden, ...run }: ApplicationRun & { overridden: readonly number[] },
): Promise<{ evidence: Evidence; policy: CertificatePolicy }> {
  const { programId, studentId } = run
  const odoo = connection.with({ signal: cancellationSignal() })
  const readAt = clock().toISOString()
  const [present, runs, foreignCertificateId] = await Promise.all([
    readConfiguration(odoo, store),
    latestRunsOf(store, [studentId]),
    foreignCertificate(odoo, { programId, studentId }),
  ])
  const configuration = configurationsUnder(present, runs)(studentId)
  const [records] = await readStudentRecords(odoo, [studentId], configuration)
  const program = configuration.programs.find((one) => one.program.id === programId)
  if (!program) throw failure(FailureType.OdooMissing, 'The program no longer exists in Odoo.', { programId })
  if (!records) throw failure(FailureType.OdooMissing, 'The student no longer exists in Odoo.', { studentId })
  await people.confirm(run, records.student)

  const policyOf = await readRunPolicies(store, runs, configuration)
  const progress = studentProgress(records, configuration, policyOf)
  const trackers = oneTrackerPerCourse(records.trackers)
  const courses = program.courses.flatMap(({ id }) => {
    const course = progress.courses.get(id)
    return course ? [courseEvidence(course, trackers.get(id), overridden.includes(id))] : []
  })
  const { version, certificate } = policyOf(run)
  return {
    evidence: { readAt, courses, openDocuments: openDocumentsOf(records), foreignCertificateId },
    policy: { version, certificate },
  }
}

/** A certificate of this program that the student holds and that we did not issue. */
async function foreignCertificate(odoo: Odoo, { programId, studentId }: Application): Promise<number | null> {
  const [certificate] = await odoo.searchRead(
    Certificate,
    [
      ['student', '=', studentId],
      ['trainingProgram', '=', programId],
      ['state', 'in', LIVE_CERTIFICATE_STATES],
      ['orchestratorKey', '=', null],
    ],
    ['state'],
    { order: 'id', limit: 1 },
  )
  return certificate?.id ?? null
}
