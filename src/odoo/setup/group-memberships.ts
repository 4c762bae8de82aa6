import type { Odoo } from '../client/client.js'
import { User } from '../schema/index.js'
import type { IdResolver } from './id-resolver.js'
import { SetupError } from './setup-error.js'
import type { Reference } from './resource.js'

/** A user who should be in a group. */
export interface DesiredMembership {
  readonly login: string
  readonly group: Reference
  /** For the plan: who joins which group. Names nobody. */
  readonly title: string
  readonly description: string
}

/** A user whom setup adds to a group. */
export interface GroupMembership extends Omit<DesiredMembership, 'login'> {
  readonly user: number
  /** The user's groups before. */
  readonly groups: readonly number[]
}

/**
 * Returns the memberships that do not exist yet. Throws `SetupError` when a user does not exist.
 */
export async function missingMemberships(
  odoo: Odoo,
  desired: readonly DesiredMembership[],
  resolver: IdResolver,
): Promise<GroupMembership[]> {
  const users = await odoo.searchRead(
    User,
    [['login', 'in', desired.map(({ login }) => login)]],
    ['login', 'groups'],
  )
  return desired.flatMap(({ login, ...membership }) => {
    const user = users.find((one) => one.login === login)
    if (!user) throw new SetupError(`Odoo has no active user with the login of ${membership.title}.`)
    const group = resolver.id(membership.group)
    const isMember = group !== undefined && user.groups.includes(group)
    return isMember ? [] : [{ ...membership, user: user.id, groups: user.groups }]
  })
}

/** Adds the user to the group and keeps the groups they have by now. */
export async function addToGroup(odoo: Odoo, user: number, group: number): Promise<void> {
  const [row] = await odoo.read(User, [user], ['groups'])
  if (row && !row.groups.includes(group)) await odoo.write(User, [user], { groups: [...row.groups, group] })
}
