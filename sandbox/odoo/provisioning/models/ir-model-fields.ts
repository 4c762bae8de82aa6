import { type Environment, modelOf } from '../../orm/environment.js'
import { userError, valueError } from '../../orm/exceptions.js'
import {
  boolean,
  char,
  integer,
  many2one,
  one2many,
  selection,
  text,
  type Cell,
  type Options,
  type Values,
  hasColumn,
} from '../../orm/field.js'
import { initModels } from './init-tables.js'
import { defaultLink } from './manual-models.js'
import { model } from '../../orm/model.js'
import { evaluate } from '../../python/expression.js'
import { selectRows } from '../../orm/rows.js'
import { relationOf, quoted } from '../../orm/tables.js'
import { python } from '../../orm/values.js'
import { checkFields } from './field-checks.js'
import { refuseDependedOn } from './field-dependencies.js'
import { replaceOptions } from './ir-model-fields-selection.js'
import { ACCESS_EDITORS } from '../access/editors.js'
import { reloadRegistry } from './registry-hooks.js'

const TYPES = [
  ...(['char', 'text', 'html', 'integer', 'float', 'boolean', 'date', 'datetime'] as const),
  ...(['selection', 'binary', 'many2one', 'one2many', 'many2many'] as const),
]

const POLICIES = [
  ['cascade', 'Cascade'],
  ['set null', 'Set NULL'],
  ['restrict', 'Restrict'],
] as const

export const IrModelFields = model('ir.model.fields', {
  description: 'Fields',
  order: 'name, id',
  recName: 'field_description',
  access: ACCESS_EDITORS,
  fields: {
    name: char({ required: true, label: 'Field Name', default: 'x_' }),
    model_id: many2one('ir.model', { required: true, label: 'Model', ondelete: 'cascade' }),
    model: char({ label: 'Model Name', indexed: true }),
    field_description: char({ required: true, label: 'Field Label', default: '', translated: true }),
    help: text({ label: 'Field Help', translated: true }),
    ttype: selection(
      TYPES.map((type) => [type, type] as const),
      { required: true, label: 'Field Type' },
    ),
    relation: char({ label: 'Related Model' }),
    relation_field: char(),
    relation_table: char(),
    column1: char({ label: 'Column 1' }),
    column2: char({ label: 'Column 2' }),
    selection: char({ label: 'Selection Options (Deprecated)', read: optionsAsText }),
    selection_ids: one2many('ir.model.fields.selection', 'field_id', { label: 'Selection Options' }),
    on_delete: selection(POLICIES, { default: 'set null' }),
    domain: char({ default: '[]' }),
    required: boolean({ default: false }),
    readonly: boolean({ default: false }),
    index: boolean({ default: false, label: 'Indexed' }),
    store: boolean({ default: true, label: 'Stored' }),
    copied: boolean(),
    size: integer({ default: 0 }),
    tracking: integer({ default: 0 }),
    group_expand: boolean({ label: 'Expand Groups' }),
    translate: boolean({ default: false, on: { 19: TRANSLATE_ON_19() } }),
    related: char({ label: 'Related Field Definition' }),
    compute: text(),
    depends: char({ label: 'Dependencies' }),
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
    const owners = new Map(
      (
        await env.sql<{ id: number; model: string }>('SELECT id, model FROM ir_model WHERE id = ANY($1)', [
          rows.map(({ model_id }) => Number(model_id)),
        ])
      ).map(({ id, model: name }) => [id, name]),
    )
    return rows.map((values) => declared(values, owners.get(Number(values.model_id))))
  },
  created: async (env, ids, rows) => {
    for (const [place, id] of ids.entries()) await setOptions(env, id, rows[place] ?? {})
    await checkFields(env, ids)
    await nameRelations(env, ids)
    await rebuild(env, ids)
  },
  writing: async (env, ids, values) => {
    const renames = await refuseChanges(env, ids, values)
    return async (after) => {
      for (const id of ids) await setOptions(after, id, values)
      for (const { table, from, to } of renames)
        await after.sql(`ALTER TABLE ${quoted(table)} RENAME COLUMN ${quoted(from)} TO ${quoted(to)}`)
      await checkFields(after, ids)
      await rebuild(after, ids)
    }
  },
  beforeUnlink: async (env, ids) => {
    await refuseDependedOn(env, ids)
    for (const { model: owner, name } of await selectRows(env, modelOf(env, 'ir.model.fields'), ids, NAMES))
      await dropField(env, String(owner), String(name), ids)
  },
  unlinked: reloadRegistry,
})

const NAMES = ['model', 'name'] as const

/** From 19 on, the kind of translation is a choice; before, a boolean. */
function TRANSLATE_ON_19() {
  return {
    ...selection([
      ['standard', 'Translate as a whole'],
      ['html_translate', 'Translate HTML by terms'],
      ['xml_translate', 'Translate XML by terms'],
    ]),
    default: null,
  }
}

/** Adds the derived values of a new field's row. */
function declared(values: Values, owner: string | undefined): Values {
  const plain = values.ttype !== 'one2many' && !values.related && !values.compute
  return {
    ...values,
    model: owner ?? values.model,
    state: 'manual',
    copied: values.copied ?? plain,
    on_delete: values.ttype === 'many2one' ? values.on_delete || 'set null' : false,
  }
}

