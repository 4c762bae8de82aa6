import { checkAccess } from './access.js'
import { applyCommands, type Command } from './commands.js'
import { automateCreate, automateUnlink, watchWrite, type WatchedWrite } from './automation/run-rules.js'
import { type Environment, modelOf, sudo } from './environment.js'
import { missingError, valueError } from './exceptions.js'
import { type Cell, type Row, type Values, hasColumn } from './field.js'
import { defaultOf, type Model } from './model.js'
import { Pending, collectDependents, existingIds, recompute, storeComputed } from './recompute.js'
import { checkRecords } from './record-access.js'
import { insertRows, selectRows, updateRows } from './rows.js'
import { quoted } from './tables.js'
import { storeTranslations } from './translations.js'
import { toColumn } from './values.js'
import { constraintViolation } from './database-errors.js'

/** New values of one record. */
export interface Change {
  readonly id: number
  readonly values: Values
}

/**
 * Creates records, all or none, and returns their ids in order. Applies rights, defaults, computes,
 * constraints and hooks.
 */
export async function create(env: Environment, name: string, given: readonly Values[]): Promise<number[]> {
  const model = modelOf(env, name)
  checkAccess(env, model, 'create')
  const rows = model.beforeCreate ? await model.beforeCreate(env, given) : given
  const split = rows.map((values) => splitValues(model, withDefaults(env, model, values)))
  const ids = await insertRows(
    env,
    model,
    withSameColumns(
      model,
      split.map(({ row }) => row),
    ),
  )
  await applyCommands(
    env,
    model,
    ids.map((id, place) => ({ id, commands: split[place]?.commands ?? [] })),
    {
      create,
      unlink,
      writeMany,
    },
  )
  for (const compute of model.computes) await storeComputed(env, model, compute, ids)
  const pending = new Pending()
  await collectDependents(env, pending, model, ids, dependedOn(model))
  for (const compute of model.computes) pending.remove(compute, ids)
  await recompute(env, pending)
  for (const check of model.checks) await check.check(sudo(env), ids)
  for (const compute of model.computes) await compute.stored?.(env, ids)
  if (model.rules.length > 0) await checkRecords(env, model, ids, 'create')
  await model.created?.(env, ids, rows)
  await automateCreate(env, model, ids)
  return ids
}

/** Writes the same values to records. */
export const write = (
  env: Environment,
  name: string,
  ids: readonly number[],
  values: Values,
): Promise<void> =>
  writeMany(
    env,
    name,
    ids.map((id) => ({ id, values })),
  )

/**
 * Writes each record its own values, in one batch. Missing records are skipped unless the model
 * rejects them.
 */
export async function writeMany(env: Environment, name: string, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return
  const model = modelOf(env, name)
  const ids = changes.map(({ id }) => id)
  await checkRecords(env, model, ids, 'write')
  if (changes.some(({ values }) => model.refusesMissing('write', values)))
    await refuseMissing(env, model, ids)
  const written = new Set(changes.flatMap(({ values }) => Object.keys(values)))
  const after = model.writing ? await writingHooks(env, model, changes) : []
  const split = changes.map(({ id, values }) => ({ id, ...splitValues(model, values) }))
  const pending = new Pending()
  const fields = [...written].filter((field) => field in model.fields)
  await collectDependents(
    env,
    pending,
    model,
    ids,
    fields.filter((field) => model.fields[field]?.relation),
  )
  const watched = await watchWrite(env, model, ids, fields)
  await runWatched(env, watched, split, async () =>
    updateRows(env, model, await storeTranslations(env, model, split)),
  )
  await applyCommands(env, model, split, { create, unlink, writeMany })
  await collectDependents(env, pending, model, ids, fields)
  await recompute(env, pending)
  const existing = model.checks.some(({ fields: on }) => on.some((field) => written.has(field)))
    ? await existingIds(env, model, ids)
    : []
  for (const check of model.checks)
    if (check.fields.some((field) => written.has(field))) await check.check(sudo(env), existing)
  for (const hook of after) await hook(env)
  await watched?.finish()
}

/** Runs an update. If a constraint rejects it, rules that watch it run with the rejected values. */
async function runWatched(
  env: Environment,
  watched: WatchedWrite | undefined,
  rows: readonly { readonly id: number; readonly row: Row }[],
  update: () => Promise<void>,
): Promise<void> {
  if (!watched) return update()
  await env.sql('SAVEPOINT watched_write')
  try {
    await update()
  } catch (error) {
    if (!constraintViolation(env.transaction.registry, error)) throw error
    await env.sql('ROLLBACK TO SAVEPOINT watched_write')
    await watched.fail(rows)
    throw error
  }
}

