import type { Odoo } from '../client/client.js'
import { ExternalId } from '../schema/administration.js'
import { MODULE } from './export/names.js'

/** Records by the id of their resource. */
export type AppRecords = ReadonlyMap<string, number>

/**
 * What is there by the module that `exportModule` writes. It is the app's: setup keeps it as it is, whatever we want today (a newer file
 * changes it), and rollback leaves it (uninstalling the app removes it).
 */
export async function readAppRecords(odoo: Odoo): Promise<AppRecords> {
  const entries = await odoo.searchRead(ExternalId, [['module', '=', MODULE]], ['name', 'record'])
  return new Map(entries.map(({ name, record }) => [name, record]))
}
