import { log } from '@temporalio/activity'
import { FailureType } from '../../src/contracts/failures.js'
import { round2 } from '../../src/domain/overall.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { OdooError } from '../../src/odoo/client/errors.js'
import type { Update } from '../../src/odoo/client/load.js'
import type { Model } from '../../src/odoo/schema/model.js'

/** Writes our numbers into many records of Odoo at once. */

/** Whether a record has other numbers than these. Compares two decimals, as Odoo keeps them. */
export const differs = (
  present: Readonly<Record<string, unknown>>,
  numbers: Readonly<Record<string, number>>,
): boolean => Object.entries(numbers).some(([name, value]) => round2(Number(present[name])) !== value)

/**
 * Writes all rows in one transaction. When Odoo rejects it, tries each half, down to the one bad
 * row. That row is skipped with a warning, so that it does not hold up the others. Returns the
 * number of rows written.
 */
export async function upsertSkippingRejected<M extends Model>(
  odoo: Odoo,
  model: M,
  rows: readonly Update<M>[],
): Promise<number> {
  if (rows.length === 0) return 0
  try {
    await odoo.load(model, rows)
    return rows.length
  } catch (error) {
    if (!(error instanceof OdooError) || !CAUSED_BY_ONE_ROW.includes(error.type)) throw error
    const [first] = rows
    if (rows.length === 1 && first) {
      log.warn('Odoo rejects the numbers of a record. The next change tries again.', {
        model: model.name,
        id: first.id,
        failure: error.type,
      })
      return 0
    }
    const middle = Math.ceil(rows.length / 2)
    return (
      (await upsertSkippingRejected(odoo, model, rows.slice(0, middle))) +
      (await upsertSkippingRejected(odoo, model, rows.slice(middle)))
    )
  }
}

/**
 * One bad row can make a whole call fail with these. A missing right or an outage concerns all
 * rows.
 */
const CAUSED_BY_ONE_ROW: readonly FailureType[] = [FailureType.OdooRejected, FailureType.OdooMissing]
