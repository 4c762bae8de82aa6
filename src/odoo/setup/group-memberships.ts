import type { Odoo } from '../client/client.js'
import { User } from '../schema/index.js'
import type { IdResolver } from './id-resolver.js'
import { SetupRejected } from './rejected.js'
import type { Reference } from './resource.js'

/** A user whom setup puts into a group. */
export interface GroupMembership {
  readonly user: number
  /** The user's groups as they are. */
  readonly groups: readonly number[]
  readonly into: Reference
  /** For the plan: who and what. Names nobody. */
  readonly title: string
  readonly words: string
}

export interface WantedMembership {
  readonly login: string
  readonly into: Reference
  readonly title: string
  readonly words: string
}

/** Which of the users are not in their group yet. `SetupRefused`: there is no such user. */
export async function readGroupMemberships(
  odoo: Odoo,
  wishes: readonly WantedMembership[],
  known: IdResolver,
): Promise<GroupMembership[]> {
  const users = await odoo.searchRead(
    User,
    [['login', 'in', wishes.map(({ login }) => login)]],
    ['login', 'groups'],
  )
  return wishes.flatMap(({ login, into, title, words }) => {
    const user = users.find((one) => one.login === login)
    if (!user) throw new SetupRejected(`Odoo has no active user with the login of ${title}.`)
    const group = known.value(into)
    const isIn = typeof group === 'number' && user.groups.includes(group)
    return isIn ? [] : [{ user: user.id, groups: user.groups, into, title, words }]
  })
}

/** Puts the user into the group, beside those that she has by now. */
export async function addToGroups(odoo: Odoo, user: number, group: number): Promise<void> {
  const [row] = await odoo.read(User, [user], ['groups'])
  if (row && !row.groups.includes(group)) await odoo.write(User, [user], { groups: [...row.groups, group] })
}
