import type { Store } from '../store/store.js'
import { ensureWebhookSecret, rotateWebhookSecret, webhookSecretStatus } from './webhook-secrets.js'
import { webhookSecretIn, odooWebhookAddress } from './odoo-address.js'
import type { Odoo } from '../odoo/client/client.js'
import { NAMESPACE } from '../odoo/client/load.js'
import { ExternalId, ServerAction } from '../odoo/schema/administration.js'
import type { WebhookAddress } from '../odoo/setup/plan.js'

export interface WebhookSettings {
  readonly store: Store
  /** Where Odoo reaches us, without a slash at the end. */
  readonly url: string
  /** How long a replaced secret stays valid. */
  readonly graceHours: number
}

/**
 * Returns the address for the webhook rules that setup installs. `renew` replaces the secret even
 * if the present one is valid.
 */
export const webhookAddress = (
  odoo: Odoo,
  { store, url, graceHours }: WebhookSettings,
  { renew }: { readonly renew: boolean },
): WebhookAddress => ({
  present: () => (renew ? Promise.resolve(null) : presentAddress(odoo, store, url)),
  // An existing secret cannot be read, only replaced.
  make: async () =>
    odooWebhookAddress(
      url,
      (await ensureWebhookSecret(store)) ?? (await rotateWebhookSecret(store, graceHours)),
    ),
  placeholder: odooWebhookAddress(url, '<new secret>'),
})

/** Returns the address in our rules in Odoo if it leads to us with the current secret. */
async function presentAddress(odoo: Odoo, store: Store, url: string): Promise<string | null> {
  const entries = await odoo.searchRead(
    ExternalId,
    [
      ['module', '=', NAMESPACE],
      ['model', '=', ServerAction.name],
    ],
    ['record'],
  )
  const ids = entries.map(({ record }) => record)
  const actions = await odoo.read(ServerAction, ids, ['webhookUrl'])
  for (const address of new Set(actions.flatMap(({ webhookUrl }) => webhookUrl ?? []))) {
    const secret = webhookSecretIn(url, address)
    if (secret !== null && (await webhookSecretStatus(store, secret)) === 'current') return address
  }
  return null
}
