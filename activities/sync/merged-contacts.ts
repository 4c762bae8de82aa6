import { countInOdoo } from '../../src/domain/elearning.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { Membership } from '../../src/odoo/schema/index.js'
import { countLessonsOf } from './lessons-done.js'
import { membershipState } from './memberships.js'
import type { StudentRecords } from './student-records.js'

/**
 * Writes what the memberships of students have since a second contact of theirs was merged. Odoo
 * gives the lessons to the remaining contact, but does not count them before another one is
 * completed, and perhaps none is left. Returns the number written. Two calls for each membership
 * of these students, which are few, and none without them.
 */
export async function countMergedLessons(odoo: Odoo, students: readonly StudentRecords[]): Promise<number> {
  let written = 0
  const merged = students.filter(({ settledContacts }) => settledContacts.length > 0)
  for (const membership of merged.flatMap(({ memberships }) => memberships)) {
    if (membershipState(membership) !== 'active' || membership.memberStatus === 'completed') continue
    const { done, total } = await countLessonsOf(odoo, membership)
    if (done <= membership.completedSlidesCount) continue
    const { completion, memberStatus } = countInOdoo(done, total)
    await odoo.write(Membership, [membership.id], { completedSlidesCount: done, completion, memberStatus })
    written += 1
  }
  return written
}
