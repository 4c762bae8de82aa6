import { log } from '@temporalio/activity'
import { setTimeout } from 'node:timers/promises'
import { FailureType } from '../../src/contracts/failures.js'
import { round2 } from '../../src/domain/overall.js'
import { exponentialBackoff } from '../failures.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { OdooError, UNCLASSIFIED_REFUSAL } from '../../src/odoo/client/errors.js'
import type { Update } from '../../src/odoo/client/load.js'
import type { Changes, Model } from '../../src/odoo/schema/model.js'

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
  depth = 0,
): Promise<number> {
  if (rows.length === 0) return 0
  try {
    await odoo.load(model, rows)
    return rows.length
  } catch (error) {
    if (!(error instanceof OdooError) || !CAUSED_BY_ONE_RECORD.includes(error.type)) throw error
    const [first] = rows
    if (rows.length === 1 && first && error.exceptionName === UNCLASSIFIED_REFUSAL) {
      if (await isWritten(odoo, model, first)) return 1
    }
    if (rows.length === 1 && first) {
      log.warn('Odoo rejects the numbers of a record. The next change tries again.', {
        model: model.name,
        id: first.id,
        failure: error.type,
      })
      return 0
    }
    if (error.exceptionName === UNCLASSIFIED_REFUSAL) {
      await setTimeout(exponentialBackoff(depth + 1, FIRST_PAUSE, LONGEST_PAUSE))
    }
    const middle = Math.ceil(rows.length / 2)
    return (
      (await upsertSkippingRejected(odoo, model, rows.slice(0, middle), depth + 1)) +
      (await upsertSkippingRejected(odoo, model, rows.slice(middle), depth + 1))
    )
  }
}

/** Milliseconds. */
const FIRST_PAUSE = 100
const LONGEST_PAUSE = 1_000

/**
 * Writes one row that `load` rejected without naming a field. `write` reports the exception by its
 * name, and so tells a contended row (it fails) from a rejected value (false).
 */
async function isWritten<M extends Model>(odoo: Odoo, model: M, row: Update<M>): Promise<boolean> {
  const { id, ...changes } = row
  try {
    await odoo.write(model, [id], changes as unknown as Changes<M>)
    return true
  } catch (error) {
    if (error instanceof OdooError && CAUSED_BY_ONE_RECORD.includes(error.type)) return false
    throw error
  }
}

/**
 * One bad record can make a whole call fail with these. A missing right or an outage concerns all
 * of them.
 */
export const CAUSED_BY_ONE_RECORD: readonly FailureType[] = [
  FailureType.OdooRejected,
  FailureType.OdooMissing,
]
