import { ACCESS_EDITORS } from './editors.js'
import type { Environment } from '../../orm/environment.js'
import {
  boolean,
  char,
  integer,
  many2many,
  many2one,
  one2many,
  text,
  type Cell,
  type Relation,
} from '../../orm/field.js'
import { model } from '../../orm/model.js'

const USERS: Relation = { table: 'res_groups_users_rel', source: 'gid', target: 'uid' }
const IMPLIED: Relation = { table: 'res_groups_implied_rel', source: 'gid', target: 'hid' }

/** The same relation seen from the other side. */
const turned = ({ table, source, target }: Relation): Relation => ({ table, source: target, target: source })

/** The relation between users and groups. */
export const GROUPS_OF_USER = turned(USERS)

export const Groups = model('res.groups', {
  description: 'Access Groups',
  order: 'name, id',
  access: { 'base.group_user': 'r', 'base.group_portal': 'r', ...ACCESS_EDITORS },
  fields: {
    name: char({ required: true, translated: true }),
    full_name: char({ label: 'Group Name', read: fullNames }),
    comment: text({ translated: true }),
    share: boolean({ label: 'Share Group', default: false }),
    category_id: many2one('ir.module.category', { label: 'Application', until: 18 }),
    privilege_id: many2one('res.groups.privilege', { label: 'Privilege', from: 19 }),
    sequence: integer({ from: 19 }),
    users: many2many('res.users', { link: USERS, until: 18 }),
    user_ids: many2many('res.users', { link: USERS, from: 19 }),
    implied_ids: many2many('res.groups', { label: 'Inherits', link: IMPLIED }),
    implied_by_ids: many2many('res.groups', { label: 'Implying Groups', link: turned(IMPLIED), from: 19 }),
    all_implied_ids: many2many('res.groups', { read: allImplied, from: 19 }),
    trans_implied_ids: many2many('res.groups', {
      label: 'Transitively inherits',
      read: impliedOnly,
      until: 18,
    }),
    model_access: one2many('ir.model.access', 'group_id', { label: 'Access Controls' }),
    rule_groups: many2many('ir.rule', {
      label: 'Rules',
      link: { table: 'rule_group_rel', source: 'group_id', target: 'rule_group_id' },
    }),
  },
  // In Odoo, the name is unique per category or privilege. Empty ones count as different.
  created: (env) => storeImpliedGroups(env),
  writing: () => Promise.resolve((env) => storeImpliedGroups(env)),
})

/**
 * Up to 18, members of a group are also stored in the groups it implies, and stay there if either
 * is removed later. From 19 on, implied groups are computed on request.
 */
export async function storeImpliedGroups(env: Environment): Promise<void> {
  if (env.version >= 19) return
  await env.sql(
    'INSERT INTO res_groups_users_rel (uid, gid) SELECT uid, gid FROM user_groups ON CONFLICT DO NOTHING',
  )
}

/** All groups a user is in, implied ones included. */
export const CREATE_USER_GROUPS = `
  CREATE VIEW user_groups AS
  WITH RECURSIVE reached(uid, gid) AS (
    SELECT uid, gid FROM res_groups_users_rel
    UNION SELECT r.uid, i.hid FROM reached r JOIN res_groups_implied_rel i ON i.gid = r.gid)
  SELECT uid, gid FROM reached`

async function fullNames(env: Environment, ids: readonly number[]): Promise<Map<number, Cell>> {
  const container =
    env.version < 19
      ? 'LEFT JOIN ir_module_category c ON c.id = g.category_id'
      : 'LEFT JOIN res_groups_privilege c ON c.id = g.privilege_id'
  const rows = await env.sql<{ id: number; name: string }>(
    `SELECT g.id, concat_ws(' / ', c.name, g.name) AS name FROM res_groups g ${container} WHERE g.id = ANY($1)`,
    [ids],
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

async function impliedOnly(env: Environment, ids: readonly number[]): Promise<Map<number, number[]>> {
  const all = await allImplied(env, ids)
  return new Map([...all].map(([id, implied]) => [id, implied.filter((other) => other !== id)]))
}

/** Each group with all it implies, itself included. */
async function allImplied(env: Environment, ids: readonly number[]): Promise<Map<number, number[]>> {
  const rows = await env.sql<{ id: number; implied: number[] }>(
    `WITH RECURSIVE reached(id, gid) AS (
       SELECT g, g FROM unnest($1::int[]) AS g
       UNION SELECT r.id, i.hid FROM reached r JOIN res_groups_implied_rel i ON i.gid = r.gid)
     SELECT id, array_agg(gid ORDER BY gid) AS implied FROM reached GROUP BY id`,
    [ids],
  )
  return new Map(rows.map(({ id, implied }) => [id, implied]))
}

export const GroupsPrivilege = model('res.groups.privilege', {
  description: 'Privileges',
  order: 'sequence, name, id',
  from: 19,
  access: { 'base.group_user': 'r', ...ACCESS_EDITORS },
  fields: {
    name: char({ required: true, translated: true }),
    description: text(),
    placeholder: char({ default: 'No' }),
    sequence: integer({ default: 100 }),
    category_id: many2one('ir.module.category', { label: 'Category' }),
    group_ids: one2many('res.groups', 'privilege_id', { label: 'Groups' }),
  },
})

/** Categories come with modules. Nobody may create one. */
export const ModuleCategory = model('ir.module.category', {
  description: 'Application',
  order: 'sequence, name, id',
  access: { 'base.group_erp_manager': 'r' },
  fields: {
    name: char({ required: true, translated: true }),
    sequence: integer(),
    visible: boolean({ default: true }),
    parent_id: many2one('ir.module.category', { label: 'Parent Application' }),
    child_ids: one2many('ir.module.category', 'parent_id', { label: 'Child Applications' }),
  },
})
