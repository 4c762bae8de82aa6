import type {
  AccessGrant,
  ContactChoice,
  ContactLink,
  EnrollRequest,
  EnrollResult,
  StatusActivities,
} from '../../src/contracts/activities.js'
import type { ApplicationRun } from '../../src/contracts/application.js'
import { recordContactNotified } from '../../src/store/last-notified.js'
import type { ActivityContext } from '../dependencies.js'
import { linkContact } from './contacts.js'

/**
 * Parts of `enroll`, which has asked before whether the student's record is still about the same
 * person.
 */
export interface ElearningParts {
  /** Chart 1, E: access to each course granted and read back. */
  grantAccess(
    request: ApplicationRun & {
      partnerId: number
      courseIntegrationIds: readonly number[]
      keepArchived?: true
    },
  ): Promise<AccessGrant[]>
  /** Chart 1, G: one tracker per course, linked to the membership. */
  ensureTrackers(
    request: ApplicationRun & {
      memberships: readonly { courseIntegrationId: number; membershipId: number }[]
    },
  ): Promise<{ courseIntegrationId: number; trackerId: number }[]>
}

/**
 * Chart 1, E and G, with the contact before and the student's status after them. Called again, each
 * part finds what it has done.
 */
export async function enroll(
  context: ActivityContext,
  parts: ElearningParts & Pick<StatusActivities, 'writeStatuses'>,
  { courseIntegrationIds, choice, keepArchived, at, ...application }: EnrollRequest,
): Promise<EnrollResult> {
  const link = await linkKnownContact(context, { ...application, ...(choice && { choice }) })
  if (link.kind === 'ambiguous') return link
  const grants = await parts.grantAccess({
    ...application,
    partnerId: link.partnerId,
    courseIntegrationIds,
    ...(keepArchived && { keepArchived }),
  })
  const memberships = grants.flatMap((grant) => (grant.granted ? [grant] : []))
  if (memberships.length > 0) {
    await parts.ensureTrackers({ ...application, memberships })
    await parts.writeStatuses({ ...application, point: { kind: 'enrolled' }, at })
  }
  return { kind: 'linked', grants }
}

/** Links the contact. The workflow knows it then, so the sweep need not notify it. */
export async function linkKnownContact(
  context: ActivityContext,
  request: ApplicationRun & { choice?: ContactChoice },
): Promise<ContactLink> {
  const link = await linkContact(context, request)
  if (link.kind === 'linked') await recordContactNotified(context.store.db, request, link.partnerId)
  return link
}
