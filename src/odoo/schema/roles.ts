import { label, type Label } from './fields.js'
import type { RoleName } from './model.js'

/**
 * A group of people who work with the plan's records. Their rights are declared with the models
 * (`about.access`).
 */
export interface Role {
  /** Label for staff, if setup creates the group. */
  readonly label: Label
  /** The suite's group for the same people, without its module. Null: setup always creates one. */
  readonly suiteGroup: string | null
  /** External ids of Odoo's own groups that the group implies. */
  readonly implies: readonly string[]
}

/**
 * Staff groups imply nothing but being an internal user. On 17 and 18 a user who leaves a group
 * keeps its implied groups, so setup could not take them back. The bot reads and writes the
 * memberships of all courses, which only eLearning managers may do, and creates contacts.
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
    label: label('Training: Accounting (read-only)', 'التدريب: محاسبة (قراءة فقط)'),
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
