import { accessRule, checkAccess } from './access.js'
import { Parameters, whereClause } from './domain.js'
import { type Environment, modelOf } from './environment.js'
import { userError, valueError } from './exceptions.js'
import { hasColumn } from './field.js'
import type { Model } from './model.js'
import { quoted } from './tables.js'

export interface SearchOptions {
  readonly order?: string | undefined
  readonly limit?: number | undefined
  readonly offset?: number | undefined
}

/** Returns the ids of the visible records that match the domain, in order. */
export async function search(
  env: Environment,
  model: Model,
  domain: readonly unknown[],
  options: SearchOptions = {},
): Promise<number[]> {
  const { where, parameters } = restricted(env, model, domain)
  const paging = [
    options.limit ? `LIMIT ${Math.trunc(options.limit)}` : '',
    options.offset ? `OFFSET ${Math.trunc(options.offset)}` : '',
  ]
  const rows = await env.sql<{ id: number }>(
    `SELECT t.id FROM ${quoted(model.table)} t WHERE ${where}
     ORDER BY ${orderClause(env, model, options.order ?? model.order, 't')} ${paging.join(' ')}`,
    parameters.values,
  )
  return rows.map(({ id }) => id)
}

export async function searchCount(
  env: Environment,
  model: Model,
  domain: readonly unknown[],
  limit?: number,
): Promise<number> {
  const { where, parameters } = restricted(env, model, domain)
  const [row] = await env.sql<{ count: number }>(
    `SELECT count(*)::int AS count FROM (SELECT 1 FROM ${quoted(model.table)} t WHERE ${where}
     ${limit ? `LIMIT ${Math.trunc(limit)}` : ''}) found`,
    parameters.values,
  )
  return row?.count ?? 0
}

/** The domain as a condition, restricted by the caller's record rules. */
export function restricted(env: Environment, model: Model, domain: readonly unknown[]) {
  checkAccess(env, model, 'read')
  const parameters = new Parameters()
  const conditions = [whereClause(env, model, domain, parameters)]
  const rule = accessRule(env, model, 'read')
  if (rule) conditions.push(whereClause({ ...env, context: { active_test: false } }, model, rule, parameters))
  return { where: conditions.map((condition) => `(${condition})`).join(' AND '), parameters }
}

/**
 * `"a desc, b"` as SQL. A many2one sorts by the order of its model. Throws Odoo's ValueError for an
 * unknown field and UserError for invalid syntax.
 */
export function orderClause(env: Environment, model: Model, order: string, alias: string): string {
  return order
    .split(',')
    .map((term) => {
      const [, name = '', direction = ''] = /^\s*(\w+)(?:\s+(asc|desc))?\s*$/i.exec(term) ?? []
      if (name === '') throw userError(`Invalid "order" specified (${order}).`)
      const field = model.fields[name]
      if (!field) throw valueError(`Invalid field '${name}' on model '${model.name}'`)
      if (!hasColumn(field)) throw valueError(`Cannot sort by the field '${name}' of model '${model.name}'`)
      if (field.type !== 'many2one') return `${alias}.${quoted(name)} ${direction}`
      const target = modelOf(env, field.relation ?? '')
      return relatedOrder(target, `${alias}.${quoted(name)}`, direction)
    })
    .join(', ')
}

/** Sorts by the order of the related model. Further relations in that order are ignored. */
function relatedOrder(target: Model, reference: string, direction: string): string {
  const descending = /desc/i.test(direction)
  const terms = target.order.split(',').flatMap((term) => {
    const [name = '', way = ''] = term.trim().split(/\s+/)
    const field = target.fields[name]
    if (!field || !hasColumn(field) || field.type === 'many2one') return []
    const reversed = /desc/i.test(way) !== descending
    return [
      `(SELECT o.${quoted(name)} FROM ${quoted(target.table)} o WHERE o.id = ${reference}) ${reversed ? 'DESC' : 'ASC'}`,
    ]
  })
  return [...terms, `${reference} ${direction}`].join(', ')
}
