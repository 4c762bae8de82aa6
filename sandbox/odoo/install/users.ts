import type { Sql } from '../orm/environment.js'
import { hashed } from '../apps/base/passwords.js'
import { setExternalId } from './external-id.js'

/** The contacts of a fresh Odoo by id. The administrator is user 2 with contact 3. */
const PARTNERS: readonly (readonly [name: string, email: string | null, active: boolean])[] = [
  ['My Company', null, true],
  ['OdooBot', 'odoobot@example.com', false],
  ['Administrator', 'admin@example.com', true],
  ['Public user', null, false],
  ['Default User Template', null, false],
  ['Portal User Template', null, false],
]

interface InitialUser {
  readonly id: string
  readonly login: string
  readonly partner: number
  readonly active: boolean
  readonly groups: readonly string[]
}

const USERS: readonly InitialUser[] = [
  { id: 'base.user_root', login: '__system__', partner: 2, active: false, groups: ['base.group_user'] },
  {
    id: 'base.user_admin',
    login: 'admin',
    partner: 3,
    active: true,
    groups: [
      'base.group_user',
      'base.group_partner_manager',
      'base.group_erp_manager',
      'base.group_system',
      'website_slides.group_website_slides_manager',
      'survey.group_survey_manager',
    ],
  },
  { id: 'base.default_user', login: 'default', partner: 5, active: false, groups: ['base.group_user'] },
  { id: 'base.public_user', login: 'public', partner: 4, active: false, groups: ['base.group_public'] },
  {
    id: 'base.template_portal_user_id',
    login: 'portaltemplate',
    partner: 6,
    active: false,
    groups: ['base.group_portal'],
  },
]

export const ADMIN = { uid: 2, login: 'admin' } as const

/** Creates the company, its contacts and users, and adds users to groups. The groups must exist. */
export async function createUsers(sql: Sql, adminPassword: string): Promise<void> {
  for (const [name, email, active] of PARTNERS)
    await sql(
      `INSERT INTO res_partner (name, email, email_normalized, active, lang, type, is_company, color, partner_latitude)
       VALUES ($1, $2, $2, $3, 'en_US', 'contact', false, 0, 0)`,
      [name, email, active],
    )
  await sql(`INSERT INTO res_company (name, partner_id, active) VALUES ('My Company', 1, true)`)
  await setExternalId(sql, 'base.main_company', 'res.company', 1)
  for (const [index, { id, login, partner, active, groups }] of USERS.entries()) {
    await sql(
      'INSERT INTO res_users (login, partner_id, company_id, active, password_hash) VALUES ($1, $2, 1, $3, $4)',
      [login, partner, active, login === ADMIN.login ? hashed(adminPassword) : null],
    )
    await setExternalId(sql, id, 'res.users', index + 1)
    await sql(
      `INSERT INTO res_groups_users_rel (uid, gid) SELECT $1, res_id FROM ir_model_data
       WHERE model = 'res.groups' AND module || '.' || name = ANY($2)`,
      [index + 1, groups],
    )
  }
}
