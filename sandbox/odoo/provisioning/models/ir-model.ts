import type { Environment } from '../../orm/environment.js'
import { userError, validationError } from '../../orm/exceptions.js'
import { boolean, char, one2many, selection, text, type Values } from '../../orm/field.js'
import { initModels } from './init-tables.js'
import { model } from '../../orm/model.js'
import { unlink } from '../../orm/records.js'
import { describeFields } from './describe-fields.js'
import { quoted } from '../../orm/tables.js'
import { refuseDependedOn } from './field-dependencies.js'
import { ACCESS_EDITORS } from '../access/editors.js'
import { reloadRegistry } from './registry-hooks.js'

export const IrModel = model('ir.model', {
  description: 'Models',
  order: 'model',
  access: ACCESS_EDITORS,
  fields: {
    name: char({ required: true, label: 'Model Description', translated: true }),
    model: char({ required: true, default: 'x_' }),
    order: char({ required: true, default: 'id' }),
    info: text({ label: 'Information' }),
    state: selection(
      [
        ['manual', 'Custom Object'],
        ['base', 'Base Object'],
      ],
      { label: 'Type', default: 'manual', readonly: true },
    ),
    transient: boolean({ label: 'Transient Model', default: false }),
    is_mail_thread: boolean({ label: 'Has Mail Thread', default: false }),
    is_mail_activity: boolean({ label: 'Has Mail Activity', default: false }),
    field_id: one2many('ir.model.fields', 'model_id', { label: 'Fields' }),
    access_ids: one2many('ir.model.access', 'model_id', { label: 'Access' }),
    rule_ids: one2many('ir.rule', 'model_id', { label: 'Record Rules' }),
  },
  constraints: [
    { name: 'ir_model_obj_name_uniq', sql: 'UNIQUE (model)', message: 'Each model must have a unique name.' },
  ],
  beforeCreate: (env, rows) => Promise.resolve(rows.map((values) => declared(env, values))),
  created: async (env, ids) => {
    const models = await namesOf(env, ids)
    await reloadRegistry(env)
    await initModels(
      env,
      models.map(({ model }) => model),
    )
    await reflect(env, models)
  },
  writing: async (env, ids, values) => {
    await refuseChanges(env, ids, values)
    return async () => {
      const manual = (await namesOf(env, ids)).filter(({ state }) => state === 'manual')
      await reloadRegistry(env)
      await reflect(env, manual)
    }
  },
  beforeUnlink: async (env, ids) => {
    const models = await namesOf(env, ids)
    const module = models.find(({ state }) => state !== 'manual')
    if (module) throw userError(`Model “${module.name}” contains module data and cannot be removed.`)
    const names = models.map(({ model }) => model)
    await refuseDependedOn(env, await manualFields(env, 'model = ANY($1)', names))
    // Fields that refer to the models are deleted with them, wherever they are.
    await unlink(env, 'ir.model.fields', await manualFields(env, 'relation = ANY($1)', names))
    for (const name of names) {
      const table = env.transaction.registry.find(name)?.table
      if (table !== undefined) await env.sql(`DROP TABLE IF EXISTS ${quoted(table)} CASCADE`)
    }
  },
  unlinked: reloadRegistry,
})

/**
 * The values of a new manual model. It gets a name field, unless it has fields or comes from an
 * import (up to 18).
 */
function declared(env: Environment, values: Values): Values {
  const { model: name = 'x_' } = values
  if (typeof name !== 'string' || !name.startsWith('x_'))
    throw validationError(`The model name must start with 'x_'.`)
  if (!/^x_[a-z0-9_.]*$/.test(name))
    throw validationError(
      'The model name can only contain lowercase characters, digits, underscores and dots.',
    )
  return {
    ...(env.context.install_mode ? {} : { field_id: [[0, 0, NAME_FIELD]] }),
    ...values,
    state: 'manual',
  }
}

const NAME_FIELD = { name: 'x_name', field_description: 'Name', ttype: 'char', copied: true }

const FIXED: Readonly<Record<string, string>> = {
  model: 'Model',
  state: 'Type',
  transient: 'Transient Model',
}
const KEPT: Readonly<Record<string, string>> = {
  is_mail_thread: 'Mail Thread',
  is_mail_activity: 'Mail Activity',
}

async function refuseChanges(env: Environment, ids: readonly number[], values: Values): Promise<void> {
  const rows = await env.sql<Record<string, unknown>>(
    'SELECT model, state, transient, is_mail_thread, is_mail_activity FROM ir_model WHERE id = ANY($1)',
    [ids],
  )
  for (const row of rows) {
    for (const [name, label] of Object.entries(FIXED))
      if (name in values && values[name] !== row[name])
        throw userError(`Field "${label}" cannot be modified on models.`)
    for (const [name, label] of Object.entries(KEPT))
      if (name in values && row.state !== 'manual') throw userError('Only custom models can be modified.')
      else if (name in values && row[name] === true && !values[name])
        throw userError(`Field "${label}" cannot be changed to "False".`)
  }
}

interface Named {
  readonly id: number
  readonly name: string
  readonly model: string
  readonly state: string
}

const namesOf = (env: Environment, ids: readonly number[]) =>
  env.sql<Named>('SELECT id, name, model, state FROM ir_model WHERE id = ANY($1) ORDER BY id', [ids])

async function reflect(env: Environment, models: readonly Named[]): Promise<void> {
  for (const { id, model: name } of models) {
    const found = env.transaction.registry.find(name)
    if (found) await describeFields(env.sql, id, found)
  }
}

async function manualFields(
  env: Environment,
  condition: string,
  names: readonly string[],
): Promise<number[]> {
  const rows = await env.sql<{ id: number }>(
    `SELECT id FROM ir_model_fields WHERE state = 'manual' AND ${condition} ORDER BY id`,
    [names],
  )
  return rows.map(({ id }) => id)
}
