import { type Environment, modelOf, sudo } from '../../orm/environment.js'
import { hasColumn, type Field } from '../../orm/field.js'
import type { Model } from '../../orm/model.js'
import { storeComputed } from '../../orm/recompute.js'
import { columnType, createTable, fieldRelations, foreignKey, quoted } from '../../orm/tables.js'

/**
 * Creates and changes tables to match the registry: Odoo's `init_models`. A required field becomes
 * NOT NULL only if no row is empty; Odoo only logs that. Throws PostgreSQL's error if rows violate
 * a foreign key.
 */
export async function initModels(env: Environment, names: Iterable<string>): Promise<void> {
  const models = [...names].map((name) => modelOf(env, name))
  const fresh: Model[] = []
  for (const model of models) {
    if (await tableExists(env, model)) continue
    for (const statement of createTable(model)) await env.sql(statement)
    fresh.push(model)
  }
  const added = new Map<Model, readonly string[]>()
  for (const model of models) added.set(model, await initColumns(env, model, fresh.includes(model)))
  for (const [model, columns] of added) await computeFirst(env, model, columns)
}

/** Runs the stored computes of new columns. */
async function computeFirst(env: Environment, model: Model, added: readonly string[]): Promise<void> {
  const due = model.computes.filter(({ fields }) => fields.some((name) => added.includes(name)))
  if (due.length === 0) return
  const rows = await env.sql<{ id: number }>(`SELECT id FROM ${quoted(model.table)}`)
  const ids = rows.map(({ id }) => id)
  for (const compute of due) await storeComputed(sudo(env), model, compute, ids)
}

const tableExists = async (env: Environment, { table }: Model) =>
  (await env.sql(`SELECT 1 WHERE to_regclass($1) IS NOT NULL`, [quoted(table)])).length > 0

/** Adds and changes columns. Returns the names of the new ones. */
async function initColumns(env: Environment, model: Model, fresh: boolean): Promise<string[]> {
  const columns = await columnsOf(env, model)
  const added: string[] = []
  for (const [name, field] of Object.entries(model.fields)) {
    if (!field.manual && !fresh) continue
    if (hasColumn(field)) {
      if (!columns.has(name)) {
        await env.sql(`ALTER TABLE ${quoted(model.table)} ADD COLUMN ${quoted(name)} ${columnType(field)}`)
        added.push(name)
      }
      if (!fresh) await initRequired(env, model, name, field, columns.get(name) ?? false)
    }
    await initRelations(env, model, name, field)
  }
  return added
}

/** The columns of the table. The value says whether a column is NOT NULL. */
async function columnsOf(env: Environment, { table }: Model): Promise<Map<string, boolean>> {
  const rows = await env.sql<{ name: string; filled: boolean }>(
    `SELECT attname AS name, attnotnull AS filled FROM pg_attribute
     WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped`,
    [quoted(table)],
  )
  return new Map(rows.map(({ name, filled }) => [name, filled]))
}

async function initRequired(env: Environment, model: Model, name: string, field: Field, filled: boolean) {
  if (Boolean(field.required) === filled) return
  const column = `ALTER TABLE ${quoted(model.table)} ALTER COLUMN ${quoted(name)}`
  if (!field.required) await env.sql(`${column} DROP NOT NULL`)
  else if (
    (await env.sql(`SELECT 1 FROM ${quoted(model.table)} WHERE ${quoted(name)} IS NULL LIMIT 1`)).length === 0
  )
    await env.sql(`${column} SET NOT NULL`)
}

/** PostgreSQL's letters for the deletion policy of a reference. */
const POLICIES: Readonly<Record<string, string>> = { CASCADE: 'c', RESTRICT: 'r', 'SET NULL': 'n' }

/**
 * Creates the relation table or foreign key of a field. A foreign key with another deletion policy
 * is replaced.
 */
async function initRelations(env: Environment, model: Model, name: string, field: Field): Promise<void> {
  const tableOf = (target: string) => env.transaction.registry.find(target)?.table
  if (field.type === 'many2one' && hasColumn(field)) {
    const key = foreignKey(model, name, field)
    const [found] = await env.sql<{ policy: string }>(
      `SELECT confdeltype AS policy FROM pg_constraint WHERE conrelid = to_regclass($1) AND conname = $2`,
      [quoted(model.table), key.name],
    )
    if (found && found.policy === POLICIES[key.policy]) return
    if (found) await env.sql(`ALTER TABLE ${quoted(model.table)} DROP CONSTRAINT ${quoted(key.name)}`)
  }
  for (const statement of fieldRelations(model, name, field, tableOf)) await env.sql(statement)
}
