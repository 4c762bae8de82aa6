import type { CourseSnapshot } from '../../src/domain/snapshot.js'
import type { MembershipRow } from './tracked-rows.js'

/** A learner who was only invited has no access yet, so they count as `gone`. */
export function membershipState(
  membership: Pick<MembershipRow, 'active' | 'memberStatus'> | undefined,
): CourseSnapshot['membership'] {
  if (!membership || membership.memberStatus === 'invited') return 'gone'
  if (!membership.active) return 'archived'
  return membership.memberStatus === null ? 'unknown' : 'active'
}

/**
 * Returns the membership of a course that counts: the one that gives access, and of several the one
 * with the most progress. There are several only where a student has a second contact.
 */
export const countingMembership = <M extends Ranked>(memberships: readonly M[]): M | undefined =>
  memberships.toSorted(
    (a, b) => Number(isActive(b)) - Number(isActive(a)) || b.completion - a.completion || a.id - b.id,
  )[0]

type Ranked = Pick<MembershipRow, 'id' | 'active' | 'memberStatus' | 'completion'>

const isActive = (membership: Ranked) => membershipState(membership) === 'active'
