/**
 * The only table of differences between Odoo 17, 18 and 19, tested on servers of each version.
 * Fields that only changed their names are not in it: they are declared with all their names (`as`
 * in the schema) and resolved when we connect.
 */

/** The first version with `/json/2`. */
export const SPEAKS_JSON2_FROM = 19

/** The first version with `formatted_read_group`. It warns about `read_group` in its log. */
export const HAS_FORMATTED_GROUPS_FROM = 19

/** Major versions that the product works with. */
export const SUPPORTED = [17, 18, 19] as const
export type SupportedVersion = (typeof SUPPORTED)[number]

/** What differs between the versions. */
export interface Dialect {
  /**
   * List views: `type` of the view, root tag, and part of an action's `view_mode`. Odoo rejects the
   * other word (ValueError).
   */
  readonly listView: 'tree' | 'list'
  /** A user's groups are stored with their implied groups, which stay when a group is removed. */
  readonly impliedGroupsStay: boolean
  /** Attributes of `<group>` in a search view. 19 accepts none. */
  readonly searchGroupAttributes: Readonly<Record<string, string>>
  /** Name of the card template of a kanban view. The old name causes a warning from 18 on. */
  readonly kanbanTemplate: 'kanban-box' | 'card'
  /** The message area at the end of a form. 17 stores the new tag but displays nothing. */
  readonly chatter: string
  /**
   * Whether `res.users.has_group` is called on a user. Otherwise it has no ids: it is about the
   * caller.
   */
  readonly hasGroupTakesUser: boolean
  /** Method that returns the rights on a model. From 19 on the old name logs a warning in Odoo. */
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

/** Returns 18, 18, 19 for `18.0`, `saas~18.4`, `19.0+e`; 0 for a text that is no version. */
export const majorVersion = (text: string): number => Number(/\d+/.exec(text)?.[0] ?? 0)

/** Returns the dialect of this major version. Undefined: the version is not supported. */
export const dialectOf = (major: number): Dialect | undefined =>
  SUPPORTED.includes(major as SupportedVersion) ? DIALECTS[major as SupportedVersion] : undefined
