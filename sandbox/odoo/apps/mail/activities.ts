import { type Environment, modelOf, sudo } from '../../orm/environment.js'
import {
  boolean,
  caller,
  char,
  date,
  html,
  integer,
  many2one,
  text,
  today,
  type Values,
} from '../../orm/field.js'
import { onRecords, Records } from '../../orm/methods/method.js'
import { model } from '../../orm/model.js'
import { checkRecords } from '../../orm/record-access.js'
import { create, refuseMissing, unlink, write } from '../../orm/records.js'
import { follow } from './models.js'

/**
 * What somebody should do about a record. Up to 18 it is deleted when it is done; from 19 on it is
 * archived. Both times the record gets a message.
 */
export const Activity = model('mail.activity', {
  description: 'Activity',
  order: 'date_deadline ASC, id ASC',
  recName: 'summary',
  access: { 'base.group_user': 'rwcu' },
  fields: {
    summary: char(),
    note: html(),
    date_deadline: date({ required: true, label: 'Due Date', default: today }),
    user_id: many2one('res.users', {
      label: 'Assigned to',
      required: true,
      default: caller,
      ondelete: 'cascade',
      // From 19 on, an activity may have no responsible user.
      on: { 19: { required: false, default: null } },
    }),
    activity_type_id: many2one('mail.activity.type', { label: 'Activity Type', ondelete: 'restrict' }),
    res_model_id: many2one('ir.model', {
      label: 'Document Model',
      required: true,
      ondelete: 'cascade',
      on: { 19: { required: false } },
    }),
    /** Set with the entry of the model, which is what clients write. */
    res_model: char({ label: 'Related Document Model', readonly: true }),
    res_id: integer({ label: 'Related Document ID' }),
    feedback: text({ from: 19 }),
    active: boolean({ default: true }),
  },
  constraints: [
    {
      name: 'mail_activity_check_res_id_is_set',
      sql: 'CHECK (res_id IS NOT NULL AND res_id != 0)',
      message: 'Activities have to be linked to records with a not null res_id.',
    },
  ],
  beforeCreate: (env, rows) => Promise.all(rows.map((values) => withModel(env, values))),
  created: async (env, ids) => subscribe(env, ids),
  writing: (env, ids, values) =>
    Promise.resolve('user_id' in values ? (after: Environment) => subscribe(after, ids) : undefined),
  methods: {
    action_feedback: onRecords(['feedback?', 'attachment_ids?'], async ({ env, ids, args }) => {
      const activities = await env.sql<{ id: number; res_model: string; res_id: number; summary: string }>(
        'SELECT id, res_model, res_id, summary FROM mail_activity WHERE id = ANY($1) AND active ORDER BY id',
        [ids],
      )
      const messages: number[] = []
      for (const { res_model, res_id, summary } of activities)
        messages.push(
          ...(await create(sudo(env), 'mail.message', [
            {
              body: `<p>${[summary, args.feedback].filter(Boolean).join(': ')}</p>`,
              message_type: 'notification',
              subtype_id: await activitiesSubtype(env),
              author_id: env.partnerId,
              model: res_model,
              res_id,
              date: env.now.slice(0, 19),
            },
          ])),
        )
      const done = activities.map(({ id }) => id)
      if (env.version < 19) await unlink(env, 'mail.activity', done)
      else await write(env, 'mail.activity', done, { active: false, feedback: args.feedback ?? false })
      return new Records('mail.message', messages, 'id')
    }),
  },
})

/** Fills in the model's name and its entry, whichever is missing. */
async function withModel(env: Environment, values: Values): Promise<Values> {
  const [entry] = await env.sql<{ id: number; model: string }>(
    'SELECT id, model FROM ir_model WHERE id = $1 OR model = $2',
    [values['res_model_id'] ?? null, values['res_model'] ?? null],
  )
  return entry ? { ...values, res_model_id: entry.id, res_model: entry.model } : values
}

/** Who may not write a record may not plan activities on it. Assignees become followers. */
async function subscribe(env: Environment, ids: readonly number[]): Promise<void> {
  const rows = await env.sql<{ res_model: string; res_id: number; partner_id: number | null }>(
    `SELECT a.res_model, a.res_id, u.partner_id FROM mail_activity a LEFT JOIN res_users u ON u.id = a.user_id
     WHERE a.id = ANY($1) ORDER BY a.id`,
    [ids],
  )
  for (const { res_model, res_id, partner_id } of rows) {
    await refuseMissing(env, modelOf(env, res_model), [res_id])
    await checkRecords(env, modelOf(env, res_model), [res_id], 'write')
    if (partner_id !== null) await follow(env, res_model, res_id, [partner_id])
  }
}

async function activitiesSubtype(env: Environment): Promise<number | false> {
  const [row] = await env.sql<{ res_id: number }>(
    "SELECT res_id FROM ir_model_data WHERE module = 'mail' AND name = 'mt_activities'",
  )
  return row?.res_id ?? false
}
