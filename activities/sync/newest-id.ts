import type { Odoo } from '../../src/odoo/client/client.js'
import type { Model } from '../../src/odoo/schema/model.js'

/** Returns the highest id of all records, archived ones too; 0: there is none. One call. */
export async function newestId(odoo: Odoo, model: Model): Promise<number> {
  const [newest] = await odoo.searchRead(model, [], [], { order: 'id desc', limit: 1, archived: true })
  return newest?.id ?? 0
}
