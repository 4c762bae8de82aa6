import type { AccessGrant } from '../../src/contracts/activities.js'
import { FailureType } from '../../src/contracts/failures.js'
import { cached } from '../../src/cached.js'
import { instruct, say, type Sentence } from '../../src/domain/sentences/sentence.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { OdooError } from '../../src/odoo/client/errors.js'
import { ExternalId } from '../../src/odoo/schema/administration.js'
import { Channel, CourseIntegration, Membership, Partner } from '../../src/odoo/schema/index.js'
import type { Row } from '../../src/odoo/schema/model.js'
import { membershipState } from '../sync/memberships.js'
import type { ElearningParts } from './enroll.js'

type Request = Parameters<ElearningParts['grantAccess']>[0]

interface Access {
  readonly odoo: Odoo
  readonly publications: Publications
}

type Course = Row<typeof Channel, 'active' | 'isPublished' | 'enroll' | 'activities'>

/**
 * Chart 1, E. Four calls, and one or two more for each course granted now. Where Odoo's own method
 * granted it, only a membership that can be read back counts: that method reports nothing.
 */
export async function grantAccess(
  { odoo, publications }: Access,
  { partnerId, courseIntegrationIds, keepArchived }: Request,
): Promise<AccessGrant[]> {
  const found = await odoo.read(CourseIntegration, courseIntegrationIds, ['elearningCourse', 'status'])
  const integrations = found.filter(({ status }) => status === 'active')
  const channelIds = [...new Set(integrations.map(({ elearningCourse }) => elearningCourse))]
  const [channels, [contact], { active: before, known, archived }] = await Promise.all([
    odoo.read(Channel, channelIds, ['active', 'isPublished', 'enroll', 'activities']),
    odoo.read(Partner, [partnerId], ['active']),
    membershipsOf(odoo, partnerId, channelIds),
  ])
  const granted = new Map(before)
  const courses = new Map(channels.map((channel) => [channel.id, channel]))
  const obstacles = new Map<number, Sentence>()
  for (const channelId of channelIds) {
    const course = courses.get(channelId)
    const obstacle = contact?.active ? obstacleIn(course) : say('access_contact_archived')
    if (before.has(channelId)) continue
    if (obstacle !== null) obstacles.set(channelId, obstacle)
    else if (keepArchived && archived.has(channelId)) obstacles.set(channelId, say('access_left'))
    else if (known.has(channelId) || course?.activities.length !== 0) await grant(odoo, channelId, partnerId)
    else {
      const created = await enroll({ odoo, publications }, channelId, partnerId)
      if (created !== null) granted.set(channelId, created)
    }
  }
  const after =
    granted.size + obstacles.size < channelIds.length
      ? (await membershipsOf(odoo, partnerId, channelIds)).active
      : granted
  return courseIntegrationIds.map((courseIntegrationId): AccessGrant => {
    const refused = (sentence: Sentence): AccessGrant => ({
      courseIntegrationId,
      granted: false,
      ...instruct(sentence),
    })
    const integration = integrations.find(({ id }) => id === courseIntegrationId)
    if (!integration) return refused(say('access_integration_inactive'))
    const membershipId = after.get(integration.elearningCourse)
    if (membershipId !== undefined) return { courseIntegrationId, granted: true, membershipId }
    return refused(obstacles.get(integration.elearningCourse) ?? say('access_not_granted'))
  })
}

/** The memberships that give access, by channel, and the channels of all memberships. */
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
  return {
    active: new Map(
      memberships
        .filter((membership) => membershipState(membership) === 'active')
        .map(({ id, channel }) => [channel, id]),
    ),
    known: new Set(memberships.map(({ channel }) => channel)),
    archived: new Set(memberships.filter(({ active }) => !active).map(({ channel }) => channel)),
  }
}

/**
 * Does for a contact without a membership what Odoo's own method does, in two calls that many
 * contacts can share: that method takes one contact only. First the contact follows the course, so
 * that a repetition after a crash does both. Returns the membership; null: Odoo's method was asked.
 */
async function enroll(
  { odoo, publications }: Access,
  channelId: number,
  partnerId: number,
): Promise<number | null> {
  const subtype = await publications()
  try {
    if (subtype !== null) {
      const followers = { partner_ids: [partnerId], subtype_ids: [subtype] }
      await odoo.call(Channel, 'message_subscribe', [channelId], followers)
      return await odoo.create(Membership, {
        channel: channelId,
        partner: partnerId,
        memberStatus: 'joined',
      })
    }
  } catch (error) {
    // Another call was faster, or a right is missing that Odoo's method may do without.
    if (!isRefusal(error)) throw error
  }
  await grant(odoo, channelId, partnerId)
  return null
}

/** Odoo's id of the notifications about new content of a course; null: there are none. */
type Publications = () => Promise<number | null>

/** Milliseconds. The id changes only when another database is connected. */
const LIFETIME = 600_000

export const publicationsOf = (odoo: Odoo): Publications =>
  cached(LIFETIME, async () => {
    const [entry] = await odoo.searchRead(
      ExternalId,
      [
        ['name', '=', 'mt_channel_slide_published'],
        ['module', '=', 'website_slides'],
      ],
      ['record'],
    )
    return entry?.record ?? null
  })

/**
 * Odoo's own method. It also reactivates an archived membership, gives access to an invited
 * learner, and closes a learner's request for access. It always returns None, and does nothing
 * without an error where a right is missing.
 */
async function grant(odoo: Odoo, channelId: number, partnerId: number): Promise<void> {
  try {
    await odoo.call(Channel, 'action_grant_access', [channelId], { partner_id: partnerId })
  } catch (error) {
    // Rejected when another call was faster (the pair is unique), denied when a right is missing.
    // The membership read back shows which.
    if (!isRefusal(error)) throw error
  }
}

const isRefusal = (error: unknown): boolean =>
  error instanceof OdooError &&
  (error.type === FailureType.OdooRejected || error.type === FailureType.OdooAccessDenied)

function obstacleIn(course: Course | undefined): Sentence | null {
  if (!course) return say('access_course_missing')
  if (!course.active) return say('access_course_archived')
  if (course.enroll === 'payment') return say('access_course_for_sale')
  return course.isPublished ? null : say('access_course_unpublished')
}
