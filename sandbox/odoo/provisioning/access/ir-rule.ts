import { reloadAfterChanges } from '../models/registry-hooks.js'
import { ruleScope } from '../../orm/access.js'
import { Parameters, whereClause } from '../../orm/domain.js'
import { modelOf, type Environment } from '../../orm/environment.js'
import { validationError } from '../../orm/exceptions.js'
import { boolean, char, many2many, many2one, text, type Cell } from '../../orm/field.js'
import { model } from '../../orm/model.js'
import { evaluate } from '../../python/expression.js'
import { ACCESS_EDITORS } from './editors.js'

export const IrRule = model('ir.rule', {
  description: 'Record Rule',
  order: 'model_id desc, id',
  access: ACCESS_EDITORS,
  fields: {
    name: char(),
    active: boolean({ default: true }),
    model_id: many2one('ir.model', { required: true, label: 'Model', ondelete: 'cascade' }),
    groups: many2many('res.groups', {
      link: { table: 'rule_group_rel', source: 'rule_group_id', target: 'group_id' },
    }),
    domain_force: text({ label: 'Domain' }),
    perm_read: boolean({ label: 'Read', default: true }),
    perm_write: boolean({ label: 'Write', default: true }),
    perm_create: boolean({ label: 'Create', default: true }),
    perm_unlink: boolean({ label: 'Delete', default: true }),
    global: boolean({ readonly: true, read: withoutGroups }),
  },
  ...reloadAfterChanges(checkDomains),
})

/** Rejects a rule whose domain cannot be evaluated or searched with. */
async function checkDomains(env: Environment, ids: readonly number[]): Promise<void> {
  const rows = await env.sql<{ model: string; domain: string | null }>(
    `SELECT m.model, r.domain_force AS domain FROM ir_rule r JOIN ir_model m ON m.id = r.model_id
     WHERE r.id = ANY($1) AND r.active`,
    [ids],
  )
  for (const { model: name, domain } of rows) {
    if (name === 'ir.rule') throw validationError('Rules can not be applied on the Record Rules model.')
    if (domain === null) continue
    try {
      const terms = evaluate(domain, ruleScope(env))
      whereClause(
        env,
        modelOf(env, name),
        Array.isArray(terms) ? (terms as unknown[]) : [terms],
        new Parameters(),
      )
    } catch (error) {
      throw validationError(`Invalid domain: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}

async function withoutGroups(env: Environment, ids: readonly number[]): Promise<Map<number, Cell>> {
  const rows = await env.sql<{ id: number; global: boolean }>(
    `SELECT r.id, NOT EXISTS (SELECT 1 FROM rule_group_rel g WHERE g.rule_group_id = r.id) AS global
     FROM ir_rule r WHERE r.id = ANY($1)`,
    [ids],
  )
  return new Map(rows.map(({ id, global }) => [id, global]))
}
