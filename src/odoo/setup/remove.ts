import type { Odoo } from '../client/client.js'
import type { Model } from '../schema/model.js'
import { MANAGED_MODELS } from './managed-models.js'
import type { PresentRecord } from './present.js'

/**
 * Removes records that setup made: first those that refer to others. Odoo removes their external
 * ids as well.
 */
export async function removeRecords(
  odoo: Odoo,
  records: readonly PresentRecord[],
  keepLock: () => Promise<void>,
): Promise<void> {
  for (const kind of MANAGED_MODELS.toReversed() as readonly Model[]) {
    const ids = records.filter(({ model }) => model === kind).map(({ id }) => id)
    if (ids.length === 0) continue
    await keepLock()
    await odoo.call(kind, 'unlink', ids)
  }
}
