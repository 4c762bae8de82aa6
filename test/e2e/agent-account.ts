import { randomUUID } from 'node:crypto'
import type { Odoo } from '../../src/odoo/client/client.js'
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
  return newAgent(administrator, arabic)
}

async function newAgent(administrator: Odoo, arabic: boolean): Promise<Agent> {
  const groups = new Set(staffGroups('').agent)
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
  const mark = unique()
  const [login, password] = [`agent.${mark}@example.org`, randomUUID()]
  const { fields } = await administrator.resolve(User)
  const values = {
    name: arabic ? 'سامي نجار' : 'Sami Najjar',
    login,
    password,
    email: login,
    lang: arabic ? 'ar_001' : 'en_US',
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
