import type { Config } from '../config.js'
import type { Odoo } from '../odoo/client/client.js'
import { isNeutralized } from '../odoo/doctor/neutralized.js'
import { rememberFor } from '../remember-for.js'

/** Milliseconds for which the result holds. A running database hardly ever becomes a test copy. */
const LIFETIME = 60_000

/** Whether emails are held because Odoo is a test copy. Remembers the result for a minute. */
export function mailHold(odoo: Pick<Odoo, 'searchRead'>, config: Config): () => Promise<boolean> {
  if (config.mail.onNeutralizedOdoo) return () => Promise.resolve(false)
  return rememberFor(LIFETIME, () => isNeutralized(odoo, config.odoo))
}
