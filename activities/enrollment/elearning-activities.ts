import { cancellationSignal } from '@temporalio/activity'
import type { AccessGrant, ElearningActivities } from '../../src/contracts/activities.js'
import type { ApplicationRun } from '../../src/contracts/application.js'
import { FailureType } from '../../src/contracts/failures.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { OdooError } from '../../src/odoo/client/errors.js'
import type { Upsert } from '../../src/odoo/client/load.js'
import type { Row } from '../../src/odoo/schema/model.js'
import {
  Channel,
  CourseIntegration,
  Membership,
  Partner,
  ProgressTracker,
} from '../../src/odoo/schema/index.js'
import type { ActivityContext } from '../dependencies.js'
import { failure } from '../failures.js'
import { membershipState } from '../sync/memberships.js'
import { oneTrackerPerCourse } from '../sync/trackers.js'
import { markContentCompleted } from './content-completion.js'

export const createElearningActivities = ({ odoo, people }: ActivityContext): ElearningActivities => ({
  markContentCompleted: (request) =>
    markContentCompleted(odoo.with({ signal: cancellationSignal() }), people, request),
})

/**
 * Parts of `enroll`, which has asked before whether the student's record is still about the same
 * person.
 */
export interface ElearningParts {
  /** Chart 1, E: access to each course granted and read back. */
  grantAccess(
    request: ApplicationRun & { partnerId: number; courseIntegrationIds: readonly number[] },
  ): Promise<AccessGrant[]>
  /** Chart 1, G: one tracker per course, linked to the membership. */
  ensureTrackers(
    request: ApplicationRun & {
      memberships: readonly { courseIntegrationId: number; membershipId: number }[]
    },
  ): Promise<{ courseIntegrationId: number; trackerId: number }[]>
}

export function createElearningParts({ odoo, clock }: ActivityContext): ElearningParts {
  const connected = () => odoo.with({ signal: cancellationSignal() })
  return {
    grantAccess: (request) => grantAccess(connected(), request),
    ensureTrackers: (request) => ensureTrackers(connected(), request, clock().toISOString()),
  }
}

type Request<Name extends keyof ElearningParts> = Parameters<ElearningParts[Name]>[0]
type Course = Row<typeof Channel, 'active' | 'isPublished' | 'enroll'>

/**
 * Chart 1, E. Four calls, one more for each course granted now, and one to read back.
 *
 * `action_grant_access` always returns None, and does nothing without an error where a right is
 * missing. So only a membership that can be read back counts. The method also reactivates an
 * archived membership and gives access to an invited learner.
 */
async function grantAccess(
  odoo: Odoo,
  { partnerId, courseIntegrationIds }: Request<'grantAccess'>,
): Promise<AccessGrant[]> {
  const found = await odoo.read(CourseIntegration, courseIntegrationIds, ['elearningCourse', 'status'])
  const integrations = found.filter(({ status }) => status === 'active')
  const channelIds = [...new Set(integrations.map(({ elearningCourse }) => elearningCourse))]
  const [channels, [contact], before] = await Promise.all([
    odoo.read(Channel, channelIds, ['active', 'isPublished', 'enroll']),
    odoo.read(Partner, [partnerId], ['active']),
    membershipsOf(odoo, partnerId, channelIds),
  ])
  const courses = new Map(channels.map((channel) => [channel.id, channel]))
  const obstacles = new Map<number, string>()
  for (const channelId of channelIds) {
    const obstacle = contact?.active ? obstacleIn(courses.get(channelId)) : CONTACT_ARCHIVED
    if (before.has(channelId)) continue
    if (obstacle !== null) obstacles.set(channelId, obstacle)
    else await grant(odoo, channelId, partnerId)
  }
  const after =
    before.size + obstacles.size < channelIds.length
      ? await membershipsOf(odoo, partnerId, channelIds)
      : before
  return courseIntegrationIds.map((courseIntegrationId): AccessGrant => {
    const refused = (instructions: string): AccessGrant => ({
      courseIntegrationId,
      granted: false,
      instructions,
    })
    const integration = integrations.find(({ id }) => id === courseIntegrationId)
    if (!integration) return refused(NOT_ACTIVE)
    const membershipId = after.get(integration.elearningCourse)
    if (membershipId !== undefined) return { courseIntegrationId, granted: true, membershipId }
    return refused(obstacles.get(integration.elearningCourse) ?? NOT_GRANTED)
  })
}

/** The memberships that give access, by channel. */
async function membershipsOf(odoo: Odoo, partnerId: number, channelIds: readonly number[]) {
  const memberships = await odoo.searchRead(
    Membership,
    [
      ['partner', '=', partnerId],
      ['channel', 'in', channelIds],
    ],
    ['channel', 'active', 'memberStatus'],
    { archived: true },
  )
  return new Map(
    memberships
      .filter((membership) => membershipState(membership) === 'active')
      .map(({ id, channel }) => [channel, id]),
  )
}

async function grant(odoo: Odoo, channelId: number, partnerId: number): Promise<void> {
  try {
    await odoo.call(Channel, 'action_grant_access', [channelId], { partner_id: partnerId })
  } catch (error) {
    // Rejected when another call was faster (the pair is unique), denied when a right is missing.
    // The membership read back shows which.
    const expected: readonly FailureType[] = [FailureType.OdooRejected, FailureType.OdooAccessDenied]
    if (!(error instanceof OdooError && expected.includes(error.type))) throw error
  }
}

function obstacleIn(course: Course | undefined): string | null {
  if (!course)
    return 'The eLearning course no longer exists in Odoo. Link the course integration to another course.'
  if (!course.active)
    return 'The eLearning course is archived in Odoo. Restore it, or archive the course integration.'
  if (course.enroll === 'payment') {
    return 'The eLearning course is for sale, so access requires an order. Sell it to the contact, or change its enrollment policy.'
  }
  if (!course.isPublished)
    return 'The eLearning course is not published, so the student could not open it. Publish it in Odoo.'
  return null
}

const CONTACT_ARCHIVED = 'The contact of the student is archived or no longer exists. Restore it in Odoo.'
const NOT_ACTIVE = 'The course integration is not active. Activate it in Odoo, or leave this course out.'
const NOT_GRANTED =
  'Odoo did not grant access to the eLearning course and gave no reason. Check that the bot user is an eLearning manager.'

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
  let trackers = await read()
  const missing = memberships.filter(({ courseIntegrationId }) => !trackers.has(courseIntegrationId))
  if (missing.length > 0) {
    await createTrackers(odoo, studentId, missing, at)
    trackers = await read()
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

async function createTrackers(
  odoo: Odoo,
  studentId: number,
  missing: Request<'ensureTrackers'>['memberships'],
  at: string,
): Promise<void> {
  const rows: Upsert<typeof ProgressTracker>[] = []
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
    await odoo.load(ProgressTracker, rows)
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
