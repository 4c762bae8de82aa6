import type { Store } from '../store/store.js'
import { ensureWebhookSecret, webhookSecretMatches, rotateWebhookSecret } from './webhook-secrets.js'
import { webhookSecretIn, odooWebhookAddress } from './odoo-address.js'
import type { Odoo } from '../odoo/client/client.js'
import { NAMESPACE } from '../odoo/client/load.js'
import { ExternalId, ServerAction } from '../odoo/schema/administration.js'
import type { WebhookAddress } from '../odoo/setup/plan.js'

export interface WebhookSettings {
  readonly store: Store
  /** Where Odoo reaches us, without a slash at the end. */
  readonly url: string
  /** How long a replaced secret stays good. */
  readonly graceHours: number
}

/** `renew`: also where the present one is good. */
export const webhookAddress = (
  odoo: Odoo,
  { store, url, graceHours }: WebhookSettings,
  { renew }: { readonly renew: boolean },
): WebhookAddress => ({
  present: () => (renew ? Promise.resolve(null) : presentAddress(odoo, store, url)),
  // A secret that is there cannot be read again, only replaced.
  make: async () =>
    odooWebhookAddress(
      url,
      (await ensureWebhookSecret(store)) ?? (await rotateWebhookSecret(store, graceHours)),
    ),
  placeholder: odooWebhookAddress(url, '<new secret>'),
})

/** Of our rules in Odoo, when it leads to us and its secret is the current one. */
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
    if (secret !== null && (await webhookSecretMatches(store, secret))) return address
  }
  return null
}
