import type { Store } from '../../src/store/store.js'
import type { TestOdoo } from './odoo.js'

/**
 * Moves everything that an outage concerns into the past, as if it had lasted so many hours more.
 * Only real time passes for Temporal.
 */
export async function skipHours(
  { sandbox, store }: { readonly sandbox: TestOdoo; readonly store: Store },
  hours: number,
): Promise<void> {
  const past = `interval '${hours} hours'`
  for (const model of ['slide_channel_partner', 'slide_slide_partner', 'gr_student', 'gr_progress_tracker'])
    await sandbox.sql(`UPDATE ${model} SET write_date = write_date - ${past}`)
  await store.pool.query(
    `update sync_cursor set position = position - ${past}, searched_at = searched_at - ${past},
       witness_written_at = witness_written_at - ${past}`,
  )
  await store.pool.query(`update known_version set write_date = write_date - ${past}`)
  await store.pool.query(`update circuit set since = since - ${past}, changed_at = changed_at - ${past}`)
  await store.pool.query(`update alarm set raised_at = raised_at - ${past}`)
  await store.pool.query(`update changed_student set noticed_at = noticed_at - ${past}`)
}
