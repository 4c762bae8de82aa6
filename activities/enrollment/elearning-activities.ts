import { cancellationSignal } from '@temporalio/activity'
import type { ElearningActivities } from '../../src/contracts/activities.js'
import { FailureType } from '../../src/contracts/failures.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { OdooError } from '../../src/odoo/client/errors.js'
import type { Upsert } from '../../src/odoo/client/load.js'
import { ProgressTracker } from '../../src/odoo/schema/index.js'
import type { Row } from '../../src/odoo/schema/model.js'
import type { ActivityContext } from '../dependencies.js'
import { failure } from '../failures.js'
import { oneTrackerPerCourse } from '../sync/trackers.js'
import { markContentCompleted } from './content-completion.js'
import { grantAccess, publicationsOf } from './course-access.js'
import type { ElearningParts } from './enroll.js'

export const createElearningActivities = ({ odoo, people }: ActivityContext): ElearningActivities => ({
  markContentCompleted: (request) =>
    markContentCompleted(odoo.with({ signal: cancellationSignal() }), people, request),
})

export function createElearningParts({ odoo, clock }: ActivityContext): ElearningParts {
  const connected = () => odoo.with({ signal: cancellationSignal() })
  const publications = publicationsOf(odoo)
  return {
    grantAccess: (request) => grantAccess({ odoo: connected(), publications }, request),
    ensureTrackers: (request) => ensureTrackers(connected(), request, clock().toISOString()),
  }
}

type Request<Name extends keyof ElearningParts> = Parameters<ElearningParts[Name]>[0]

/**
 * Chart 1, G. Creates the missing trackers, and adopts those that the suite's wizard created
 * without a membership. Uses `load`, so two calls at once create one tracker. At most three calls,
 * and one more for each tracker to create.
 */
async function ensureTrackers(
  odoo: Odoo,
  { studentId, memberships }: Request<'ensureTrackers'>,
  at: string,
): Promise<{ courseIntegrationId: number; trackerId: number }[]> {
  if (memberships.length === 0) return []
  const read = async () =>
    oneTrackerPerCourse(
      await odoo.searchRead(
        ProgressTracker,
        [
          ['student', '=', studentId],
          ['courseIntegration', 'in', memberships.map(({ courseIntegrationId }) => courseIntegrationId)],
        ],
        ['courseIntegration', 'status', 'elearningEnrollment'],
        { order: 'id' },
      ),
    )
  let trackers: ReadonlyMap<number, Tracker> = await read()
  const missing = memberships.filter(({ courseIntegrationId }) => !trackers.has(courseIntegrationId))
  if (missing.length > 0) {
    const created = await createTrackers(odoo, studentId, missing, at)
    trackers = created.length === missing.length ? new Map([...trackers, ...created]) : await read()
  }
  const unlinked = memberships.flatMap(({ courseIntegrationId, membershipId }) => {
    const tracker = trackers.get(courseIntegrationId)
    return tracker && tracker.elearningEnrollment !== membershipId
      ? [{ id: tracker.id, elearningEnrollment: membershipId }]
      : []
  })
  if (unlinked.length > 0) {
    await odoo.load(ProgressTracker, unlinked)
    trackers = await read()
  }
  return memberships.map(({ courseIntegrationId, membershipId }) => {
    const tracker = trackers.get(courseIntegrationId)
    if (tracker?.elearningEnrollment !== membershipId) {
      throw failure(FailureType.OdooBusy, 'Somebody else changed the tracker at the same time.', {
        courseIntegrationId,
      })
    }
    return { courseIntegrationId, trackerId: tracker.id }
  })
}

type Tracker = Row<typeof ProgressTracker, 'elearningEnrollment'>
type NewTracker = Upsert<typeof ProgressTracker> & {
  readonly courseIntegration: number
  readonly elearningEnrollment: number
}

/** Returns the trackers by course, except those that another call has just created. */
async function createTrackers(
  odoo: Odoo,
  studentId: number,
  missing: Request<'ensureTrackers'>['memberships'],
  at: string,
): Promise<[number, Tracker][]> {
  const rows: NewTracker[] = []
  for (const { courseIntegrationId, membershipId } of missing) {
    const externalId = await trackerExternalId(odoo, studentId, courseIntegrationId)
    if (externalId === null) continue
    rows.push({
      externalId,
      student: studentId,
      courseIntegration: courseIntegrationId,
      elearningEnrollment: membershipId,
      // The suite fills it in, but a model that `setup` created does not.
      enrollmentDate: at,
    })
  }
  try {
    const ids = await odoo.load(ProgressTracker, rows)
    return ids.flatMap((id, index): [number, Tracker][] => {
      const row = rows[index]
      return row ? [[row.courseIntegration, { id, elearningEnrollment: row.elearningEnrollment }]] : []
    })
  } catch (error) {
    // Rejected as a duplicate: somebody has just created one by hand. The next attempt finds it.
    if (!(error instanceof OdooError) || error.type !== FailureType.OdooRejected) throw error
    const [present] = await odoo.searchRead(
      ProgressTracker,
      [
        ['student', '=', studentId],
        ['courseIntegration', 'in', missing.map(({ courseIntegrationId }) => courseIntegrationId)],
      ],
      ['status'],
      { limit: 1 },
    )
    if (!present) throw error
    throw failure(
      FailureType.OdooBusy,
      'Somebody else created a tracker for this student at the same time.',
      { studentId },
    )
  }
}

/** External ids that one course of a student can use up. */
const MAX_TRACKERS = 50

/**
 * Returns an external id under which a load creates a tracker. Staff may have moved the tracker of
 * an earlier one to another student or course; it is left alone. Null: another call has just
 * created the student's tracker.
 */
async function trackerExternalId(
  odoo: Odoo,
  studentId: number,
  courseIntegrationId: number,
): Promise<string | null> {
  for (let number = 1; number <= MAX_TRACKERS; number += 1) {
    const externalId = `tracker_${studentId}_${courseIntegrationId}${number === 1 ? '' : `_${number}`}`
    const named = await odoo.named(ProgressTracker, externalId)
    if (named.kind === 'free') return externalId
    if (named.kind === 'hidden') continue
    const [tracker] = await odoo.read(ProgressTracker, [named.id], ['student', 'courseIntegration'])
    if (tracker?.student === studentId && tracker.courseIntegration === courseIntegrationId) return null
  }
  throw failure(FailureType.OdooRejected, 'Too many trackers were created for this student.', {
    studentId,
    courseIntegrationId,
  })
}
