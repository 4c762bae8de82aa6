import { accessRule, checkAccess, ruleViolation } from './access.js'
import { Parameters, whereClause } from './domain.js'
import type { Environment } from './environment.js'
import type { Model, Operation } from './model.js'
import { quoted } from './tables.js'

/** Checks rights on the model and record rules. Throws AccessError. */
export async function checkRecords(
  env: Environment,
  model: Model,
  ids: readonly number[],
  operation: Operation,
) {
  checkAccess(env, model, operation)
  const rule = accessRule(env, model, operation)
  if (!rule) return
  const parameters = new Parameters()
  const where = whereClause({ ...env, context: { active_test: false } }, model, rule, parameters)
  const hidden = await env.sql(
    `SELECT 1 FROM ${quoted(model.table)} t WHERE t.id = ANY(${parameters.add(ids, 'int[]')}) AND NOT (${where}) LIMIT 1`,
    parameters.values,
  )
  if (hidden.length > 0) throw ruleViolation(env, model, operation)
}
