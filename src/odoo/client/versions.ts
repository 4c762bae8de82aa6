/**
 * The one table of what we have to say differently to an Odoo 17, 18 or 19; tried on servers of each version. Fields that have only changed
 * their names are no switches: they are declared with all their names (`as` in the schema) and found out at connection.
 */

/** First version with `/json/2`. */
export const SPEAKS_JSON2_FROM = 19

/** Major versions that the product works with. */
export const SUPPORTED = [17, 18, 19] as const
export type SupportedVersion = (typeof SUPPORTED)[number]

/** What a version wants otherwise than its neighbours. */
export interface Dialect {
  /** List views: `type` of the view, root tag, and part of an action's `view_mode`. The other one is refused (ValueError). */
  readonly listView: 'tree' | 'list'
  /** A user's groups are stored with those that they imply, which stay when a group is taken away. */
  readonly impliedGroupsStay: boolean
  /** Attributes that `<group>` in a search view takes; 19 takes none. */
  readonly searchGroupAttributes: Readonly<Record<string, string>>
  /** Name of the card template of a kanban view. The old name draws a warning from 18 on. */
  readonly kanbanTemplate: 'kanban-box' | 'card'
  /** The message area at the end of a form. 17 stores the new tag but shows nothing. */
  readonly chatter: string
  /** `res.users.has_group` is asked of the caller (no ids), or of a user. */
  readonly hasGroupTakesUser: boolean
  /** How the rights on a model are asked for; the old name draws a warning into Odoo's log from 19 on. */
  readonly rightsMethod: 'check_access_rights' | 'has_access'
}

const OLD_CHATTER =
  '<div class="oe_chatter"><field name="message_follower_ids"/><field name="activity_ids"/><field name="message_ids"/></div>'

const ODOO_17: Dialect = {
  listView: 'tree',
  impliedGroupsStay: true,
  searchGroupAttributes: { expand: '0', string: 'Group By' },
  kanbanTemplate: 'kanban-box',
  chatter: OLD_CHATTER,
  hasGroupTakesUser: false,
  rightsMethod: 'check_access_rights',
}

const ODOO_18: Dialect = {
  ...ODOO_17,
  listView: 'list',
  kanbanTemplate: 'card',
  chatter: '<chatter/>',
  hasGroupTakesUser: true,
  rightsMethod: 'has_access',
}

const ODOO_19: Dialect = {
  ...ODOO_18,
  impliedGroupsStay: false,
  searchGroupAttributes: {},
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
