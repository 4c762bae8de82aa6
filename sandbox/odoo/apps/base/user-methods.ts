import { valueError } from '../../orm/exceptions.js'
import { onModel, onModelUntil } from '../../orm/methods/method.js'

/** Language, time zone and id of the caller. */
export const contextGet = onModel([], async ({ env }) => {
  const [row] = await env.sql<{ lang: string | null; tz: string | null }>(
    'SELECT p.lang, p.tz FROM res_users u JOIN res_partner p ON p.id = u.partner_id WHERE u.id = $1',
    [env.uid],
  )
  return { lang: row?.lang ?? 'en_US', tz: row?.tz ?? false, uid: env.uid }
})

/**
 * Whether the caller is in the group with this external id, directly or by implication. Asking
 * about another user is not supported.
 */
export const hasGroup = onModelUntil(17, ['group_ext_id'], ({ env, ids, args }) => {
  if (env.version > 17 && ids.length !== 1)
    return Promise.reject(valueError(`Expected singleton: res.users(${ids.join(', ')})`))
  return Promise.resolve(env.groups.has(String(args.group_ext_id)))
})
