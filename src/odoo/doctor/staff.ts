import type { Odoo } from '../client/client.js'
import { ExternalId, Group } from '../schema/administration.js'
import { StaffUser } from '../schema/staff-user.js'
import { groupsChosen } from '../staff/staff-groups.js'
import { staffMembers } from '../staff/staff-members.js'
import { counted, listed, problem, warning, type FindingDraft } from './finding.js'
import type { Check } from './check-context.js'

/** Users that are read, learners too. Where there are more, nothing is said about managers. */
const USERS_READ = 1_000

/** Whether staff can sign in: the groups of their roles exist, and somebody is a manager. */
export const staff: Check = {
  name: 'staff',
  run: async ({ odoo, connection, staffGroups }) => {
    const users = await odoo.searchRead(StaffUser, [['active', '=', true]], ['login'], {
      order: 'id',
      limit: USERS_READ,
    })
    const ids = users.map(({ id }) => id).filter((id) => id !== connection.uid)
    const [unknown, members] = await Promise.all([
      groupsNotFound(odoo, groupsChosen(staffGroups)),
      staffMembers(odoo, ids, staffGroups),
    ])
    const hasManager = members.some(({ roles }) => roles.includes('manager'))
    return [...unknownGroups(unknown), ...(hasManager || users.length === USERS_READ ? [] : [NO_MANAGER])]
  },
}

const NO_MANAGER = warning({
  what: 'Nobody but the bot is a manager here.',
  why: 'No person can sign in to the staff app and turn on an intake, change rules or run bulk operations.',
  fix: 'Put a colleague into a group that gives the role “manager” (STAFF_GROUPS; usually the manager group of the training app, or Odoo’s administrators).',
})

const unknownGroups = (groups: readonly string[]): FindingDraft[] =>
  groups.length === 0
    ? []
    : [
        problem({
          what: `STAFF_GROUPS names ${counted(groups.length, 'group')} that Odoo does not have: ${listed(groups)}.`,
          why: 'Nobody gets a role through such a group, so colleagues cannot sign in.',
          fix: 'Write the external id of each group as Odoo shows it (Settings, Users & Companies, Groups, “View Metadata”).',
        }),
      ]

/** Returns which external ids of groups do not exist. */
async function groupsNotFound(odoo: Odoo, groups: readonly string[]): Promise<string[]> {
  if (groups.length === 0) return []
  const names = groups.map((id) => id.slice(id.indexOf('.') + 1))
  const found = await odoo.searchRead(
    ExternalId,
    [
      ['model', '=', Group.name],
      ['name', 'in', names],
    ],
    ['module', 'name'],
  )
  const existing = new Set(found.map(({ module, name }) => `${module}.${name}`))
  return groups.filter((id) => !existing.has(id))
}
