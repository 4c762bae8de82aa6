import { STAFF_ROLES, type StaffRole } from '../../domain/permissions.js'
import { NAMESPACE } from '../client/load.js'
import { ROLES } from '../schema/roles.js'
import { MODULE } from '../setup/export/names.js'

/** External ids of the groups in Odoo that give each role. */
export type StaffGroups = Readonly<Record<StaffRole, readonly string[]>>

/** The suite's module. */
const SUITE = 'grants_training_suite_v2'

/**
 * The suite's groups, and those that setup creates, over the API or as a module. Administrators of
 * Odoo are managers: they can put themselves into any group. Groups of eLearning give no role,
 * because in Odoo they do not show students either.
 */
const DEFAULT_STAFF_GROUPS: StaffGroups = {
  manager: [...groupsOf('manager'), 'base.group_system'],
  agent: groupsOf('agent'),
  teacher: groupsOf('teacher'),
  accounting: groupsOf('accounting'),
}

/** The groups that STAFF_GROUPS names, instead of the usual ones. */
export const groupsChosen = (groups: StaffGroups): string[] => [
  ...new Set(
    STAFF_ROLES.flatMap((role) => (groups[role] === DEFAULT_STAFF_GROUPS[role] ? [] : groups[role])),
  ),
]

function groupsOf(role: StaffRole): string[] {
  const { suiteGroup } = ROLES[role]
  return [
    ...(suiteGroup === null ? [] : [`${SUITE}.${suiteGroup}`]),
    `${NAMESPACE}.group_${role}`,
    `${MODULE}.group_${role}`,
  ]
}

/**
 * Parses `manager=module.group,module.group;agent=…`. A role that is named has these groups instead
 * of the usual ones; a role without any is given to nobody.
 */
export function staffGroups(text: string): StaffGroups {
  const groups: Record<StaffRole, readonly string[]> = { ...DEFAULT_STAFF_GROUPS }
  for (const part of text.split(';').map((one) => one.trim())) {
    if (part === '') continue
    const [, name, list = ''] = /^(\w+)\s*=(.*)$/.exec(part) ?? []
    const role = STAFF_ROLES.find((one) => one === name)
    const ids = list.split(',').flatMap((id) => id.trim() || [])
    if (role === undefined || !ids.every((id) => /^\w+\.\w+$/.test(id)))
      throw new Error(
        `roles (${STAFF_ROLES.join(', ')}) with external ids of groups, such as "manager=base.group_system;agent=my_module.group_agent"`,
      )
    groups[role] = ids
  }
  return groups
}
