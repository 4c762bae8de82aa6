import { ACCESS_EDITORS } from './access/editors.js'
import { reloadAfterChanges } from './models/registry-hooks.js'
import { modelOf, sudo, type Environment } from '../orm/environment.js'
import { OdooException, validationError } from '../orm/exceptions.js'
import { char, many2one } from '../orm/field.js'
import { onModel } from '../orm/methods/method.js'
import { model } from '../orm/model.js'
import { create, write } from '../orm/records.js'
import { toColumn } from '../orm/values.js'

export const IrDefault = model('ir.default', {
  description: 'Default Values',
  recName: 'field_id',
  access: { 'base.group_user': 'rwcu', ...ACCESS_EDITORS },
  fields: {
    field_id: many2one('ir.model.fields', { required: true, label: 'Field', ondelete: 'cascade' }),
    user_id: many2one('res.users', { label: 'User', ondelete: 'cascade' }),
    company_id: many2one('res.company', { label: 'Company', ondelete: 'cascade' }),
    condition: char(),
    json_value: char({ required: true, label: 'Default Value (JSON format)' }),
  },
  rule: (env, operation) =>
    env.groups.has('base.group_system') || operation === 'read' ? null : [['user_id', '=', env.uid]],
  ...reloadAfterChanges(checkJson),
  methods: {
    set: onModel(
      ['model_name', 'field_name', 'value', 'user_id?', 'company_id?', 'condition?'],
      async ({ env, args }) => {
        const field_id = await fieldId(env, String(args.model_name), String(args.field_name))
        const json_value = checkedValue(env, String(args.model_name), String(args.field_name), args.value)
        const user_id = heldBy(args.user_id, env.uid)
        const company_id = heldBy(args.company_id, COMPANY)
        const condition = typeof args.condition === 'string' ? args.condition : null
        const [known] = await env.sql<{ id: number }>(
          `SELECT id FROM ir_default WHERE field_id = $1 AND user_id IS NOT DISTINCT FROM $2
           AND company_id IS NOT DISTINCT FROM $3 AND condition IS NOT DISTINCT FROM $4 LIMIT 1`,
          [field_id, user_id, company_id, condition],
        )
        if (known) await write(env, 'ir.default', [known.id], { json_value })
        else await create(env, 'ir.default', [{ field_id, user_id, company_id, condition, json_value }])
        return true
      },
    ),
  },
})

async function checkJson(env: Environment, ids: readonly number[]): Promise<void> {
  const rows = await env.sql<{ json_value: string }>('SELECT json_value FROM ir_default WHERE id = ANY($1)', [
    ids,
  ])
  for (const { json_value } of rows)
    try {
      JSON.parse(json_value)
    } catch {
      throw validationError('Invalid JSON format in Default Value field.')
    }
}

/** `true` means the caller's own, empty means everybody. */
const heldBy = (value: unknown, own: number) =>
  value === true ? own : typeof value === 'number' ? value : null

/** The one company of this Odoo. */
const COMPANY = 1

async function fieldId(env: Environment, modelName: string, name: string): Promise<number> {
  const [row] = await sudo(env).sql<{ id: number }>(
    'SELECT id FROM ir_model_fields WHERE model = $1 AND name = $2',
    [modelName, name],
  )
  if (!row) throw validationError(`Invalid field ${modelName}.${name}`)
  return row.id
}

/** The value as JSON. Throws ValidationError if the field does not accept it. */
function checkedValue(env: Environment, modelName: string, name: string, value: unknown): string {
  const owner = modelOf(env, modelName)
  const field = owner.fields[name]
  const invalid = () => validationError(`Invalid value for ${modelName}.${name}: ${JSON.stringify(value)}`)
  if (!field) throw invalid()
  try {
    const cell =
      field.relation && Array.isArray(value) ? (value as number[]) : toColumn(owner, name, field, value)
    return JSON.stringify(cell ?? false)
  } catch (error) {
    if (error instanceof OdooException) throw invalid()
    throw error
  }
}
