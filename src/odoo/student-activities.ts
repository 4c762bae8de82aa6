import type { Odoo } from './client/client.js'
import { Student } from './schema/index.js'

/** Returns whether students may have activities on this server (Odoo's `mail.activity`). */
export async function hasActivities(odoo: Pick<Odoo, 'call'>): Promise<boolean> {
  const fields = await odoo.call(Student, 'fields_get', [], { allfields: ['activity_ids'] })
  return typeof fields === 'object' && fields !== null && 'activity_ids' in fields
}
