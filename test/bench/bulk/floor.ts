import type { Odoo } from '../../../src/odoo/client/client.js'
import { Membership, Partner, ProgressTracker, Student } from '../../../src/odoo/schema/index.js'
import type { MadeCourse } from '../../support/odoo-records.js'

/** Students per call, as in a page of the sync. */
const BATCH = 500

/**
 * Enrolls students in the fewest bulk calls that move the same data: read them, look for their
 * contacts, make and link the contacts, give access, make the trackers, and set the statuses of the
 * start of the training. No decision, no email, no workflow. One batch after the other: their rows
 * share parents, and Odoo would refuse some of them side by side. Returns seconds.
 */
export async function timeOfFewestCalls(
  odoo: Odoo,
  studentIds: readonly number[],
  { courseIntegrationId, channelId }: MadeCourse,
): Promise<number> {
  const startedAt = performance.now()
  const enroll = async (batch: readonly number[]) => {
    const students = await odoo.read(Student, batch, ['name', 'email'])
    const emails = students.map(({ email }) => email)
    await odoo.searchRead(Partner, [['email', 'in', emails]], ['email'], { archived: true })
    const named = students.map((student) => ({ ...student, key: `floor_${student.id}` }))
    const partners = await odoo.load(
      Partner,
      named.map(({ key, name, email }) => ({ externalId: `${key}_contact`, name, email })),
    )
    const partnerOf = (at: number) => partners[at] ?? 0
    const memberships = await odoo.load(
      Membership,
      named.map(({ key }, at) => ({
        externalId: `${key}_membership`,
        channel: channelId,
        partner: partnerOf(at),
      })),
    )
    await odoo.load(
      ProgressTracker,
      named.map(({ key, id }, at) => ({
        externalId: `${key}_tracker`,
        student: id,
        courseIntegration: courseIntegrationId,
        elearningEnrollment: memberships[at] ?? 0,
        enrollmentDate: new Date().toISOString(),
      })),
    )
    await odoo.load(
      Student,
      named.map(({ id }, at) => ({
        id,
        partner: partnerOf(at),
        state: 'enrolled' as const,
        integrationStatus: 'enrolled' as const,
      })),
    )
  }
  for (let next = 0; next < studentIds.length; next += BATCH)
    await enroll(studentIds.slice(next, next + BATCH))
  return (performance.now() - startedAt) / 1000
}
