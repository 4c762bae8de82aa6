import { randomUUID } from 'node:crypto'
import type { Odoo } from '../../src/odoo/client/client.js'
import type { StaffRole } from '../../src/domain/permissions.js'
import { ExternalId } from '../../src/odoo/schema/administration.js'
import { User } from '../../src/odoo/schema/index.js'
import { staffGroups } from '../../src/odoo/staff/staff-groups.js'
import { unique } from '../support/odoo-records.js'
import type { Agent } from './agent-morning.js'

/**
 * The account that ODOO_AGENT_LOGIN and ODOO_AGENT_PASSWORD name. Without them, a new one with the
 * group of agents, as an administrator makes it.
 */
export async function agentAccount(administrator: Odoo, arabic: boolean): Promise<Agent> {
  const { ODOO_AGENT_LOGIN: login, ODOO_AGENT_PASSWORD: password } = process.env
  if (login !== undefined && password !== undefined) {
    const [user] = await administrator.searchRead(User, [['login', '=', login]], [])
    if (!user) throw new Error(`Odoo has no user ${login}.`)
    return { userId: user.id, login, password }
  }
  return newAccount(administrator, {
    role: 'agent',
    ...(arabic ? { name: 'سامي نجار', lang: 'ar_001' } : { name: 'Sami Najjar', lang: 'en_US' }),
    login: `agent.${unique()}@example.org`,
    password: randomUUID(),
  })
}

interface NewAccount {
  readonly role: StaffRole
  readonly name: string
  readonly lang: 'ar_001' | 'en_US'
  readonly login: string
  readonly password: string
}

/** Makes an account with the groups of a role. Its email is the login, if that is one. */
export async function newAccount(
  administrator: Odoo,
  { role, name, lang, login, password }: NewAccount,
): Promise<Agent> {
  const groups = new Set(staffGroups('')[role].filter((id) => !id.startsWith('base.')))
  const names = [...groups].map((id) => id.split('.')[1] ?? '')
  const known = await administrator.searchRead(
    ExternalId,
    [['name', 'in', ['group_user', ...names]]],
    ['module', 'name', 'record'],
  )
  const ids = known
    .filter(
      ({ module, name }) => groups.has(`${module}.${name}`) || `${module}.${name}` === 'base.group_user',
    )
    .map(({ record }) => record)
  const { fields } = await administrator.resolve(User)
  const values = {
    name,
    login,
    password,
    email: login.includes('@') ? login : `${login}@example.org`,
    lang,
    [fields.groups.name]: [[6, 0, ids]],
  }
  const made = await administrator.call(
    User,
    'create',
    [],
    { vals_list: [values] },
    { context: { no_reset_password: true } },
  )
  const userId = Array.isArray(made) ? Number(made[0]) : Number(made)
  return { userId, login, password }
}
