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
