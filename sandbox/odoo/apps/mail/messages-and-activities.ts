import { type Environment, sudo } from '../../orm/environment.js'
import { valueError } from '../../orm/exceptions.js'
import type { Cell, Field, FieldType } from '../../orm/field.js'
import { onRecords, Records, type Method } from '../../orm/methods/method.js'
import type { Model } from '../../orm/model.js'
import { checkRecords } from '../../orm/record-access.js'
import { create } from '../../orm/records.js'
import { follow } from './models.js'

/** A field whose rows are in another table and point to a record by model name and id. */
const otherTableField = (
  type: FieldType,
  label: string,
  relation: string | undefined,
  read: NonNullable<Field['read']>,
): Field => ({
  type,
  label,
  copied: false,
  ...(relation === undefined ? {} : { relation }),
  read,
})

/** Messages and followers of a record of the model. */
export const threadFields = (model: string): Readonly<Record<string, Field>> => ({
  message_ids: otherTableField(
    'one2many',
    'Messages',
    'mail.message',
    listed(
      `SELECT res_id AS record, id FROM mail_message WHERE model = '${model}' AND res_id = ANY($1) ORDER BY id DESC`,
    ),
  ),
  message_follower_ids: otherTableField(
    'one2many',
    'Followers',
    'mail.followers',
    listed(
      `SELECT res_id AS record, id FROM mail_followers WHERE res_model = '${model}' AND res_id = ANY($1) ORDER BY id`,
    ),
  ),
  message_partner_ids: otherTableField(
    'many2many',
    'Followers (Partners)',
    'res.partner',
    listed(
      `SELECT res_id AS record, partner_id AS id FROM mail_followers WHERE res_model = '${model}' AND res_id = ANY($1) ORDER BY partner_id`,
    ),
  ),
})

/** Activities of a record: what somebody should do about it. */
export const activityFields = (model: string): Readonly<Record<string, Field>> => ({
  activity_ids: otherTableField(
    'one2many',
    'Activities',
    'mail.activity',
    listed(
      `SELECT res_id AS record, id FROM mail_activity WHERE res_model = '${model}' AND res_id = ANY($1) AND active ORDER BY date_deadline, id`,
    ),
  ),
  activity_user_id: otherTableField('many2one', 'Responsible User', 'res.users', first(model, 'user_id')),
  activity_date_deadline: otherTableField(
    'date',
    'Next Activity Deadline',
    undefined,
    first(model, 'date_deadline::text'),
  ),
})

function listed(query: string): NonNullable<Field['read']> {
  return async (env, ids) => {
    const rows = await env.sql<{ record: number; id: number }>(query, [ids])
    const found = new Map<number, number[]>(ids.map((id) => [id, []]))
    for (const { record, id } of rows) found.get(record)?.push(id)
    return found
  }
}

/** Reads the column of the activity that is due first. */
function first(model: string, column: string): NonNullable<Field['read']> {
  return async (env, ids) => {
    const rows = await env.sql<{ record: number; value: Cell }>(
      `SELECT DISTINCT ON (res_id) res_id AS record, ${column} AS value FROM mail_activity
       WHERE res_model = $2 AND res_id = ANY($1) AND active ORDER BY res_id, date_deadline, id`,
      [ids, model],
    )
    const found = new Map(rows.map(({ record, value }) => [record, value]))
    return new Map(ids.map((id) => [id, found.get(id) ?? null]))
  }
}

const messagePost = onRecords(
  ['body?', 'subject?', 'message_type?', 'subtype_xmlid?', 'subtype_id?', 'partner_ids?', 'attachment_ids?'],
  async ({ env, model, ids, args }) => {
    if (ids.length !== 1) throw valueError(`Expected singleton: ${model.name}(${ids.join(', ')})`)
    await checkRecords(env, model, ids, 'read')
    const subtype =
      typeof args.subtype_id === 'number' ? args.subtype_id : await referred(env, args.subtype_xmlid ?? NOTE)
    const posted = await create(sudo(env), 'mail.message', [
      {
        body: typeof args.body === 'string' && args.body !== '' ? `<p>${escaped(args.body)}</p>` : '',
        subject: args.subject ?? false,
        message_type: args.message_type ?? 'notification',
        subtype_id: subtype,
        author_id: env.partnerId,
        model: model.name,
        res_id: ids[0],
        date: env.now.slice(0, 19),
      },
    ])
    return new Records('mail.message', posted, 'id')
  },
)

const NOTE = 'mail.mt_note'

const activitySchedule = onRecords(
  ['act_type_xmlid?', 'date_deadline?', 'summary?', 'note?', 'user_id?'],
  async ({ env, model, ids, args }) => {
    await checkRecords(env, model, ids, 'read')
    const type = typeof args.act_type_xmlid === 'string' ? await referred(env, args.act_type_xmlid) : false
    const planned = await create(
      sudo(env),
      'mail.activity',
      ids.map((id) => ({
        activity_type_id: type,
        res_model: model.name,
        res_id: id,
        summary: args.summary ?? false,
        note: args.note ?? false,
        date_deadline: args.date_deadline ?? env.now.slice(0, 10),
        // From 19 on, an activity may have no responsible user.
        user_id: args.user_id ?? (env.version < 19 ? env.uid : false),
      })),
    )
    return new Records('mail.activity', planned, 'text')
  },
)

/** Contacts become followers, except archived ones. The sandbox does not keep the subtypes. */
const messageSubscribe = onRecords(['partner_ids?', 'subtype_ids?'], async ({ env, model, ids, args }) => {
  await checkRecords(env, model, ids, 'write')
  const partners = await env.sql<{ id: number }>('SELECT id FROM res_partner WHERE id = ANY($1) AND active', [
    Array.isArray(args.partner_ids) ? args.partner_ids : [],
  ])
  for (const id of ids)
    await follow(
      env,
      model.name,
      id,
      partners.map((partner) => partner.id),
    )
  return true
})

const messageUnsubscribe = onRecords(['partner_ids?'], async ({ env, model, ids, args }) => {
  await checkRecords(env, model, ids, 'write')
  await env.sql(
    'DELETE FROM mail_followers WHERE res_model = $1 AND res_id = ANY($2) AND partner_id = ANY($3)',
    [model.name, ids, Array.isArray(args.partner_ids) ? args.partner_ids : []],
  )
  return true
})

const THREAD: Readonly<Record<string, Method>> = {
  message_post: messagePost,
  message_subscribe: messageSubscribe,
  message_unsubscribe: messageUnsubscribe,
}
const ACTIVITY: Readonly<Record<string, Method>> = { activity_schedule: activitySchedule }

/** The methods that a model gets from messages and activities. */
export const messagingMethods = ({ fields }: Model): Readonly<Record<string, Method>> => ({
  ...('message_ids' in fields ? THREAD : {}),
  ...('activity_ids' in fields ? ACTIVITY : {}),
})

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Returns the id of the record with this external id. Throws Odoo's ValueError. */
async function referred(env: Environment, externalId: unknown): Promise<number> {
  const [module = '', ...name] = String(externalId).split('.')
  const [row] = await env.sql<{ res_id: number }>(
    'SELECT res_id FROM ir_model_data WHERE module = $1 AND name = $2',
    [module, name.join('.')],
  )
  if (!row) throw valueError(`External ID not found in the system: ${String(externalId)}`)
  return row.res_id
}
