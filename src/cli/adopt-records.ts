import { applyAdoption } from '../adoption/apply.js'
import { planAdoption } from '../adoption/plan.js'
import { adoptionJson, describeAdoption } from '../adoption/report.js'
import { centerTimeZone } from '../odoo/center-time-zone.js'
import { withServices } from './services.js'

export interface AdoptOptions {
  readonly apply?: boolean
  readonly json?: boolean
}

/**
 * `adopt-records`: enters our trackers and certificates in Odoo in registers that do not know them.
 * Without `--apply` it only shows what it would do.
 */
export async function adoptRecords({ apply = false, json = false }: AdoptOptions): Promise<void> {
  await withServices(async ({ config, odoo, store, temporal }) => {
    const plan = await planAdoption({ odoo, store, temporal })
    if (apply) {
      const { name: timeZone } = await centerTimeZone(odoo, config.organization.timeZone)
      await applyAdoption({ odoo, store, config, timeZone }, plan, new Date())
    }
    console.log(
      json ? JSON.stringify(adoptionJson(plan), null, 2) : describeAdoption(plan, apply ? 'done' : 'planned'),
    )
  })
}
