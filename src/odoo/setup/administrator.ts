import { FailureType } from '../../contracts/failures.js'
import type { Odoo } from '../client/client.js'
import { OdooError } from '../client/errors.js'
import { Group } from '../schema/administration.js'
import { User } from '../schema/index.js'
import { readExternalIds } from './id-resolver.js'
import { SetupError } from './setup-error.js'

/** Odoo's group for Settings: its users may create models, views and rules. */
const SYSTEM = 'base.group_system'

/** Throws `SetupError` when this login is not an administrator of Odoo. */
export async function requireAdministrator(odoo: Odoo, login: string): Promise<void> {
  if (!(await isAdministrator(odoo, login))) {
    throw new SetupError(
      'Setup needs the login of an Odoo administrator (with the right “Administration: Settings”). It is used for this command only.',
    )
  }
}

async function isAdministrator(odoo: Odoo, login: string): Promise<boolean> {
  try {
    const [user] = await odoo.searchRead(User, [['login', '=', login]], ['groups'])
    const system = (await readExternalIds(odoo, [SYSTEM])).get(SYSTEM)
    if (!user || system === undefined) return false
    if (user.groups.includes(system)) return true
    const groups = await odoo.read(Group, user.groups, ['allImplied'])
    return groups.some(({ allImplied }) => allImplied.includes(system))
  } catch (error) {
    // Users without that group may not even read external ids.
    if (error instanceof OdooError && error.type === FailureType.OdooAccessDenied) {
      if (error.exceptionName === 'odoo.exceptions.AccessError') return false
    }
    throw error
  }
}
