import type { Odoo } from '../client/client.js'
import { ScheduledAction } from '../schema/administration.js'
import { readBaseline, type Interval } from './baseline.js'
import { readExternalIds } from './id-resolver.js'

/**
 * Odoo's scheduled action for rules that wait for a time. Whenever any rule comes or goes, Odoo says its interval anew and in minutes: 4 hours
 * become 240 minutes (17).
 */
const CLOCK = 'base_automation.ir_cron_data_base_automation_check'

/** As it is now; nothing: Odoo has none. */
export async function readClock(odoo: Odoo): Promise<readonly Interval[]> {
  const id = (await readExternalIds(odoo, [CLOCK])).get(CLOCK)
  if (id === undefined) return []
  const rows = await odoo.read(ScheduledAction, [id], ['intervalNumber', 'intervalType'])
  return rows.map((row) => ({ cron: row.id, number: row.intervalNumber, type: row.intervalType }))
}

/** Says the interval as it was said before; a really different one is somebody's wish. */
export async function restoreClock(odoo: Odoo): Promise<void> {
  const { intervals } = await readBaseline(odoo)
  for (const now of await readClock(odoo)) {
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
