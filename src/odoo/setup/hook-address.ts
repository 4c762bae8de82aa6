import type { Store } from '../../store/store.js'
import { ensureHookSecret, hookSecretMatches, rotateHookSecret } from '../../store/hook-secrets.js'
import { hookSecretIn, odooHookAddress } from '../../hooks/odoo-address.js'
import type { Odoo } from '../client.js'
import { NAMESPACE } from '../load.js'
import { ExternalId, ServerAction } from '../schema/administration.js'
import type { HookAddress } from './plan.js'

export interface Hooks {
  readonly store: Store
  /** Where Odoo reaches us, without a slash at the end. */
  readonly url: string
  /** How long a replaced secret stays good. */
  readonly graceHours: number
}

/** `renew`: also where the present one is good. */
export const hookAddress = (
  odoo: Odoo,
  { store, url, graceHours }: Hooks,
  { renew }: { readonly renew: boolean },
): HookAddress => ({
  present: () => (renew ? Promise.resolve(null) : presentAddress(odoo, store, url)),
  // A secret that is there cannot be read again, only replaced.
  make: async () =>
    odooHookAddress(url, (await ensureHookSecret(store)) ?? (await rotateHookSecret(store, graceHours))),
  future: odooHookAddress(url, '<new secret>'),
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
    const secret = hookSecretIn(url, address)
    if (secret !== null && (await hookSecretMatches(store, secret))) return address
  }
  return null
}
