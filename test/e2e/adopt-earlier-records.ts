import { applyAdoption } from '../../src/adoption/apply.js'
import { planAdoption } from '../../src/adoption/plan.js'
import { centerTimeZone } from '../../src/odoo/center-time-zone.js'
import type { Environment } from './environment.js'

/** A connected Odoo may have the records of an earlier run, which had a database of its own. */
export async function adoptEarlierRecords({ direct, store, config, client }: Environment): Promise<void> {
  const plan = await planAdoption({ odoo: direct, store, temporal: client })
  const { name: timeZone } = await centerTimeZone(direct, config.organization.timeZone)
  await applyAdoption({ odoo: direct, store, config, timeZone }, plan, new Date())
}
