import { cancellationSignal, log } from '@temporalio/activity'
import type { Odoo } from '../../src/odoo/client/client.js'
import type { UnreadableRow } from '../../src/odoo/client/rows.js'

/**
 * A client for reading many rows: one that cannot be read is set aside and logged, so that it does
 * not hold up the others. `rows` has each of them once.
 */
export function settingAside(connection: Odoo): { odoo: Odoo; rows: ReadonlyMap<string, UnreadableRow> } {
  const rows = new Map<string, UnreadableRow>()
  const setAside = (row: UnreadableRow) => {
    const key = `${row.model} ${row.id}`
    if (rows.has(key)) return
    rows.set(key, row)
    const { model, id, problem } = row
    log.warn('A record of Odoo cannot be read and is set aside until it changes', { model, id, problem })
  }
  return { odoo: connection.with({ signal: cancellationSignal(), setAside }), rows }
}
