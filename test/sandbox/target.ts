import type { Credentials } from '../../sandbox/odoo/apps/base/user-accounts.js'
import type { SandboxVersion } from '../../sandbox/odoo/version.js'
import { sandboxOdoo } from '../support/odoo.js'

/** An Odoo to test. */
export interface Target {
  readonly url: string
  readonly db: string
  readonly admin: Credentials
  readonly bot: Credentials
  close(): Promise<void>
}

/**
 * The sandbox of that version without the suite. `ODOO_17=http://…/<database>` (or `ODOO_18`,
 * `ODOO_19`) names a real server instead, which must behave the same: a fresh database with
 * eLearning and users `admin` and `bot` with the sandbox's passwords.
 */
export async function target(version: SandboxVersion): Promise<Target> {
  const real = process.env[`ODOO_${version}`]
  if (real === undefined) return sandboxOdoo({ version, suite: false, data: 'empty' })
  const { origin, pathname } = new URL(real)
  return {
    url: origin,
    db: pathname.slice(1),
    admin: { login: 'admin', password: 'admin' },
    bot: { login: 'bot', password: 'bot-password' },
    close: () => Promise.resolve(),
  }
}
