import { sql } from 'kysely'
import type { Store } from './store.js'

/** How long a measurement holds. PostgreSQL interval. */
const VALID = '5 minutes'

/**
 * A smaller one counts only then, so that rows stamped before a correction of the clock are still
 * found. PostgreSQL interval.
 */
const REMEMBERED = '1 hour'

/** How far the clock of Odoo's database is behind Odoo's, in seconds; 0: never measured. */
export async function readClockBehind({ db }: Store): Promise<number> {
  const row = await db.selectFrom('odoo_clock').select('behind_seconds').executeTakeFirst()
  return row?.behind_seconds ?? 0
}

/** Whether it is time for another measurement. */
export async function isMeasurementDue({ db }: Store): Promise<boolean> {
  const row = await db
    .selectFrom('odoo_clock')
    .select(sql<boolean>`measured_at < now() - ${VALID}::interval`.as('due'))
    .executeTakeFirst()
  return row?.due ?? true
}

export async function saveClockBehind({ db }: Store, seconds: number): Promise<void> {
  await sql`
    insert into odoo_clock (behind_seconds) values (${seconds})
    on conflict (one) do update set behind_seconds = excluded.behind_seconds, measured_at = now()
    where excluded.behind_seconds >= odoo_clock.behind_seconds
       or odoo_clock.measured_at < now() - ${REMEMBERED}::interval
  `.execute(db)
}