/** Stores options given as text: `[('draft', 'Draft'), …]`. Throws ValueError for anything else. */
async function setOptions(env: Environment, id: number, values: Values): Promise<void> {
  if (typeof values.selection !== 'string') return
  await replaceOptions(env, id, parsedOptions(values.selection))
}

function parsedOptions(source: string): Options {
  const malformed = () => valueError(`malformed node or string: ${source}`)
  const options = evaluate(source || '[]')
  if (!Array.isArray(options)) throw malformed()
  return options.map((option: unknown) => {
    const [key, label] = Array.isArray(option) ? (option as unknown[]) : []
    if (typeof key !== 'string' || typeof label !== 'string') throw malformed()
    return [key, label] as const
  })
}

async function optionsAsText(env: Environment, ids: readonly number[]): Promise<Map<number, Cell>> {
  const rows = await env.sql<{ id: number; options: Options | null }>(
    `SELECT f.id, (SELECT json_agg(json_build_array(s.value, s.name) ORDER BY s.sequence, s.id)
                   FROM ir_model_fields_selection s WHERE s.field_id = f.id) AS options
     FROM ir_model_fields f WHERE f.id = ANY($1) AND f.ttype = 'selection'`,
    [ids],
  )
  return new Map(rows.map(({ id, options }) => [id, `[${(options ?? []).map(python).join(', ')}]`]))
}

/** Sets table and columns of many2many fields that have none. */
async function nameRelations(env: Environment, ids: readonly number[]): Promise<void> {
  const rows = await env.sql<{ id: number; model: string; relation: string }>(
    `SELECT id, model, relation FROM ir_model_fields
     WHERE id = ANY($1) AND ttype = 'many2many' AND coalesce(relation_table, '') = ''`,
    [ids],
  )
  const tableOf = (name: string) => name.replaceAll('.', '_')
  for (const { id, model: owner, relation } of rows) {
    const { table, source, target } = defaultLink(tableOf(owner), tableOf(relation))
    await env.sql(
      'UPDATE ir_model_fields SET relation_table = $2, column1 = $3, column2 = $4 WHERE id = $1',
      [id, table, source, target],
    )
  }
}

/**
 * Reloads the registry and creates the columns of the fields. Models under construction come later.
 */
async function rebuild(env: Environment, ids: readonly number[]): Promise<void> {
  const known = env.transaction.registry
  const owners = await env.sql<{ model: string }>(
    `SELECT DISTINCT model FROM ir_model_fields WHERE id = ANY($1) AND state = 'manual'`,
    [ids],
  )
  const present = owners.map(({ model: name }) => name).filter((name) => known.find(name))
  if (present.length === 0) return
  await reloadRegistry(env)
  await initModels(env, present)
}

/** Rejects forbidden changes and returns the columns to rename. Throws UserError. */
async function refuseChanges(env: Environment, ids: readonly number[], values: Values) {
  const renames: { table: string; from: string; to: string }[] = []
  const labelsOnly = Object.keys(values).every((name) => IrModelFields.fields[name]?.translated)
  if (labelsOnly) return renames
  const rows = await selectRows(env, modelOf(env, 'ir.model.fields'), ids, [
    ...['model', 'model_id', 'name', 'state', 'ttype'],
  ])
  for (const row of rows) {
    if (row.state !== 'manual')
      throw userError(
        'Properties of base fields cannot be altered in this manner! Please modify them through Python code, ' +
          'preferably through a custom addon!',
      )
    if (typeof values.model_id === 'number' && values.model_id !== row.model_id)
      throw userError('Changing the model of a field is forbidden!')
    if (typeof values.ttype === 'string' && values.ttype !== row.ttype)
      throw userError(
        'Changing the type of a field is not yet supported. Please drop it and create it again!',
      )
    if (typeof values.name !== 'string' || values.name === row.name) continue
    await refuseDependedOn(env, [row.id])
    const owner = env.transaction.registry.find(String(row.model))
    const field = owner?.fields[String(row.name)]
    if (owner && field && hasColumn(field))
      renames.push({ table: owner.table, from: String(row.name), to: values.name })
  }
  return renames
}

/** Drops a field's column. Drops a relation table only if no other field uses it. */
async function dropField(
  env: Environment,
  owner: string,
  name: string,
  going: readonly number[],
): Promise<void> {
  const found = env.transaction.registry.find(owner)
  const field = found?.fields[name]
  if (!found || !field) return
  if (hasColumn(field))
    await env.sql(`ALTER TABLE ${quoted(found.table)} DROP COLUMN IF EXISTS ${quoted(name)} CASCADE`)
  if (field.type !== 'many2many' || !field.link) return
  const others = await env.sql(
    'SELECT 1 FROM ir_model_fields WHERE relation_table = $1 AND id != ALL($2) LIMIT 1',
    [field.link.table, going],
  )
  if (others.length === 0) await env.sql(`DROP TABLE IF EXISTS ${relationOf(found, name).table}`)
}
