import { sql } from 'kysely'
import type { Store } from './store.js'

/** What happened since the last report. */
export interface ServiceCounts {
  readonly requests: number
  readonly errors: number
  readonly durations: readonly number[]
}

/** PostgreSQL interval. */
const KEPT = '400 days'

/** Adds to the present minute of the database’s clock; also without requests: it was there. */
export async function addToMinute(
  { db }: Store,
  { requests, errors, durations }: ServiceCounts,
): Promise<void> {
  await sql`
    insert into service_minute (minute, requests, errors, durations)
    values (date_trunc('minute', now()), ${requests}, ${errors}, ${[...durations]}::integer[])
    on conflict (minute) do update set
      requests = service_minute.requests + excluded.requests,
      errors = service_minute.errors + excluded.errors,
      durations = array(
        select a + b from unnest(service_minute.durations, excluded.durations) with ordinality as sums (a, b, at)
        order by at)`.execute(db)
}

export async function forgetOldMinutes({ db }: Store): Promise<void> {
  await sql`delete from service_minute where minute < now() - ${sql.lit(KEPT)}::interval`.execute(db)
}
