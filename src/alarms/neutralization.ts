import { cached } from '../cached.js'
import type { Config } from '../config.js'
import { demoHold } from '../demo-values.js'
import { textOf } from '../domain/sentences/sentence.js'
import type { Odoo } from '../odoo/client/client.js'
import { isNeutralized } from '../odoo/doctor/neutralized.js'

/** Milliseconds for which the result holds. A running database hardly ever becomes a test copy. */
const LIFETIME = 60_000

/** Whether emails are held because Odoo is a test copy. Remembers the result for a minute. */
export const neutralizationHold = (
  odoo: Pick<Odoo, 'searchRead'>,
  config: Config,
): (() => Promise<boolean>) =>
  config.mail.onNeutralizedOdoo
    ? () => Promise.resolve(false)
    : cached(LIFETIME, () => isNeutralized(odoo, config.odoo))

/** Why nobody may be emailed; null: people may. */
export function mailHold(odoo: Pick<Odoo, 'searchRead'>, config: Config): () => Promise<string | null> {
  const demo = demoHold(config)
  if (demo !== null) return () => Promise.resolve(textOf(demo))
  const isTestCopy = neutralizationHold(odoo, config)
  return async () => ((await isTestCopy()) ? TEST_COPY : null)
}

const TEST_COPY =
  'Odoo is a test copy (database.is_neutralized), so the email waits. MAIL_ON_NEUTRALIZED_ODOO=true sends it.'
