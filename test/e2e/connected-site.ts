import type { OdooSite } from './environment.js'

/**
 * The Odoo that the environment names: ODOO_URL, ODOO_DB, ODOO_LOGIN, ODOO_API_KEY,
 * ODOO_ADMIN_LOGIN, ODOO_ADMIN_PASSWORD. Null without ODOO_URL.
 */
export function connectedSite(): (OdooSite & { close(): Promise<void> }) | null {
  const { ODOO_URL, ODOO_DB, ODOO_LOGIN, ODOO_API_KEY, ODOO_ADMIN_LOGIN, ODOO_ADMIN_PASSWORD } = process.env
  if (ODOO_URL === undefined) return null
  return {
    url: ODOO_URL,
    db: ODOO_DB ?? '',
    bot: { login: ODOO_LOGIN ?? '', password: ODOO_API_KEY ?? '' },
    admin: { login: ODOO_ADMIN_LOGIN ?? '', password: ODOO_ADMIN_PASSWORD ?? '' },
    close: () => Promise.resolve(),
  }
}
