import type { Odoo } from '../client/client.js'
import { ScheduledAction } from '../schema/administration.js'
import { readBaseline, type Interval } from './baseline.js'
import { readExternalIds } from './id-resolver.js'

/**
 * Odoo's scheduled action for automation rules that wait for a time. Whenever a rule is created or
 * deleted, Odoo rewrites the interval of this action in minutes: 4 hours become 240 minutes (17).
 */
const AUTOMATION_CRON = 'base_automation.ir_cron_data_base_automation_check'

/** Returns the present interval; empty when Odoo has no such action. */
export async function readAutomationInterval(odoo: Odoo): Promise<readonly Interval[]> {
  const id = (await readExternalIds(odoo, [AUTOMATION_CRON])).get(AUTOMATION_CRON)
  if (id === undefined) return []
  const rows = await odoo.read(ScheduledAction, [id], ['intervalNumber', 'intervalType'])
  return rows.map((row) => ({ cron: row.id, number: row.intervalNumber, type: row.intervalType }))
}

/** Restores the unit of the interval. A different duration was set by a person and stays. */
export async function restoreAutomationInterval(odoo: Odoo): Promise<void> {
  const { intervals } = await readBaseline(odoo)
  for (const now of await readAutomationInterval(odoo)) {
    const before = intervals.find(({ cron }) => cron === now.cron)
    if (!before || before.type === now.type || minutes(before) !== minutes(now)) continue
    await odoo.write(ScheduledAction, [now.cron], {
      intervalNumber: before.number,
      intervalType: before.type,
    })
  }
}

const minutes = ({ number, type }: Interval) => number * (MINUTES[type] ?? NaN)
const MINUTES: Readonly<Record<string, number>> = { minutes: 1, hours: 60, days: 1440, weeks: 10_080 }
