import type { Environment } from '../../orm/environment.js'
import {
  boolean,
  char,
  datetime,
  html,
  integer,
  keys,
  many2many,
  many2one,
  now,
  selection,
  text,
} from '../../orm/field.js'
import { model } from '../../orm/model.js'

/** Email templates of Odoo's apps. */
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

/** The kind of a message: a comment for followers, a note for colleagues, an activity. */
export const MessageSubtype = model('mail.message.subtype', {
  description: 'Message subtypes',
  order: 'sequence, id',
  access: { 'base.group_user': 'r', 'base.group_portal': 'r', 'base.group_system': 'rwcu' },
  fields: {
    name: char({ required: true, label: 'Message Type', translated: true }),
    description: text({ translated: true }),
    internal: boolean({ label: 'Internal Only', default: false }),
    sequence: integer({ default: 1 }),
    default: boolean({ default: true }),
  },
})

export const Message = model('mail.message', {
  description: 'Message',
  order: 'id desc',
  recName: null,
  access: { 'base.group_user': 'rwcu', 'base.group_portal': 'rwc' },
  fields: {
    subject: char(),
    date: datetime({ default: now }),
    body: html({ label: 'Contents', default: '' }),
    message_type: selection(
      keys('email comment email_outgoing notification auto_comment user_notification'),
      { required: true, label: 'Type', default: 'comment' },
    ),
    subtype_id: many2one('mail.message.subtype', { label: 'Subtype' }),
    author_id: many2one('res.partner', { label: 'Author' }),
    model: char({ label: 'Related Document Model' }),
    res_id: integer({ label: 'Related Document ID' }),
  },
})

export const ActivityType = model('mail.activity.type', {
  description: 'Activity Type',
  order: 'sequence, id',
  access: { 'base.group_user': 'r', 'base.group_system': 'rwcu' },
  fields: {
    name: char({ required: true, translated: true }),
    summary: char({ label: 'Default Summary', translated: true }),
    sequence: integer({ default: 10 }),
    active: boolean({ default: true }),
    delay_count: integer({ label: 'Schedule', default: 0 }),
  },
})

/** Adds followers to a record. Existing followers stay. */
export const follow = (env: Environment, resModel: string, resId: number, partners: readonly number[]) =>
  env.sql(
    `INSERT INTO mail_followers (res_model, res_id, partner_id)
     SELECT $1, $2, unnest($3::int[]) ON CONFLICT DO NOTHING`,
    [resModel, resId, partners],
  )
