import { createUser, type Credentials } from '../apps/base/user-accounts.js'
import type { Environment } from '../orm/environment.js'
import { storeImpliedGroups } from '../provisioning/access/res-groups.js'

interface DemoStaff extends Credentials {
  readonly name: string
  readonly email: string
  readonly lang: string
  /** The suite's group, and the one that `setup` creates. */
  readonly groups: readonly string[]
}

const staff = (role: string, name: string, mailbox: string, lang: string): DemoStaff => ({
  login: role,
  password: role,
  name,
  email: `${mailbox}@example.org`,
  lang,
  groups: [`grants_training_suite_v2.group_${role}`, `__orchestrator__.group_${role}`],
})

/** People who can sign in: to Odoo and to the product. Login and password are the same word. */
const STAFF = {
  manager: staff('manager', 'Layla Haddad', 'layla.haddad', 'en_US'),
  agent: staff('agent', 'سامي نجار', 'sami.najjar', 'ar_001'),
} as const

/** The logins of the demo staff, for those who want to try them. */
export const DEMO_STAFF: readonly Credentials[] = Object.values(STAFF).map(({ login, password }) => ({
  login,
  password,
}))

/**
 * Creates the staff who are missing, and adds them to the groups that exist by now: `setup` creates
 * some of them. Returns the id of the agent.
 */
export async function createStaff(env: Environment): Promise<number> {
  const ids = []
  for (const { groups, ...person } of Object.values(STAFF)) {
    const user = await createUser(env, person, ['base.group_user', ...groups])
    await env.sql(
      `INSERT INTO res_groups_users_rel (uid, gid) SELECT $1, res_id FROM ir_model_data
       WHERE model = 'res.groups' AND module || '.' || name = ANY($2) ON CONFLICT DO NOTHING`,
      [user, groups],
    )
    ids.push(user)
  }
  await storeImpliedGroups(env)
  const [, agent] = ids
  if (agent === undefined) throw new Error('the seed expected an agent')
  return agent
}
