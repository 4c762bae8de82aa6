import type { Sql } from '../orm/environment.js'
import type { Edition } from './editions.js'
import { setExternalId } from './external-id.js'

interface Group {
  /** External id. */
  readonly id: string
  readonly name: string
  readonly category?: string
  readonly implies?: readonly string[]
}

/** Groups of a fresh Odoo, in the order of their ids. */
const GROUPS: readonly Group[] = [
  { id: 'base.group_user', name: 'Internal User', category: 'User types' },
  {
    id: 'base.group_erp_manager',
    name: 'Access Rights',
    category: 'Administration',
    implies: ['base.group_user'],
  },
  {
    id: 'base.group_system',
    name: 'Settings',
    category: 'Administration',
    implies: ['base.group_erp_manager', 'mail.group_mail_template_editor'],
  },
  { id: 'base.group_partner_manager', name: 'Contact Creation', category: 'Extra Rights' },
  { id: 'base.group_portal', name: 'Portal', category: 'User types' },
  { id: 'base.group_public', name: 'Public', category: 'User types' },
  { id: 'mail.group_mail_template_editor', name: 'Mail Template Editor' },
  { id: 'survey.group_survey_user', name: 'User', category: 'Surveys' },
  {
    id: 'survey.group_survey_manager',
    name: 'Administrator',
    category: 'Surveys',
    implies: ['survey.group_survey_user'],
  },
  {
    id: 'website_slides.group_website_slides_officer',
    name: 'Officer',
    category: 'eLearning',
    implies: ['base.group_user', 'survey.group_survey_user'],
  },
  {
    id: 'website_slides.group_website_slides_manager',
    name: 'Manager',
    category: 'eLearning',
    implies: ['website_slides.group_website_slides_officer'],
  },
]

/** The suite's groups. They imply nothing and nobody is in them. */
const SUITE_GROUPS: readonly Group[] = [
  { id: 'grants_training_suite_v2.group_manager', name: 'Training: Manager' },
  { id: 'grants_training_suite_v2.group_agent', name: 'Training: Agent' },
  { id: 'grants_training_suite_v2.group_teacher', name: 'Training: Teacher' },
  { id: 'grants_training_suite_v2.group_accounting_view', name: 'Training: Accounting (read only)' },
]

/** Categories of groups in the settings, by name. */
const CATEGORIES: Readonly<Record<string, string>> = {
  'User types': 'base.module_category_user_type',
  'Extra Rights': 'base.module_category_usability',
  Administration: 'base.module_category_administration_administration',
  eLearning: 'base.module_category_website_elearning',
  Surveys: 'base.module_category_marketing_surveys',
  Services: 'base.module_category_services',
  'Human Resources': 'base.module_category_human_resources',
  Website: 'base.module_category_website',
  Technical: 'base.module_category_hidden',
}

/** Creates categories and groups, and what groups imply. */
export async function createGroups(sql: Sql, { version, suite }: Edition): Promise<void> {
  for (const [index, [name, id]] of Object.entries(CATEGORIES).entries()) {
    await sql(`INSERT INTO ir_module_category (name, sequence, visible) VALUES ($1, $2, true)`, [name, index])
    await setExternalId(sql, id, 'ir.module.category', index + 1)
  }
  const groups = [...GROUPS, ...(suite ? SUITE_GROUPS : [])]
  for (const [index, { id, name }] of groups.entries()) {
    await sql('INSERT INTO res_groups (name, share) VALUES ($1, $2)', [name, /portal|public/.test(id)])
    await setExternalId(sql, id, 'res.groups', index + 1)
  }
  const places = new Map(groups.map(({ id }, index) => [id, index + 1]))
  for (const { id, implies = [], category } of groups) {
    for (const implied of implies)
      await sql('INSERT INTO res_groups_implied_rel (gid, hid) VALUES ($1, $2)', [
        places.get(id),
        places.get(implied),
      ])
    if (category !== undefined && version < 19)
      await sql(
        'UPDATE res_groups SET category_id = (SELECT id FROM ir_module_category WHERE name = $2) WHERE id = $1',
        [places.get(id), category],
      )
  }
}
