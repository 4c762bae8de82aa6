/** The one table of what we have to say differently to an Odoo 17, 18 or 19. Facts tried on servers of each version. */

/** First version with `/json/2`. */
export const SPEAKS_JSON2_FROM = 19

export const SUPPORTED = [17, 18, 19] as const
export type SupportedVersion = (typeof SUPPORTED)[number]

/** What a version has otherwise than its neighbours. The names of the other versions are refused (ValueError). */
export interface Dialect {
  /** List views: `type` of the view, root tag, and part of an action's `view_mode`. */
  readonly listView: 'tree' | 'list'
  /** Field of a group that places it among the applications, and the model it leads to. */
  readonly groupContainer:
    | { readonly field: 'category_id'; readonly model: 'ir.module.category' }
    | { readonly field: 'privilege_id'; readonly model: 'res.groups.privilege' }
  /** The groups of a user, menu, view or action (of record rules it is `groups` everywhere). */
  readonly groupsField: 'groups_id' | 'group_ids'
  /** The users of a group. */
  readonly groupUsersField: 'users' | 'user_ids'
  /** Attributes that `<group>` in a search view takes; 19 takes none. */
  readonly searchGroupAttributes: Readonly<Record<string, string>>
  /** Name of the card template of a kanban view. The old name draws a warning from 18 on. */
  readonly kanbanTemplate: 'kanban-box' | 'card'
  /** The message area at the end of a form. 17 stores the new tag but shows nothing. */
  readonly chatter: string
  /** A webhook action keeps the name it is given; before, Odoo names them all "Send Webhook Notification". */
  readonly webhookKeepsName: boolean
  /**
   * When webhooks are sent: inside the transaction (the row may still be the old one for us, and may never change), or after the commit.
   */
  readonly webhookSent: 'inside_transaction' | 'after_commit'
  /** A webhook that names fields restricted to groups is refused; else stored with a warning in the form only. */
  readonly webhookChecksGroups: boolean
  /** A context in a language that is not installed or not active is refused (UserError). */
  readonly checksLanguage: boolean
  /** How times in a domain are compared with stored ones. */
  readonly datetimePrecision: 'microsecond' | 'second'
  /** `copy` answers one id, or a list. */
  readonly copyAnswers: 'id' | 'ids'
  /** `message_post` and its like answer one id or a representation, or a list of ids. */
  readonly recordsAnswered: 'id' | 'ids'
  /** `res.users.has_group` is asked of the caller (no ids), or of a user. */
  readonly hasGroupTakesUser: boolean
  /** How the rights on a model are asked for; the old name draws a warning into Odoo's log from 19 on. */
  readonly rightsMethod: 'check_access_rights' | 'has_access'
}

const OLD_CHATTER =
  '<div class="oe_chatter"><field name="message_follower_ids"/><field name="activity_ids"/><field name="message_ids"/></div>'

const ODOO_17: Dialect = {
  listView: 'tree',
  groupContainer: { field: 'category_id', model: 'ir.module.category' },
  groupsField: 'groups_id',
  groupUsersField: 'users',
  searchGroupAttributes: { expand: '0', string: 'Group By' },
  kanbanTemplate: 'kanban-box',
  chatter: OLD_CHATTER,
  webhookKeepsName: false,
  webhookSent: 'inside_transaction',
  webhookChecksGroups: true,
  checksLanguage: false,
  datetimePrecision: 'microsecond',
  copyAnswers: 'id',
  recordsAnswered: 'id',
  hasGroupTakesUser: false,
  rightsMethod: 'check_access_rights',
}

const ODOO_18: Dialect = {
  ...ODOO_17,
  listView: 'list',
  kanbanTemplate: 'card',
  chatter: '<chatter/>',
  checksLanguage: true,
  copyAnswers: 'ids',
  hasGroupTakesUser: true,
  rightsMethod: 'has_access',
}

const ODOO_19: Dialect = {
  ...ODOO_18,
  groupContainer: { field: 'privilege_id', model: 'res.groups.privilege' },
  groupsField: 'group_ids',
  groupUsersField: 'user_ids',
  searchGroupAttributes: {},
  webhookKeepsName: true,
  webhookSent: 'after_commit',
  webhookChecksGroups: false,
  datetimePrecision: 'second',
  recordsAnswered: 'ids',
}

const DIALECTS: Readonly<Record<SupportedVersion, Dialect>> = {
  17: ODOO_17,
  18: ODOO_18,
  19: ODOO_19,
}

/** `18.0`, `saas~18.4`, `19.0+e` → 18, 18, 19; 0: no version. */
export const majorVersion = (text: string): number => Number(/\d+/.exec(text)?.[0] ?? 0)

/** How to speak with a server of this major version; undefined: none that we know. */
export const dialectOf = (major: number): Dialect | undefined =>
  SUPPORTED.includes(major as SupportedVersion) ? DIALECTS[major as SupportedVersion] : undefined
