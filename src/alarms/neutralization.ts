import { cached } from '../cached.js'
import type { Config } from '../config.js'
import type { Odoo } from '../odoo/client/client.js'
import { isNeutralized } from '../odoo/doctor/neutralized.js'

/** Milliseconds for which the result holds. A running database hardly ever becomes a test copy. */
const LIFETIME = 60_000

/** Whether emails are held because Odoo is a test copy. Remembers the result for a minute. */
export const mailHold = (odoo: Pick<Odoo, 'searchRead'>, config: Config): (() => Promise<boolean>) =>
  config.mail.onNeutralizedOdoo
    ? () => Promise.resolve(false)
    : cached(LIFETIME, () => isNeutralized(odoo, config.odoo))
