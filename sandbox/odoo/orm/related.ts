import { type Environment, modelOf } from './environment.js'
import type { Cell } from './field.js'
import type { Compute, Model } from './model.js'
import { quoted } from './tables.js'

/**
 * The values at the end of a path of many2one fields, by record id. A step may be a related field.
 */
export async function valuesAt(
  env: Environment,
  model: Model,
  ids: readonly number[],
  path: string,
): Promise<Map<number, Cell>> {
  const { column, joins } = pathColumn(env, model, 't0', path)
  const rows = await env.sql<{ id: number; value: Cell }>(
    `SELECT t0.id, ${column} AS value FROM ${quoted(model.table)} t0 ${joins.join(' ')} WHERE t0.id = ANY($1)`,
    [ids],
  )
  return new Map(rows.map((row) => [row.id, row.value]))
}

/** Left joins along the path and the column it ends in. */
function pathColumn(env: Environment, model: Model, alias: string, path: string) {
  const joins: string[] = []
  let current = model
  let table = alias
  const steps = path.split('.')
  for (let step = steps.shift(); step !== undefined; step = steps.shift()) {
    const field = current.fields[step]
    if (!field) throw new Error(`${current.name} has no field ${step}`)
    if (field.related !== undefined) {
      steps.unshift(...field.related.split('.'))
      continue
    }
    const column = `${table}.${quoted(step)}`
    if (steps.length === 0) return { column, joins }
    current = modelOf(env, field.relation ?? '')
    const next = `t${joins.length + 1}`
    joins.push(`LEFT JOIN ${quoted(current.table)} ${next} ON ${next}.id = ${column}`)
    table = next
  }
  throw new Error(`empty path on ${model.name}`)
}

/** A stored copy of another record's field: Odoo's `related=…, store=True`. */
export function storedRelated(field: string, path: string): Compute {
  return {
    fields: [field],
    depends: [path],
    compute: async (env, ids, model) => {
      const values = await valuesAt(env, model, ids, path)
      return new Map(ids.map((id) => [id, { [field]: values.get(id) ?? null }]))
    },
  }
}
