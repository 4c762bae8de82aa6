import type { Odoo } from '../../src/odoo/client/client.js'
import { many2many, many2one } from '../../src/odoo/schema/fields.js'
import { model } from '../../src/odoo/schema/model.js'

const MergeWizard = model(
  'base.partner.merge.automatic.wizard',
  { origin: 'odoo', app: 'base' },
  {
    contacts: many2many('res.partner', { as: 'partner_ids' }),
    destination: many2one('res.partner', { as: 'dst_partner_id' }),
  },
)

/** Merges a contact into another one, as staff do with Odoo’s own wizard. */
export async function mergeContacts(
  { direct }: { readonly direct: Odoo },
  { from, into }: { readonly from: number; readonly into: number },
): Promise<void> {
  const { fields } = await direct.resolve(MergeWizard)
  const values = {
    [fields.contacts.name]: [[6, 0, [from, into]]],
    [fields.destination.name]: into,
  }
  const made = await direct.call(MergeWizard, 'create', [], { vals_list: [values] })
  await direct.call(MergeWizard, 'action_merge', [Array.isArray(made) ? Number(made[0]) : Number(made)])
}
