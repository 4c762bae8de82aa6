import { cancellationSignal, log } from '@temporalio/activity'
import type { Odoo } from '../../src/odoo/client/client.js'
import type { UnreadableRow } from '../../src/odoo/client/rows.js'

export interface SettingAside {
  readonly odoo: Odoo
  /** Each row that cannot be read, once. */
  readonly rows: ReadonlyMap<string, UnreadableRow>
}

/**
 * A client for reading many rows: one that cannot be read is set aside and logged, so that it does
 * not hold up the others.
 */
export const settingAside = (connection: Odoo): SettingAside =>
  collecting(connection.with({ signal: cancellationSignal() }), ({ model, id, problem }) => {
    log.warn('A record of Odoo cannot be read and is set aside until it changes', { model, id, problem })
  })

/** The same for a command, which runs in no activity and reports the rows itself. */
export const settingAsideForCommand = (connection: Odoo): SettingAside =>
  collecting(connection, () => undefined)

function collecting(connection: Odoo, note: (row: UnreadableRow) => void): SettingAside {
  const rows = new Map<string, UnreadableRow>()
  const setAside = (row: UnreadableRow) => {
    const key = `${row.model} ${row.id}`
    if (rows.has(key)) return
    rows.set(key, row)
    note(row)
  }
  return { odoo: connection.with({ setAside }), rows }
}
