import { setTimeout } from 'node:timers/promises'
import { timeZoneOf } from '../../odoo/center-time-zone.js'
import type { ApiDeps } from '../deps.js'

type ZoneDeps = Pick<ApiDeps, 'odoo' | 'config'>

/**
 * Returns the center's time zone: the setting, else what Odoo says. Fails while Odoo does not
 * respond.
 */
export function timeZoneFor({ odoo, config }: ZoneDeps): () => Promise<string> {
  const setting = config.organization.timeZone
  return odoo ? timeZoneOf(odoo, setting) : () => Promise.resolve(setting ?? 'UTC')
}

/** Milliseconds that a page waits for Odoo to name the time zone. */
const PATIENCE = 2_000

/**
 * The same for pages that need Odoo for nothing else: they do not wait for it. Returns the zone
 * that was read last; until the first was read, UTC.
 */
export function knownTimeZoneFor(deps: ZoneDeps): () => Promise<string> {
  const read = timeZoneFor(deps)
  let known: string | null = null
  return async () => {
    const reading = read().then(
      (name) => void (known = name),
      () => undefined,
    )
    if (known === null) await Promise.race([reading, setTimeout(PATIENCE, undefined, { ref: false })])
    return known ?? 'UTC'
  }
}
