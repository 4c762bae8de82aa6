/** The path that Odoo's webhook rules call; the secret follows. Nobody else writes this path. */
export const ODOO_WEBHOOK_PATH = '/hooks/odoo/'

/**
 * Returns the full address with the secret. Odoo shows it to administrators and writes it to its
 * log. `base` is where Odoo reaches us (`config.hooks.url`), without a slash at the end.
 */
export const odooWebhookAddress = (base: string, secret: string): string =>
  `${base}${ODOO_WEBHOOK_PATH}${secret}`

/** Returns the secret in an address found in Odoo; null: the address is not ours. */
export function webhookSecretIn(base: string, address: string): string | null {
  const start = odooWebhookAddress(base, '')
  return address.startsWith(start) ? address.slice(start.length) : null
}

/**
 * Hides everything after our path in a requested URL, for the log. Also hides it in addresses that
 * are almost right: doubled slashes and other cases.
 */
export const hideWebhookSecret = (url: string): string => url.replace(PATH_IN_URL, '$1…')

const PATH_IN_URL = new RegExp(`(${ODOO_WEBHOOK_PATH.slice(1).replaceAll('/', '/+')}).*`, 'i')

/** Returns whether an address found in Odoo has the path of our webhooks, on whatever host. */
export const isOdooWebhookAddress = (address: string): boolean => address.includes(ODOO_WEBHOOK_PATH)
