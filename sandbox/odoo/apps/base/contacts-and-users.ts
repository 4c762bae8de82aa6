import { redirectWarning } from '../../orm/exceptions.js'
import {
  boolean,
  char,
  date,
  datetime,
  float,
  html,
  integer,
  many2many,
  many2one,
  one2many,
  selection,
  type Values,
} from '../../orm/field.js'
import type { Environment } from '../../orm/environment.js'
import { model } from '../../orm/model.js'
import { contextGet, hasGroup } from './user-methods.js'
import { create, write } from '../../orm/records.js'
import { hashed } from './passwords.js'
import { TIME_ZONES } from './time-zones.js'
import { GROUPS_OF_USER, storeImpliedGroups } from '../../provisioning/access/res-groups.js'
import { activityFields, threadFields } from '../mail/messages-and-activities.js'

const ACCESS_MANAGERS = 'base.group_erp_manager'

/**
 * Odoo's normalization: the last address in brackets, the first of a list, without spaces, in lower
 * case.
 */
function emailNormalized(email: unknown): string | null {
  if (typeof email !== 'string') return null
  const [first = ''] = email.split(',')
  const address = (/<([^>]*)>\s*$/.exec(first)?.[1] ?? first).trim().split(/\s+/).at(-1) ?? ''
  const at = address.lastIndexOf('@')
  const [local, domain] = [address.slice(0, Math.max(at, 0)), address.slice(at + 1)]
  return at < 0 || domain === '' ? null : `${local.endsWith('@') ? '' : local}@${domain}`.toLowerCase()
}

export const Partner = model('res.partner', {
  description: 'Contact',
  order: 'name, id',
  access: {
    'base.group_user': 'r',
    'base.group_portal': 'r',
    'base.group_public': 'r',
    'base.group_partner_manager': 'rwcu',
  },
  fields: {
    name: char(),
    email: char(),
    email_normalized: char({ readonly: true }),
    phone: char(),
    mobile: char({ until: 18 }),
    date: date({ until: 17 }),
    function: char({ label: 'Job Position' }),
    comment: html({ label: 'Notes' }),
    color: integer({ default: 0 }),
    lang: selection(
      [
        ['en_US', 'English (US)'],
        ['ar_001', 'Arabic / الْعَرَبيّة'],
      ],
      { label: 'Language', default: 'en_US' },
    ),
    tz: selection(TIME_ZONES, { label: 'Timezone' }),
    type: selection(
      [
        ['contact', 'Contact'],
        ['invoice', 'Invoice Address'],
        ['delivery', 'Delivery Address'],
        ['other', 'Other Address'],
      ],
      { default: 'contact' },
    ),
    is_company: boolean({ default: false }),
    active: boolean({ default: true }),
    partner_latitude: float({ label: 'Geo Latitude', default: 0 }),
    image_1920: { type: 'binary', label: 'Image' },
    image_128: { type: 'binary', label: 'Image 128' },
    parent_id: many2one('res.partner', { label: 'Related Company' }),
    child_ids: one2many('res.partner', 'parent_id', { label: 'Contact' }),
    user_ids: one2many('res.users', 'partner_id', { label: 'Users' }),
    category_id: many2many('res.partner.category', { label: 'Tags' }),
    ...threadFields('res.partner'),
    ...activityFields('res.partner'),
    country_id: many2one('res.country'),
  },
  constraints: [
    {
      name: 'res_partner_check_name',
      sql: `CHECK ((type = 'contact' AND name IS NOT NULL) OR type != 'contact')`,
      message: 'Contacts require a name',
    },
  ],
  refusesMissing: () => true,
  rule: (env) => (env.groups.has('base.group_user') ? null : [['id', '=', env.partnerId]]),
  computes: [
    {
      fields: ['email_normalized'],
      depends: ['email'],
      compute: async (env, ids) => {
        const rows = await env.sql<{ id: number; email: string | null }>(
          'SELECT id, email FROM res_partner WHERE id = ANY($1)',
          [ids],
        )
        return new Map(rows.map(({ id, email }) => [id, { email_normalized: emailNormalized(email) }]))
      },
    },
  ],
  beforeUnlink: async (env, ids) => {
    const [user] = await env.sql<{ id: number }>(
      'SELECT id FROM res_users WHERE partner_id = ANY($1) AND active ORDER BY id LIMIT 1',
      [ids],
    )
    if (user)
      throw redirectWarning(
        'You cannot delete contacts linked to an active user.',
        userForm(user.id),
        'Go to users',
      )
  },
})

/** Id of Odoo's simplified user form. Any number will do, since clients never open it. */
const USER_FORM = 163

const userForm = (id: number) => ({
  type: 'ir.actions.act_window',
  res_model: 'res.users',
  context: { create: false },
  view_mode: 'form',
  views: [[USER_FORM, 'form']],
  res_id: id,
})

export const PartnerCategory = model('res.partner.category', {
  description: 'Partner Tags',
  access: { 'base.group_user': 'r', 'base.group_partner_manager': 'rwcu' },
  fields: { name: char({ required: true }), color: integer(), active: boolean({ default: true }) },
})

export const Country = model('res.country', {
  description: 'Country',
  access: { '*': 'r' },
  fields: { name: char({ required: true }), code: char() },
})

