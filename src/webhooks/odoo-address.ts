/** The address that Odoo's automation rules call. Odoo shows it to its administrators and writes it into its own log. */
const PATH = '/hooks/odoo/'

/** `base`: where Odoo reaches us (`config.hooks.url`), without a slash at the end. */
export const odooWebhookAddress = (base: string, secret: string): string => `${base}${PATH}${secret}`

/** The secret in an address found in Odoo; null: it leads somewhere else. */
export function webhookSecretIn(base: string, address: string): string | null {
  const start = odooWebhookAddress(base, '')
  return address.startsWith(start) ? address.slice(start.length) : null
}

/** Returns whether an address found in Odoo has the path of our webhooks, on whatever host. */
export const isOdooWebhookAddress = (address: string): boolean => address.includes(PATH)
