import { STAFF_ROLES, type StaffRole } from '../../domain/permissions.js'
import type { Odoo } from '../client/client.js'
import { ExternalId, Group } from '../schema/administration.js'
import { StaffUser } from '../schema/staff-user.js'
import type { StaffGroups } from './staff-groups.js'

/** A user of Odoo, as far as we know staff. */
export interface StaffMember {
  readonly userId: number
  readonly login: string
  readonly name: string
  /** Code of a language in Odoo, such as `ar_001`; null: none is set. */
  readonly language: string | null
  readonly roles: readonly StaffRole[]
}

/**
 * Reads users with the roles that their groups give, in two calls for any number of them. Users who
 * are archived, deleted, or not internal (learners, customers) are left out.
 */
export async function staffMembers(
  odoo: Odoo,
  userIds: readonly number[],
  groups: StaffGroups,
): Promise<StaffMember[]> {
  if (userIds.length === 0) return []
  const [users, rolesOf] = await Promise.all([
    odoo.searchRead(
      StaffUser,
      [
        ['id', 'in', [...userIds]],
        ['active', '=', true],
      ],
      ['login', 'name', 'lang', 'share', 'allGroups'],
    ),
    rolesByGroup(odoo, groups),
  ])
  return users.flatMap(({ id, login, name, lang, share, allGroups }) => {
    if (share) return []
    const found = new Set(allGroups.flatMap((group) => rolesOf.get(group) ?? []))
    return {
      userId: id,
      login,
      name,
      language: lang,
      roles: STAFF_ROLES.filter((role) => found.has(role)),
    }
  })
}

/** Returns the roles that each group gives, by its id in the connected database. */
async function rolesByGroup(odoo: Odoo, groups: StaffGroups): Promise<ReadonlyMap<number, StaffRole[]>> {
  const wanted = STAFF_ROLES.flatMap((role) => groups[role].map((id) => ({ role, id })))
  const names = wanted.map(({ id }) => id.slice(id.indexOf('.') + 1))
  const entries = await odoo.searchRead(
    ExternalId,
    [
      ['model', '=', Group.name],
      ['name', 'in', [...new Set(names)]],
    ],
    ['module', 'name', 'record'],
  )
  const roles = new Map<number, StaffRole[]>()
  for (const { module, name, record } of entries) {
    const given = wanted.filter(({ id }) => id === `${module}.${name}`).map(({ role }) => role)
    if (given.length > 0) roles.set(record, [...(roles.get(record) ?? []), ...given])
  }
  return roles
}