/** The one company. */
export const Company = model('res.company', {
  description: 'Companies',
  access: {
    'base.group_user': 'r',
    'base.group_portal': 'r',
    'base.group_public': 'r',
    [ACCESS_MANAGERS]: 'rwcu',
  },
  fields: {
    name: char({ required: true, label: 'Company Name' }),
    partner_id: many2one('res.partner', { required: true, label: 'Partner' }),
    active: boolean({ default: true }),
    email: char({ related: 'partner_id.email' }),
  },
})

/** The fields that a user shares with the contact (`_inherits`). */
const INHERITED = ['name', 'email', 'phone', 'lang', 'tz'] as const

export const Users = model('res.users', {
  description: 'User',
  order: 'login',
  access: { 'base.group_user': 'r', 'base.group_portal': 'r', [ACCESS_MANAGERS]: 'rwcu' },
  fields: {
    login: char({ required: true }),
    password: char({
      readonly: false,
      read: (_env, ids) => Promise.resolve(new Map(ids.map((id) => [id, '']))),
    }),
    password_hash: char({ readonly: true, copied: false, hidden: true }),
    partner_id: many2one('res.partner', { required: true, label: 'Related Partner' }),
    active: boolean({ default: true }),
    login_date: datetime({ label: 'Latest Login' }),
    groups_id: many2many('res.groups', { label: 'Groups', link: GROUPS_OF_USER, until: 18 }),
    group_ids: many2many('res.groups', { label: 'Groups', link: GROUPS_OF_USER, from: 19 }),
    all_group_ids: many2many('res.groups', { label: 'Groups and implied groups', read: allGroups, from: 19 }),
    company_id: many2one('res.company', { required: true, label: 'Company', default: 1 }),
    company_ids: many2many('res.company', { label: 'Companies', read: companies }),
    name: char({ related: 'partner_id.name', inherited: true }),
    email: char({ related: 'partner_id.email', inherited: true }),
    phone: char({ related: 'partner_id.phone', inherited: true }),
    lang: selection(
      [
        ['en_US', 'English (US)'],
        ['ar_001', 'Arabic / الْعَرَبيّة'],
      ],
      { related: 'partner_id.lang', inherited: true, label: 'Language' },
    ),
    tz: selection(TIME_ZONES, { related: 'partner_id.tz', inherited: true, label: 'Timezone' }),
    share: boolean({
      readonly: true,
      read: async (env, ids) =>
        new Map((await internalUsers(env, ids)).map(({ id, internal }) => [id, !internal])),
    }),
    totp_secret: char({
      readonly: true,
      read: (_env, ids) => Promise.resolve(new Map(ids.map((id) => [id, null]))),
    }),
    totp_enabled: boolean({
      readonly: true,
      read: (_env, ids) => Promise.resolve(new Map(ids.map((id) => [id, false]))),
    }),
  },
  constraints: [
    {
      name: 'res_users_login_key',
      sql: 'UNIQUE (login)',
      message: 'You can not have two users with the same login!',
    },
  ],
  refusesMissing: () => true,
  methods: { context_get: contextGet, has_group: hasGroup },
  beforeCreate: (env, rows) => Promise.all(rows.map((values) => withPartner(env, values))),
  created: (env) => storeImpliedGroups(env),
  writing: async (env, ids, values) => {
    const inherited = Object.fromEntries(
      Object.entries(values).filter(([name]) => (INHERITED as readonly string[]).includes(name)),
    )
    if (Object.keys(inherited).length > 0) {
      const partners = await env.sql<{ partner_id: number }>(
        'SELECT partner_id FROM res_users WHERE id = ANY($1)',
        [ids],
      )
      await write(
        env,
        'res.partner',
        partners.map(({ partner_id }) => partner_id),
        inherited,
      )
    }
    if (typeof values.password === 'string')
      await env.sql('UPDATE res_users SET password_hash = $1 WHERE id = ANY($2)', [
        hashed(values.password),
        ids,
      ])
    return storeImpliedGroups
  },
})

async function allGroups(env: Environment, ids: readonly number[]) {
  const rows = await env.sql<{ uid: number; groups: number[] }>(
    'SELECT uid, array_agg(gid ORDER BY gid) AS groups FROM user_groups WHERE uid = ANY($1) GROUP BY uid',
    [ids],
  )
  return new Map(rows.map(({ uid, groups }) => [uid, groups]))
}

function companies(_env: Environment, ids: readonly number[]) {
  return Promise.resolve(new Map(ids.map((id) => [id, [1]])))
}

/** Creates the contact of a new user, unless one is given. */
async function withPartner(env: Environment, values: Values): Promise<Values> {
  const inherited = Object.fromEntries(
    Object.entries(values).filter(([name]) => (INHERITED as readonly string[]).includes(name)),
  )
  const own = Object.fromEntries(
    Object.entries(values).filter(([name]) => !(INHERITED as readonly string[]).includes(name)),
  )
  if (typeof own.password === 'string') own.password_hash = hashed(own.password)
  if (typeof own.partner_id === 'number') return own
  const [partner] = await create({ ...env, superuser: true }, 'res.partner', [
    { name: values.login, ...inherited },
  ])
  return { ...own, partner_id: partner }
}

const internalUsers = (env: Environment, ids: readonly number[]) =>
  env.sql<{ id: number; internal: boolean }>(
    `SELECT u.id, EXISTS (SELECT 1 FROM user_groups g JOIN ir_model_data d ON d.res_id = g.gid
       WHERE g.uid = u.id AND d.model = 'res.groups' AND d.module = 'base' AND d.name = 'group_user') AS internal
     FROM res_users u WHERE u.id = ANY($1)`,
    [ids],
  )
