import type { Environment } from '../../orm/environment.js'
import { create } from '../../orm/records.js'

export interface Credentials {
  readonly login: string
  readonly password: string
}

/** Rights of an API client: contacts, all courses, the suite. */
const BOT_GROUPS = [
  'base.group_user',
  'base.group_partner_manager',
  'website_slides.group_website_slides_manager',
  'grants_training_suite_v2.group_manager',
]

/** Returns the id of the client's user. Creates the user if missing. */
export async function createBot(env: Environment, { login, password }: Credentials): Promise<number> {
  return createUser(env, { login, password, name: 'Enrollment bot', email: 'bot@example.org' }, BOT_GROUPS)
}

/** A user of a contact, or with a contact of their own. */
type NewUser = Credentials &
  ({ readonly partner_id: number } | { readonly name: string; readonly email: string })

/** Returns the id of the user with that login. Creates the user with these groups if missing. */
export async function createUser(
  env: Environment,
  values: NewUser,
  groups: readonly string[],
): Promise<number> {
  const [known] = await env.sql<{ id: number }>('SELECT id FROM res_users WHERE login = $1', [values.login])
  if (known) return known.id
  const rows = await env.sql<{ id: number }>(
    `SELECT res_id AS id FROM ir_model_data WHERE model = 'res.groups' AND module || '.' || name = ANY($1)`,
    [groups],
  )
  const ids = await create(env, 'res.users', [
    { ...values, [env.version < 19 ? 'groups_id' : 'group_ids']: [[6, 0, rows.map(({ id }) => id)]] },
  ])
  if (ids[0] === undefined) throw new Error(`the user ${values.login} was not created`)
  return ids[0]
}
