import type { Environment } from '../environment.js'
import { boolean, char, html, integer, keys, many2many, many2one, selection } from '../field.js'
import { model } from '../model.js'

/** Texts that Odoo's apps send; who may write to people may read them. */
export const MailTemplate = model('mail.template', {
  description: 'Email Templates',
  order: 'name',
  access: { 'base.group_user': 'r', 'mail.group_mail_template_editor': 'rwcu', 'base.group_system': 'rwcu' },
  fields: {
    name: char({ translated: true }),
    subject: char({ translated: true }),
    model: char({ readonly: true, label: 'Related Document Model' }),
    body_html: html({ label: 'Body', translated: true }),
    active: boolean({ default: true }),
    auto_delete: boolean({ default: true }),
  },
})

export const MailMail = model('mail.mail', {
  description: 'Outgoing Mails',
  order: 'id desc',
  recName: 'subject',
  access: { 'base.group_system': 'rwcu' },
  fields: {
    subject: char(),
    body_html: html(),
    email_to: char({ default: '' }),
    state: selection(keys('outgoing sent received exception cancel'), { default: 'outgoing' }),
    model: char(),
    res_id: integer(),
    auto_delete: boolean({ default: false }),
    recipient_ids: many2many('res.partner'),
  },
})

export const MailFollowers = model('mail.followers', {
  description: 'Document Followers',
  access: { 'base.group_system': 'rwcu', 'base.group_user': 'r' },
  recName: 'partner_id',
  fields: {
    res_model: char({ required: true }),
    res_id: integer(),
    partner_id: many2one('res.partner', { required: true, ondelete: 'cascade' }),
  },
  constraints: [
    {
      name: 'mail_followers_mail_followers_res_partner_res_model_id_uniq',
      sql: 'UNIQUE (res_model, res_id, partner_id)',
      message: 'Error, a partner cannot follow twice the same object.',
    },
  ],
})

/** Adds followers of a record; who follows already stays. */
export const follow = (env: Environment, resModel: string, resId: number, partners: readonly number[]) =>
  env.sql(
    `INSERT INTO mail_followers (res_model, res_id, partner_id)
     SELECT $1, $2, unnest($3::int[]) ON CONFLICT DO NOTHING`,
    [resModel, resId, partners],
  )
