import { onModel } from './method.js'

/** Who am I: language, time zone and id of the caller. */
export const contextGet = onModel([], async ({ env }) => {
  const [row] = await env.sql<{ lang: string | null; tz: string | null }>(
    'SELECT p.lang, p.tz FROM res_users u JOIN res_partner p ON p.id = u.partner_id WHERE u.id = $1',
    [env.uid],
  )
  return { lang: row?.lang ?? 'en_US', tz: row?.tz ?? false, uid: env.uid }
})
