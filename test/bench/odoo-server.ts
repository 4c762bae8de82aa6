import { startOdooProcess } from '../support/odoo-process.js'

/** The Odoo that a benchmark measures against. */
export interface OdooServer {
  readonly url: string
  readonly db: string
  /** The product's own user. */
  readonly bot: { readonly login: string; readonly password: string }
  /** Database of the sandbox. null: a real Odoo. */
  readonly databaseUrl: string | null
  stop(): Promise<void>
}

/**
 * Returns the real Odoo that ODOO_URL, ODOO_DB, ODOO_LOGIN and ODOO_API_KEY name, where setup has
 * been run, or else a sandbox in a process of its own. A real one keeps the records that are made.
 */
export async function odooServer(): Promise<OdooServer> {
  const { ODOO_URL, ODOO_DB = '', ODOO_LOGIN = '', ODOO_API_KEY = '' } = process.env
  if (ODOO_URL === undefined) return startOdooProcess(new URL('./sandbox-server.ts', import.meta.url))
  return {
    url: ODOO_URL,
    db: ODOO_DB,
    bot: { login: ODOO_LOGIN, password: ODOO_API_KEY },
    databaseUrl: null,
    stop: () => Promise.resolve(),
  }
}
