import type { Environment } from '../../orm/environment.js'
import { userError, validationError } from '../../orm/exceptions.js'

interface FieldRow {
  readonly model: string
  readonly name: string
  readonly ttype: string
  readonly relation: string | null
  readonly relation_field: string | null
  readonly related: string | null
  readonly depends: string | null
  readonly required: boolean | null
  readonly on_delete: string | null
}

/** Checks manual fields after the whole batch is stored. Throws ValidationError or UserError. */
export async function checkFields(env: Environment, ids: readonly number[]): Promise<void> {
  const rows = await env.sql<FieldRow>(
    `SELECT model, name, ttype, relation, relation_field, related, depends, required, on_delete FROM ir_model_fields
     WHERE id = ANY($1) AND state = 'manual' ORDER BY id`,
    [ids],
  )
  for (const row of rows) {
    checkName(row)
    await checkRelation(env, row)
    if (row.related) await checkRelated(env, row, row.related)
    for (const dependency of row.depends ? row.depends.split(',') : [])
      await checkDependency(env, row, dependency.trim())
  }
}

function checkName({ name, ttype, required, on_delete }: FieldRow): void {
  if (!/^[a-z_][a-z0-9_$]*$/i.test(name) || name.length > 63)
    throw validationError('Field names can only contain characters, digits and underscores (up to 63).')
  if (ttype === 'many2one' && required && (on_delete ?? 'set null') === 'set null')
    throw validationError(
      `The m2o field ${name} is required but declares its ondelete policy as being 'set null'. ` +
        `Only 'restrict' and 'cascade' make sense.`,
    )
}

async function checkRelation(env: Environment, row: FieldRow): Promise<void> {
  if (row.relation) {
    const known = await env.sql('SELECT 1 FROM ir_model WHERE model = $1', [row.relation])
    if (known.length === 0) throw validationError(`Unknown model name '${row.relation}' in Related Model`)
  }
  if (row.ttype !== 'one2many') return
  const inverse = await env.sql(
    `SELECT 1 FROM ir_model_fields WHERE ttype = 'many2one' AND model = $1 AND name = $2`,
    [row.relation, row.relation_field],
  )
  if (inverse.length === 0)
    throw userError(`Many2one ${row.relation_field} on model ${row.relation} does not exist!`)
}

interface Step {
  readonly ttype: string
  readonly relation: string | null
}

const step = async (env: Environment, model: string, name: string) =>
  (
    await env.sql<Step>('SELECT ttype, relation FROM ir_model_fields WHERE model = $1 AND name = $2', [
      model,
      name,
    ])
  )[0]

async function checkRelated(env: Environment, row: FieldRow, path: string): Promise<void> {
  let model = row.model
  let found: Step | undefined
  const names = path.split('.')
  for (const [index, name] of names.entries()) {
    found = await step(env, model, name)
    if (!found) throw userError(`Unknown field name "${name}" in related field "${path}"`)
    if (index < names.length - 1 && !found.relation)
      throw userError(`Non-relational field name "${name}" in related field "${path}"`)
    model = found.relation ?? ''
  }
  if (found?.ttype !== row.ttype)
    throw validationError(`Related field "${path}" does not have type "${row.ttype}"`)
  if ((found.relation ?? '') !== (row.relation ?? ''))
    throw validationError(`Related field "${path}" does not have comodel "${row.relation}"`)
}

async function checkDependency(env: Environment, row: FieldRow, path: string): Promise<void> {
  if (path === '') throw userError(`Empty dependency in “${row.depends}”`)
  let model = row.model
  const names = path.split('.')
  for (const [index, name] of names.entries()) {
    if (name === 'id') throw userError(`Compute method cannot depend on field 'id'`)
    const found = await step(env, model, name)
    if (!found) throw userError(`Unknown field “${name}” in dependency “${path}”`)
    if (index < names.length - 1 && !found.relation)
      throw userError(`Non-relational field “${name}” in dependency “${path}”`)
    model = found.relation ?? ''
  }
}
