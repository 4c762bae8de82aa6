import type { Config } from '../config.js'
import type { Odoo } from '../odoo/client/client.js'
import { isNeutralized } from '../odoo/doctor/neutralized.js'

/** Milliseconds for which the result holds. A running database hardly ever becomes a test copy. */
const LIFETIME = 60_000

/** Whether emails are held because Odoo is a test copy. Remembers the result for a minute. */
export function mailHold(odoo: Pick<Odoo, 'searchRead'>, config: Config): () => Promise<boolean> {
  if (config.mail.onNeutralizedOdoo) return () => Promise.resolve(false)
  let known: { readonly until: number; readonly held: Promise<boolean> } | null = null
  return () => {
    if (known === null || Date.now() >= known.until) {
      const held = isNeutralized(odoo, config.odoo)
      const entry = { until: Date.now() + LIFETIME, held }
      known = entry
      held.catch(() => {
        if (known === entry) known = null
      })
    }
    return known.held
  }
}
