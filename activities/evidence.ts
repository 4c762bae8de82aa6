import { cancellationSignal } from '@temporalio/activity'
import type { CertificateActivities } from '../src/contracts/activities.js'
import type { Application } from '../src/contracts/application.js'
import { FailureType } from '../src/contracts/failures.js'
import type { CourseEvidence, Evidence } from '../src/domain/requirements.js'
import type { Odoo } from '../src/odoo/client.js'
import { Certificate } from '../src/odoo/schema.js'
import { readConfiguration } from './configuration.js'
import type { ActivityDependencies } from './dependencies.js'
import { failure } from './failures.js'
import { countsOf, courseSnapshot, openDocumentsOf } from './snapshot.js'
import { readStandings } from './standing.js'
import { oneTrackerPerCourse } from './trackers.js'

export function createEvidenceActivities(
  dependencies: ActivityDependencies,
): Pick<CertificateActivities, 'collectEvidence'> {
  return { collectEvidence: (request) => collectEvidence(dependencies, request) }
}

/** Chart 3, B. Nine calls to Odoo. */
async function collectEvidence(
  { odoo: connection, store, clock }: ActivityDependencies,
  { programId, studentId, overridden }: Application & { overridden: readonly number[] },
): Promise<Evidence> {
  const odoo = connection.with({ signal: cancellationSignal() })
  const readAt = clock().toISOString()
  const [configuration, [standing], foreignCertificateId] = await Promise.all([
    readConfiguration(odoo, store),
    readStandings(odoo, [studentId]),
    foreignCertificate(odoo, { programId, studentId }),
  ])
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
      ...countsOf(standing),
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
