import { TRAITS, SANDBOX_VERSIONS, type SandboxVersion } from '../../sandbox/odoo/version.js'
import { sandboxOdoo } from '../support/odoo.js'

/** The Odoo to compare with the recordings: the sandbox, or a real server. */
export interface ServerUnderTest {
  readonly version: SandboxVersion
  readonly url: string
  readonly db: string
  /** Password by user: admin, svc, clerk, portal. */
  readonly passwords: Readonly<Record<string, string>>
  /** API key by user. */
  readonly keys: Readonly<Record<string, string>>
  /** Ids of the users, as the recordings name them: `uid:svc` … */
  readonly uids: Readonly<Record<string, number>>
  close(): Promise<void>
}

/** Users of the recordings: an API client, an employee without further rights, a portal user. */
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

interface Target {
  readonly url: string
  readonly db: string
  readonly admin: { readonly login: string; readonly password: string }
  close(): Promise<void>
}

/**
 * A sandbox of that version, or the real server that ODOO_URL names. Further variables: ODOO_DB,
 * ODOO_ADMIN_LOGIN (`admin`), and for each of ADMIN, SVC, CLERK and PORTAL a password
 * ODOO_PASSWORD_… (default: the login) and an API key ODOO_KEY_… (default: the password). Use a
 * disposable database with demo data: missing users and the course 1 are created.
 */
export async function serverUnderTest(
  version: SandboxVersion,
  env: NodeJS.ProcessEnv,
): Promise<ServerUnderTest> {
  const real = env.ODOO_URL ? realTarget(env.ODOO_URL, env) : null
  const odoo = real ?? (await sandboxOdoo({ version, suite: false, data: 'empty', db: `elearn${version}` }))
  const rpc = jsonRpc(odoo.url)
  const passwords: Record<string, string> = { admin: odoo.admin.password }
  const { login, password } = odoo.admin
  const uid = Number(await rpc('common', 'authenticate', [odoo.db, login, password, {}]))
  const call = (model: string, method: string, args: unknown[], kwargs = {}) =>
    rpc('object', 'execute_kw', [odoo.db, uid, password, model, method, args, kwargs])
  const uids: Record<string, number> = { admin: uid }
  for (const [key, { groups, ...values }] of Object.entries(USERS)) {
    const [known] = (await call('res.users', 'search', [[['login', '=', values.login]]])) as number[]
    passwords[key] = env[`ODOO_PASSWORD_${key.toUpperCase()}`] ?? values.login
    const ids: number[] = []
    for (const group of groups) {
      const found = await call('ir.model.data', 'check_object_reference', group.split('.'))
      ids.push((found as [string, number])[1])
    }
    const made = {
      ...values,
      password: passwords[key],
      [version < 19 ? 'groups_id' : 'group_ids']: [[6, 0, ids]],
    }
    uids[key] =
      known ?? Number(await call('res.users', 'create', [made], { context: { no_reset_password: true } }))
  }
  if (!(await call('slide.channel', 'search_count', [[['id', '=', 1]]])))
    await call('slide.channel', 'create', [{ name: 'Basics of Gardening', is_published: true }])
  const keyOf = (user: string, fallback: string) => env[`ODOO_KEY_${user.toUpperCase()}`] ?? fallback
  return {
    version,
    url: odoo.url,
    db: odoo.db,
    passwords,
    keys: Object.fromEntries(Object.entries(passwords).map(([user, own]) => [user, keyOf(user, own)])),
    uids,
    close: () => odoo.close(),
  }
}

const realTarget = (url: string, env: NodeJS.ProcessEnv): Target => ({
  url,
  db: env.ODOO_DB ?? 'training',
  admin: { login: env.ODOO_ADMIN_LOGIN ?? 'admin', password: env.ODOO_PASSWORD_ADMIN ?? 'admin' },
  close: () => Promise.resolve(),
})

/** The version of a real server. Throws if there are no recordings of it. */
export async function versionOf(url: string): Promise<SandboxVersion> {
  const info = (await jsonRpc(url)('common', 'version', [])) as { server_version: string }
  const version = SANDBOX_VERSIONS.find((known) =>
    info.server_version.startsWith(TRAITS[known].serverVersion),
  )
  if (!version) throw new Error(`no recordings of Odoo ${info.server_version}`)
  return version
}

const jsonRpc = (url: string) => async (service: string, method: string, args: unknown[]) => {
  const response = await fetch(new URL('/jsonrpc', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, params: { service, method, args } }),
  })
  const { result, error } = (await response.json()) as { result?: unknown; error?: unknown }
  if (error !== undefined) throw new Error(`setting up ${method}: ${JSON.stringify(error)}`)
  return result
}
