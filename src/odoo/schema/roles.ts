import { label, type Label } from './fields.js'
import type { RoleName } from './model.js'

/** Who works with the plan's records. What each may do stands with the models (`about.access`). */
export interface Role {
  /** What staff see where setup makes the group. */
  readonly label: Label
  /** The group of the suite for the same people, without its module; null: always ours. */
  readonly suiteGroup: string | null
  /** External ids of Odoo's own groups that come with it. */
  readonly implies: readonly string[]
}

/**
 * People get no more than being internal users: on 17 and 18 what a group implies stays with a user who leaves it, so it could not be
 * taken back. The bot reads and writes the memberships of all courses, which only eLearning managers may, and makes contacts.
 */
export const ROLES: Readonly<Record<RoleName, Role>> = {
  manager: {
    label: label('Training: Manager', 'التدريب: مدير'),
    suiteGroup: 'group_manager',
    implies: ['base.group_user'],
  },
  agent: {
    label: label('Training: Agent', 'التدريب: وكيل'),
    suiteGroup: 'group_agent',
    implies: ['base.group_user'],
  },
  teacher: {
    label: label('Training: Teacher', 'التدريب: معلم'),
    suiteGroup: 'group_teacher',
    implies: ['base.group_user'],
  },
  accounting: {
    label: label('Training: Accounting (read only)', 'التدريب: محاسبة (قراءة فقط)'),
    suiteGroup: 'group_accounting_view',
    implies: ['base.group_user'],
  },
  bot: {
    label: label('Training orchestrator', 'منسّق التدريب'),
    suiteGroup: null,
    implies: ['base.group_user', 'base.group_partner_manager', 'website_slides.group_website_slides_manager'],
  },
}

export const ROLE_NAMES = Object.keys(ROLES) as readonly RoleName[]
