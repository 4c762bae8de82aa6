import { whereClause, Parameters } from '../orm/domain.js'
import { modelOf } from '../orm/environment.js'
import { validationError } from '../orm/exceptions.js'
import type { Check } from '../orm/model.js'
import { selectRows } from '../orm/rows.js'
import { quoted } from '../orm/tables.js'

/** The clock, not the start of the transaction: the suite's constraints compare with it. */
export const UTC_NOW = `(clock_timestamp() at time zone 'UTC')`

/** Each field must be between `low` and `high`. */
export const within = (model: string, low: number, high: number, ...fields: readonly string[]): Check => ({
  fields,
  check: async (env, ids) => {
    const rows = await selectRows(env, modelOf(env, model), ids, fields)
    const outside = rows.some((row) =>
      fields.some((field) => Number(row[field] ?? 0) < low || Number(row[field] ?? 0) > high),
    )
    if (outside)
      throw validationError(
        `${modelOf(env, model).description}: ${fields.join(', ')} must be between ${low} and ${high}.`,
      )
  },
})

/** No row may match a condition in SQL (on alias `t`). */
export const never = (
  model: string,
  fields: readonly string[],
  condition: string,
  message: string,
): Check => ({
  fields,
  check: async (env, ids) => {
    const bad = await env.sql(
      `SELECT 1 FROM ${quoted(modelOf(env, model).table)} t WHERE t.id = ANY($1) AND (${condition}) LIMIT 1`,
      [ids],
    )
    if (bad.length > 0) throw validationError(message)
  },
})

/**
 * No two records within `domain` may be equal in `fields`. A search, not an index, as in the suite.
 */
export const onlyOne = (
  model: string,
  message: string,
  fields: readonly string[],
  domain: readonly (readonly [string, string, unknown])[] = [],
): Check => ({
  fields: [...fields, ...domain.map(([field]) => field)],
  check: async (env, ids) => {
    const { table } = modelOf(env, model)
    const parameters = new Parameters()
    const scope = { ...env, context: { active_test: false } }
    const mine = whereClause(scope, modelOf(env, model), domain, parameters, 't')
    const others = whereClause(scope, modelOf(env, model), domain, parameters, 'o')
    const equal = fields.map((field) => `o.${quoted(field)} IS NOT DISTINCT FROM t.${quoted(field)}`)
    const double = await env.sql(
      `SELECT 1 FROM ${quoted(table)} t JOIN ${quoted(table)} o ON o.id != t.id AND ${equal.join(' AND ')} AND (${others})
       WHERE t.id = ANY(${parameters.add(ids, 'int[]')}) AND (${mine}) LIMIT 1`,
      parameters.values,
    )
    if (double.length > 0) throw validationError(message)
  },
})