/** Calls the hooks of a batch: once if all records get the same values, as Odoo's `write` does. */
async function writingHooks(env: Environment, model: Model, changes: readonly Change[]) {
  const [first] = changes
  const same = changes.every(({ values }) => values === first?.values)
  const calls = same && first ? [{ ids: changes.map(({ id }) => id), values: first.values }] : []
  if (!same) for (const { id, values } of changes) calls.push({ ids: [id], values })
  const after: ((env: Environment) => Promise<void>)[] = []
  for (const { ids, values } of calls) {
    const hook = await model.writing?.(env, ids, values)
    if (hook) after.push(hook)
  }
  return after
}

/** Deletes records. Missing ones are ignored unless the model's own `unlink` reads them. */
export async function unlink(env: Environment, name: string, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  const model = modelOf(env, name)
  await checkRecords(env, model, ids, 'unlink')
  if (model.refusesMissing('unlink', {})) await refuseMissing(env, model, ids)
  await automateUnlink(env, model, ids)
  await model.beforeUnlink?.(env, ids)
  const pending = new Pending()
  await collectDependents(env, pending, model, ids, dependedOn(model))
  await env.sql(`DELETE FROM ${quoted(model.table)} WHERE id = ANY($1)`, [ids])
  await env.sql('DELETE FROM ir_model_data WHERE model = $1 AND res_id = ANY($2)', [model.name, ids])
  await model.unlinked?.(env, ids)
  await recompute(env, pending)
}

export async function refuseMissing(env: Environment, model: Model, ids: readonly number[]): Promise<void> {
  const existing = new Set(await existingIds(env, model, ids))
  const missing = ids.find((id) => !existing.has(id))
  if (missing !== undefined) throw missingError(model.name, missing, env.uid)
}

/** Fields that a compute may depend on: all of the model's, since a new record changes them. */
const dependedOn = (model: Model) => Object.keys(model.fields)

function withDefaults(env: Environment, model: Model, values: Values): Values {
  const complete: Record<string, unknown> = { ...values }
  for (const name of Object.keys(model.fields)) {
    if (name in complete) continue
    const value = defaultOf(env, model, name)
    if (value !== undefined) complete[name] = value
  }
  return complete
}

/** Splits values into columns and to-many commands. Throws ValueError for an unknown field. */
function splitValues(model: Model, values: Values): { row: Row; commands: Command[] } {
  const row: Record<string, Cell> = {}
  const commands: Command[] = []
  for (const [name, value] of Object.entries(values)) {
    const field = model.fields[name]
    if (!field) throw valueError(`Invalid field '${name}' on model '${model.name}'`)
    if (name === 'id' || LOG_FIELDS.has(name)) continue
    if (field.type === 'one2many' || field.type === 'many2many') commands.push({ name, field, value })
    else if (hasColumn(field)) row[name] = toColumn(model, name, field, value)
  }
  return { row, commands }
}

const LOG_FIELDS = new Set(['create_uid', 'create_date', 'write_uid', 'write_date'])

/**
 * Gives all rows the same columns, so that one INSERT is enough. As in Odoo, empty computed
 * booleans and numbers get a value.
 */
function withSameColumns(model: Model, rows: readonly Row[]): Row[] {
  const computed = new Set(model.computes.flatMap(({ fields }) => fields))
  const columns = Object.entries(model.fields).filter(
    ([name, field]) => name !== 'id' && !LOG_FIELDS.has(name) && hasColumn(field),
  )
  return rows.map((row) => {
    const complete: Record<string, Cell> = {}
    for (const [name, field] of columns)
      complete[name] = row[name] ?? (computed.has(name) ? computedBlank(field.type) : null)
    return complete
  })
}

/** The value of a computed column until its compute has run. */
const computedBlank = (type: string): Cell =>
  type === 'integer' || type === 'float' ? 0 : type === 'boolean' ? false : null

/** Copies records with some values changed. Computed, log and to-many fields are not copied. */
export async function copy(
  env: Environment,
  name: string,
  ids: readonly number[],
  changed: Values,
): Promise<number[]> {
  const model = modelOf(env, name)
  const computed = new Set(model.computes.flatMap(({ fields }) => fields))
  const columns = Object.entries(model.fields)
    .filter(
      ([column, field]) =>
        column !== 'id' && hasColumn(field) && field.copied !== false && !computed.has(column),
    )
    .map(([column]) => column)
  const rows = await selectRows(env, model, ids, columns)
  const values = rows.map((row) =>
    Object.fromEntries(columns.map((column) => [column, toInput(row[column])])),
  )
  return create(
    env,
    name,
    values.map((original) => ({ ...original, ...changed })),
  )
}

/** A stored cell as a client would send it. */
const toInput = (cell: Cell | undefined): unknown => cell ?? false
