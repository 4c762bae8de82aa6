import { log } from '@temporalio/activity'
import { FailureType } from '../../src/contracts/failures.js'
import { round2 } from '../../src/domain/overall.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { OdooError } from '../../src/odoo/client/errors.js'
import type { Update } from '../../src/odoo/client/load.js'
import type { Model } from '../../src/odoo/schema/model.js'

/** How numbers of ours get into many records of Odoo at once. */

/** Whether a record's numbers are others than these. Compared as they are kept: with two decimals. */
export const differs = (
  present: Readonly<Record<string, unknown>>,
  numbers: Readonly<Record<string, number>>,
): boolean => Object.entries(numbers).some(([name, value]) => round2(Number(present[name])) !== value)

/**
 * One transaction for all; when Odoo refuses it, halves, down to the one row that it refuses. That row is set aside with a warning: it
 * must not hold up the others. Answers how many rows were written.
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
    if (!(error instanceof OdooError) || !OF_ONE_ROW.includes(error.type)) throw error
    const [first] = rows
    if (rows.length === 1 && first) {
      log.warn('Odoo refuses the numbers of a record; the next change tries again', {
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

/** What one bad row does to a whole call. A missing right or an outage is no matter of the row. */
const OF_ONE_ROW: readonly FailureType[] = [FailureType.OdooRejected, FailureType.OdooMissing]
