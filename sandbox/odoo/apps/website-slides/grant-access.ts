import { checkRecords } from '../../orm/record-access.js'
import { refuseMissing } from '../../orm/records.js'
import { addMembers } from './enrollment.js'
import { onRecords } from '../../orm/methods/method.js'

/**
 * Enrolls a contact. Returns None in every case, even if the contact does not exist or the caller
 * may not change the course. An archived membership is restored and recomputed. The contact follows
 * the course.
 */
export const actionGrantAccess = onRecords(['partner_id'], async ({ env, model, ids, args }) => {
  const partners = await env.sql<{ id: number }>('SELECT id FROM res_partner WHERE id = $1', [
    Number.isInteger(args.partner_id) ? args.partner_id : 0,
  ])
  if (partners.length === 0) return undefined
  await refuseMissing(env, model, ids)
  await checkRecords(env, model, ids, 'read')
  await addMembers(
    env,
    ids,
    partners.map(({ id }) => id),
  )
  return undefined
})
