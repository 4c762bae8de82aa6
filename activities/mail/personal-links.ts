import type { Odoo } from '../../src/odoo/client/client.js'
import { CourseIntegration, Membership } from '../../src/odoo/schema/index.js'
import { groupBy } from '../../src/group-by.js'
import type { ActivityContext } from '../dependencies.js'
import { countingMembership } from '../sync/memberships.js'

/**
 * A learner's way into a course is the personal link of their membership: Odoo leads a contact
 * without a user to sign-up, and others to the login. It is read when an email is sent and kept
 * nowhere, because whoever has it can sign up in the learner's name.
 */
type Sources = Pick<ActivityContext, 'config'> & { readonly odoo: Pick<Odoo, 'searchRead'> }

/**
 * Returns the links by eLearning course. Without a membership, the link leads to the course's
 * public page.
 */
export async function personalLinks(
  { odoo, config }: Sources,
  partner: number | null,
  channels: readonly number[],
): Promise<(channel: number) => string> {
  const memberships =
    partner === null || channels.length === 0
      ? []
      : await odoo.searchRead(
          Membership,
          [
            ['partner', '=', partner],
            ['channel', 'in', channels],
          ],
          ['channel', 'invitationLink'],
        )
  const links = new Map(memberships.map(({ channel, invitationLink }) => [channel, invitationLink]))
  return (channel) => links.get(channel) ?? `${config.odoo.webUrl}/slides/${channel}`
}

/**
 * Returns the link to the first course of the program that the learner has not finished, in the
 * order in which they joined; the list of all courses if there is none. `contacts`: their own, and
 * second ones that are them.
 */
export async function linkToOpenCourse(
  { odoo, config }: Sources,
  contacts: readonly number[],
  programId: number,
): Promise<string> {
  const courses = await odoo.searchRead(
    CourseIntegration,
    [['trainingProgram', '=', programId]],
    ['elearningCourse'],
  )
  const memberships =
    contacts.length === 0 || courses.length === 0
      ? []
      : await odoo.searchRead(
          Membership,
          [
            ['partner', 'in', contacts],
            ['channel', 'in', courses.map(({ elearningCourse }) => elearningCourse)],
          ],
          ['channel', 'active', 'completion', 'memberStatus', 'invitationLink'],
          { order: 'id' },
        )
  const open = [...groupBy(memberships, ({ channel }) => channel).values()]
    .flatMap((ofCourse) => countingMembership([...ofCourse]) ?? [])
    .find(({ memberStatus }) => memberStatus !== 'completed')
  return open?.invitationLink ?? `${config.odoo.webUrl}/slides`
}
