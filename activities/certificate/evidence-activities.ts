import { cancellationSignal } from '@temporalio/activity'
import type { CertificateActivities } from '../../src/contracts/activities.js'
import type { Application } from '../../src/contracts/application.js'
import { FailureType } from '../../src/contracts/failures.js'
import { attribute } from '../../src/domain/attribution.js'
import type { CourseEvidence, Evidence } from '../../src/domain/requirements.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { Certificate } from '../../src/odoo/schema/index.js'
import { readConfiguration } from '../sync/configuration.js'
import type { ActivityDependencies } from '../dependencies.js'
import { failure } from '../failures.js'
import { courseSnapshot, openDocumentsOf } from '../sync/snapshot.js'
import { readStudentRecords } from '../sync/student-records.js'
import { oneTrackerPerCourse } from '../sync/trackers.js'

export function createEvidenceActivities(
  dependencies: ActivityDependencies,
): Pick<CertificateActivities, 'collectEvidence'> {
  return { collectEvidence: (request) => collectEvidence(dependencies, request) }
}

/** Chart 3, B. Ten calls to Odoo, and one more each where certifications or quizzes count. */
async function collectEvidence(
  { odoo: connection, store, clock }: ActivityDependencies,
  { programId, studentId, overridden }: Application & { overridden: readonly number[] },
): Promise<Evidence> {
  const odoo = connection.with({ signal: cancellationSignal() })
  const readAt = clock().toISOString()
  const [configuration, foreignCertificateId] = await Promise.all([
    readConfiguration(odoo, store),
    foreignCertificate(odoo, { programId, studentId }),
  ])
  const [standing] = await readStudentRecords(odoo, [studentId], configuration.assessed)
  const settings = configuration.programs.find(({ program }) => program.id === programId)
  if (!settings) throw failure(FailureType.OdooMissing, 'The program is gone from Odoo.', { programId })
  if (!standing) throw failure(FailureType.OdooMissing, 'The student is gone from Odoo.', { studentId })

  const trackers = oneTrackerPerCourse(standing.trackers)
  const courses = settings.courses.map((course): CourseEvidence => {
    const tracker = trackers.get(course.id)
    const { membership, components, overall, threshold } = courseSnapshot(
      standing,
      course,
      tracker,
      settings.policy.weights,
    )
    return {
      courseIntegrationId: course.id,
      name: course.name,
      trackerStatus: tracker ? (tracker.status ?? 'not_started') : 'missing',
      membership,
      components,
      overall,
      threshold,
      minElearning: course.minElearningProgress,
      ...attribute(standing, course.assessments),
      minSessions: course.minSessionsRequired,
      minHomework: course.minHomeworkRequired,
      overridden: overridden.includes(course.id),
    }
  })
  return { readAt, courses, openDocuments: openDocumentsOf(standing), foreignCertificateId }
}

/** A certificate of this program that somebody holds and that is not ours. */
async function foreignCertificate(odoo: Odoo, { programId, studentId }: Application): Promise<number | null> {
  const [certificate] = await odoo.searchRead(
    Certificate,
    [
      ['student', '=', studentId],
      ['trainingProgram', '=', programId],
      ['state', 'in', ['issued', 'delivered', 'verified']],
      ['orchestratorKey', '=', null],
    ],
    ['state'],
    { order: 'id', limit: 1 },
  )
  return certificate?.id ?? null
}
