import { whereClause, Parameters } from '../orm/domain.js'
import type { Environment } from '../orm/environment.js'
import { modelOf } from '../orm/environment.js'
import { userError, validationError, valueError } from '../orm/exceptions.js'
import type { Cell } from '../orm/field.js'
import { onRecords, type Method } from '../orm/methods/method.js'
import type { Check } from '../orm/model.js'
import { refuseMissing, write } from '../orm/records.js'
import { selectRows } from '../orm/rows.js'
import { quoted } from '../orm/tables.js'

/** Rights on a model of the suite for its four groups, in the letters of r(ead), w(rite), c(reate), u(nlink). */
export function suiteAccess(manager: string, agent: string, teacher: string, accounting: string) {
  const group = (name: string) => `grants_training_suite_v2.group_${name}`
  return {
    [group('manager')]: manager,
    [group('agent')]: agent,
    [group('teacher')]: teacher,
    [group('accounting_view')]: accounting,
  }
}

/** What the web client shows for an action: an answer that says nothing. */
export const notice = (message: string, type = 'success') => ({
  type: 'ir.actions.client',
  tag: 'display_notification',
  params: { message, type, sticky: false },
})

/** The clock, not the transaction's start: what constraints compare with. */
export const UTC_NOW = `(clock_timestamp() at time zone 'UTC')`

type StepValue = Cell | ((env: Environment) => Cell | Promise<Cell>)

/** Moves the state of one record. Throws UserError unless it is in one of `sources` (space-separated). */
export async function step(
  env: Environment,
  model: string,
  ids: readonly number[],
  sources: string,
  target: string,
  values: Readonly<Record<string, StepValue>> = {},
): Promise<void> {
  const [record] = await one(env, model, ids, ['state'])
  if (!record || !sources.split(' ').includes(String(record.state)))
    throw userError(
      `${modelOf(env, model).description} ${ids.join()} is ${String(record?.state)}; this step needs: ${sources}.`,
    )
  const written: Record<string, Cell> = { state: target }
  for (const [name, value] of Object.entries(values))
    written[name] = typeof value === 'function' ? await value(env) : value
  await write(env, model, ids, written)
}

/** `step` as a method that can be called; with `answer` it returns a notification, else nothing. */
export const stepMethod = (
  sources: string,
  target: string,
  values: Readonly<Record<string, StepValue>> = {},
  answer?: string,
): Method =>
  onRecords([], async ({ env, model, ids }) => {
    await step(env, model.name, ids, sources, target, values)
    return answer === undefined ? undefined : notice(answer)
  })

/** The one record of the call (`ensure_one`). Throws ValueError for several, MissingError for none. */
export async function one(
  env: Environment,
  name: string,
  ids: readonly number[],
  columns: readonly string[],
) {
  if (ids.length !== 1) throw valueError(`Expected singleton: ${name}(${ids.join(', ')})`)
  await refuseMissing(env, modelOf(env, name), ids)
  return selectRows(env, modelOf(env, name), ids, columns)
}

/** Each of the fields lies between `low` and `high`. */
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

/** Some rows violate a condition in SQL (on alias `t`). */
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

/** No second record within `domain` is equal in `fields`: a search, not an index, as in the suite. */
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
