import type { Environment } from '../environment.js'
import { modelOf } from '../environment.js'
import { userError, validationError, valueError } from '../errors.js'
import { boolean, char, integer, many2one, one2many, selection, text } from '../field.js'
import type { Values } from '../field.js'
import { manualField, OPTIONS_PATTERN } from '../manual.js'
import { onModel } from '../methods/method.js'
import { model } from '../model.js'
import { selectRows } from '../rows.js'
import { fieldRelations, quoted, columnType, relationOf } from '../tables.js'
import { hasColumn } from '../field.js'

const RESPONSIBLE = { 'base.group_erp_manager': 'rwcu' }

export const IrModel = model('ir.model', {
  description: 'Models',
  order: 'model',
  access: RESPONSIBLE,
  fields: {
    name: char({ required: true, label: 'Model Description' }),
    model: char({ required: true, default: 'x_' }),
    state: selection(
      [
        ['manual', 'Custom Object'],
        ['base', 'Base Object'],
      ],
      { default: 'manual', readonly: true },
    ),
    field_id: one2many('ir.model.fields', 'model_id', { label: 'Fields' }),
  },
  constraints: [
    { name: 'ir_model_obj_name_uniq', sql: 'UNIQUE (model)', message: 'Each model must have a unique name.' },
  ],
  beforeCreate: (_env, rows) => {
    for (const { model: name } of rows)
      if (typeof name !== 'string' || !name.startsWith('x_'))
        throw validationError(`The model name must start with 'x_'.`)
    throw userError('The sandbox has a fixed set of models; only fields can be added.')
  },
})

const TYPES = [
  'char',
  'text',
  'html',
  'integer',
  'float',
  'boolean',
  'date',
  'datetime',
  'selection',
  'binary',
  'many2one',
  'one2many',
  'many2many',
] as const

export const IrModelFields = model('ir.model.fields', {
  description: 'Fields',
  order: 'name, id',
  access: RESPONSIBLE,
  fields: {
    name: char({ required: true, label: 'Field Name', default: 'x_' }),
    model_id: many2one('ir.model', { required: true, label: 'Model', ondelete: 'cascade' }),
    model: char({ label: 'Model Name' }),
    field_description: char({ required: true, label: 'Field Label', default: '', translated: true }),
    help: text({ label: 'Field Help', translated: true }),
    ttype: selection(
      TYPES.map((type) => [type, type] as const),
      { required: true, label: 'Field Type' },
    ),
    relation: char({ label: 'Related Model' }),
    relation_field: char(),
    selection: char({ label: 'Selection Options (Deprecated)' }),
    on_delete: selection([
      ['cascade', 'Cascade'],
      ['set null', 'Set NULL'],
      ['restrict', 'Restrict'],
    ]),
    domain: char({ default: '[]' }),
    required: boolean({ default: false }),
    readonly: boolean({ default: false }),
    index: boolean({ default: false, label: 'Indexed' }),
    store: boolean({ default: true, label: 'Stored' }),
    copied: boolean({ default: true }),
    size: integer({ default: 0 }),
    tracking: integer({ default: 0 }),
    translate: boolean({ default: false }),
    related: char(),
    compute: text(),
    depends: char(),
    state: selection(
      [
        ['manual', 'Custom Field'],
        ['base', 'Base Field'],
      ],
      { required: true, readonly: true, default: 'manual' },
    ),
  },
  constraints: [
    {
      name: 'ir_model_fields_name_unique',
      sql: 'UNIQUE (model, name)',
      message: 'Field names must be unique per model.',
    },
    {
      name: 'ir_model_fields_name_manual_field',
      sql: `CHECK (state != 'manual' OR name LIKE 'x\\_%')`,
      message: `Custom fields must have a name that starts with 'x_'!`,
    },
  ],
  beforeCreate: async (env, rows) => {
    const complete: Values[] = []
    for (const values of rows) {
      const [owner] = await selectRows(env, modelOf(env, 'ir.model'), [Number(values.model_id)], ['model'])
      complete.push({ ...values, model: owner?.model ?? values.model, state: 'manual' })
    }
    return complete
  },
  created: async (env, ids) => {
    for (const id of ids) await addField(env, id)
  },
  writing: async (env, ids, values) => {
    const before = await selectRows(env, modelOf(env, 'ir.model.fields'), ids, ['ttype'])
    if (typeof values.ttype === 'string' && before.some(({ ttype }) => ttype !== values.ttype))
      throw userError(
        'Changing the type of a field is not yet supported. Please drop it and create it again!',
      )
    return async (after) => {
      for (const id of ids) await refreshField(after, id)
    }
  },
  beforeUnlink: async (env, ids) => {
    for (const row of await selectRows(env, modelOf(env, 'ir.model.fields'), ids, [
      'model',
      'name',
      'state',
    ])) {
      if (row.state !== 'manual') throw userError('Only custom fields can be deleted.')
      await dropField(env, String(row.model), String(row.name))
    }
  },
})

