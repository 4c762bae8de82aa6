import type { Odoo } from '../client/client.js'
import { ExternalId } from '../schema/administration.js'
import { MODULE } from './export/names.js'

/** Database ids by the id of the resource. */
export type AppRecords = ReadonlyMap<string, number>

/**
 * Reads the records that an installed app from `exportModule` made. They belong to the app: setup
 * keeps them even if they differ from the declaration (a newer file updates them), and rollback
 * leaves them (uninstalling the app removes them).
 */
export async function readAppRecords(odoo: Odoo): Promise<AppRecords> {
  const entries = await odoo.searchRead(ExternalId, [['module', '=', MODULE]], ['name', 'record'])
  return new Map(entries.map(({ name, record }) => [name, record]))
}
