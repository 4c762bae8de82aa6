import { sandboxOdoo } from '../support/odoo.js'

/** An Odoo 18 to hold against the recordings: the sandbox, or the real one that the environment names. */
export interface ServerUnderTest {
  readonly url: string
  readonly db: string
  readonly real: boolean
  /** Password by user: admin, svc, clerk, portal. */
  readonly passwords: Readonly<Record<string, string>>
  /** Ids of the users, as the recordings name them: `uid:svc` … */
  readonly uids: Readonly<Record<string, number>>
  close(): Promise<void>
}

/** The people of the recordings: an API client, an employee without further rights, somebody from outside. */
const USERS = {
  svc: {
    login: 'svc_training',
    name: 'Training Service',
    email: 'svc@training.example',
    groups: ['base.group_user', 'base.group_partner_manager', 'website_slides.group_website_slides_manager'],
  },
  clerk: { login: 'clerk', name: 'Clerk', email: 'clerk@training.example', groups: ['base.group_user'] },
  portal: {
    login: 'portal',
    name: 'Joel Willis',
    email: 'portal@training.example',
    groups: ['base.group_portal'],
  },
} as const

const passwordOf = (user: string) => `${user}-contract-password`

interface Target {
  readonly url: string
  readonly db: string
  readonly admin: { readonly login: string; readonly password: string }
  close(): Promise<void>
}

/** ODOO_URL, ODOO_DB, ODOO_ADMIN_LOGIN and ODOO_ADMIN_PASSWORD name a real server; it should be fresh. */
async function target(env: NodeJS.ProcessEnv): Promise<Target> {
  if (!env.ODOO_URL) return sandboxOdoo({ world: 'empty', db: 'elearn18' })
  const admin = { login: env.ODOO_ADMIN_LOGIN ?? 'admin', password: env.ODOO_ADMIN_PASSWORD ?? 'admin' }
  return { url: env.ODOO_URL, db: env.ODOO_DB ?? 'training', admin, close: () => Promise.resolve() }
}

/** Starts the server and makes the users and the course 1 that the recordings count on. */
export async function serverUnderTest(env: NodeJS.ProcessEnv): Promise<ServerUnderTest> {
  const odoo = await target(env)
  const rpc = async (service: string, method: string, args: unknown[]) => {
    const response = await fetch(new URL('/jsonrpc', odoo.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, params: { service, method, args } }),
    })
    const { result, error } = (await response.json()) as { result?: unknown; error?: unknown }
    if (error !== undefined) throw new Error(`setting up ${method}: ${JSON.stringify(error)}`)
    return result
  }
  const { login, password } = odoo.admin
  const uid = Number(await rpc('common', 'authenticate', [odoo.db, login, password, {}]))
  const call = (model: string, method: string, args: unknown[], kwargs = {}) =>
    rpc('object', 'execute_kw', [odoo.db, uid, password, model, method, args, kwargs])
  const uids: Record<string, number> = { admin: uid }
  for (const [key, { groups, ...values }] of Object.entries(USERS)) {
    const known = (await call('res.users', 'search', [[['login', '=', values.login]]])) as number[]
    const ids: number[] = []
    for (const group of groups) {
      const found = (await call('ir.model.data', 'check_object_reference', group.split('.'))) as [
        string,
        number,
      ]
      ids.push(found[1])
    }
    uids[key] =
      known[0] ??
      Number(
        await call(
          'res.users',
          'create',
          [{ ...values, password: passwordOf(key), groups_id: [[6, 0, ids]] }],
          {
            context: { no_reset_password: true },
          },
        ),
      )
  }
  if (!(await call('slide.channel', 'search_count', [[['id', '=', 1]]])))
    await call('slide.channel', 'create', [{ name: 'Basics of Gardening', is_published: true }])
  return {
    url: odoo.url,
    db: odoo.db,
    real: Boolean(env.ODOO_URL),
    passwords: {
      admin: password,
      ...Object.fromEntries(Object.keys(USERS).map((user) => [user, passwordOf(user)])),
    },
    uids,
    close: () => odoo.close(),
  }
}