const definition = async (env: Environment, id: number) =>
  (
    await selectRows(
      env,
      modelOf(env, 'ir.model.fields'),
      [id],
      Object.keys(IrModelFields.fields).filter((name) => {
        const field = IrModelFields.fields[name]
        return field !== undefined && hasColumn(field)
      }),
    )
  )[0]

/** A new manual field: its column, and the registry that knows it. */
async function addField(env: Environment, id: number): Promise<void> {
  const row = await definition(env, id)
  if (!row) return
  const owner = modelOf(env, String(row.model))
  if (row.relation !== null && !env.transaction.registry.find(String(row.relation)))
    throw validationError(`Unknown model name '${String(row.relation)}' in Related Model`)
  if (row.ttype === 'many2one' && row.required && (row.on_delete ?? 'set null') === 'set null')
    throw validationError(
      `The m2o field ${String(row.name)} is required but declares its ondelete policy as being 'set null'.`,
    )
  if (typeof row.selection === 'string' && !OPTIONS_PATTERN.test(row.selection))
    throw valueError(`The Selection Options expression is not a valid Pythonic expression: ${row.selection}`)
  const name = String(row.name)
  const field = manualField(row)
  if (hasColumn(field))
    await env.sql(`ALTER TABLE ${quoted(owner.table)} ADD COLUMN ${quoted(name)} ${columnType(field)}`)
  const tableOf = (target: string) => env.transaction.registry.find(target)?.table
  for (const statement of fieldRelations(owner, name, field, tableOf)) await env.sql(statement)
  if (row.index && field.type !== 'many2one')
    await env.sql(`CREATE INDEX ON ${quoted(owner.table)} (${quoted(name)})`)
  env.transaction.registry = env.transaction.registry.with([
    { ...owner, fields: { ...owner.fields, [name]: field } },
  ])
}

/** Label, options and the like of a manual field have changed. */
async function refreshField(env: Environment, id: number): Promise<void> {
  const row = await definition(env, id)
  if (row?.state !== 'manual') return
  const owner = modelOf(env, String(row.model))
  const fields = { ...owner.fields, [String(row.name)]: manualField(row) }
  env.transaction.registry = env.transaction.registry.with([{ ...owner, fields }])
}

async function dropField(env: Environment, modelName: string, name: string): Promise<void> {
  const owner = modelOf(env, modelName)
  const { [name]: dropped, ...fields } = owner.fields
  if (!dropped) return
  if (dropped.type === 'many2many') await env.sql(`DROP TABLE ${relationOf(owner, name).table}`)
  else if (hasColumn(dropped)) await env.sql(`ALTER TABLE ${quoted(owner.table)} DROP COLUMN ${quoted(name)}`)
  env.transaction.registry = env.transaction.registry.with([{ ...owner, fields }])
}

export const IrModelData = model('ir.model.data', {
  description: 'Model Data',
  order: 'module, model, name',
  access: RESPONSIBLE,
  fields: {
    name: char({ required: true, label: 'External Identifier' }),
    module: char({ required: true, default: '' }),
    model: char({ required: true, label: 'Model Name' }),
    res_id: integer({ label: 'Record ID' }),
    noupdate: boolean({ default: false, label: 'Non Updatable' }),
  },
  constraints: [
    {
      name: 'ir_model_data_module_name_uniq_index',
      sql: 'UNIQUE (module, name)',
      message: 'duplicate key value violates unique constraint "ir_model_data_module_name_uniq_index"',
    },
  ],
  methods: {
    check_object_reference: onModel(['module', 'xml_id', 'raise_on_access_error?'], async ({ env, args }) => {
      const [row] = await env.sql<{ model: string; res_id: number }>(
        'SELECT model, res_id FROM ir_model_data WHERE module = $1 AND name = $2',
        [args.module, args.xml_id],
      )
      if (!row)
        throw valueError(`External ID not found in the system: ${String(args.module)}.${String(args.xml_id)}`)
      return [row.model, row.res_id]
    }),
  },
})

export const Lang = model('res.lang', {
  description: 'Languages',
  access: { '*': 'r', 'base.group_system': 'rwcu' },
  fields: {
    name: char({ required: true }),
    code: char({ required: true }),
    active: boolean({ default: true }),
  },
})
