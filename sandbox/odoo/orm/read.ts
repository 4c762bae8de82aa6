import { type Environment, modelOf, sudo } from './environment.js'
import { valueError } from './exceptions.js'
import { type Cell, type Field, hasColumn } from './field.js'
import { activeField, type Model } from './model.js'
import { checkRecords } from './record-access.js'
import { valuesAt } from './related.js'
import { selectRows } from './rows.js'
import { quoted, relationOf } from './tables.js'
import { translated } from './translations.js'
import { toClient } from './values.js'

/** Form of a many2one: `[id, name]`, or the plain id (`load=None`). */
export type Load = 'pair' | 'id'

/**
 * The records as a client gets them, in the order of `ids`. Missing ones are left out. If only `id`
 * is requested, Odoo returns the ids without a check. Throws ValueError for an unknown field.
 */
export async function read(
  env: Environment,
  model: Model,
  ids: readonly number[],
  fields: readonly string[] | undefined,
  load: Load = 'pair',
): Promise<Record<string, unknown>[]> {
  await checkRecords(env, model, ids, 'read')
  const visible = Object.keys(model.fields).filter((name) => !model.fields[name]?.hidden)
  const names = fields && fields.length > 0 ? fields : visible
  for (const name of names)
    if (!visible.includes(name)) throw valueError(`Invalid field '${name}' on model '${model.name}'`)
  const wanted = names.filter((name) => name !== 'id')
  if (wanted.length === 0) return ids.map((id) => ({ id }))
  const columns = wanted.filter((name) => isColumn(model.fields[name]))
  const rows = new Map((await selectRows(env, model, ids, columns)).map((row) => [row.id, row]))
  const present = ids.filter((id) => rows.has(id))
  const records = new Map<number, Record<string, unknown>>(present.map((id) => [id, { id }]))
  for (const name of wanted) {
    const field = model.fields[name]
    if (!field) continue
    const cells = isColumn(field)
      ? await translated(env, model, name, new Map(present.map((id) => [id, rows.get(id)?.[name] ?? null])))
      : await otherValues(env, model, name, field, present)
    const shown = await asShown(env, field, cells, load)
    for (const [id, record] of records) record[name] = shown(id)
  }
  return present.map((id) => records.get(id) ?? { id })
}

const isColumn = (field: Field | undefined) => field !== undefined && hasColumn(field)

async function otherValues(
  env: Environment,
  model: Model,
  name: string,
  field: Field,
  ids: readonly number[],
): Promise<ReadonlyMap<number, Cell>> {
  if (name === 'display_name') return displayNames(env, model, ids)
  if (field.related !== undefined) return valuesAt(env, model, ids, field.related)
  if (field.read) return field.read(env, ids)
  return linkedIds(env, model, name, field, ids)
}

/**
 * The ids of a to-many field per record. Archived ones are left out unless the context says
 * otherwise.
 */
async function linkedIds(env: Environment, model: Model, name: string, field: Field, ids: readonly number[]) {
  const found = new Map<number, number[]>(ids.map((id) => [id, []]))
  if (field.alwaysEmpty) return found
  const target = modelOf(env, field.relation ?? '')
  const archives = activeField(target)
  const active = archives && env.context.active_test !== false ? `AND o.${quoted(archives)}` : ''
  const relation = relationOf(model, name)
  const rows = await env.sql<{ source: number; id: number }>(
    field.type === 'many2many'
      ? `SELECT r.${relation.source} AS source, o.id FROM ${relation.table} r
         JOIN ${quoted(target.table)} o ON o.id = r.${relation.target} WHERE r.${relation.source} = ANY($1) ${active} ORDER BY o.id`
      : `SELECT o.${quoted(field.inverse ?? '')} AS source, o.id FROM ${quoted(target.table)} o
         WHERE o.${quoted(field.inverse ?? '')} = ANY($1) ${active} ORDER BY o.id`,
    [ids],
  )
  for (const { source, id } of rows) found.get(source)?.push(id)
  return found
}

async function asShown(env: Environment, field: Field, cells: ReadonlyMap<number, Cell>, load: Load) {
  if (field.type !== 'many2one' || load === 'id') return (id: number) => toClient(field, cells.get(id))
  const targets = [...new Set([...cells.values()].filter((cell) => typeof cell === 'number'))]
  const names = await displayNames(sudo(env), modelOf(env, field.relation ?? ''), targets)
  return (id: number) => {
    const target = cells.get(id)
    return typeof target === 'number' ? [target, names.get(target) ?? ''] : false
  }
}

/** Display names by id: the name field, followed through many2one fields, or `model,id`. */
export async function displayNames(
  env: Environment,
  model: Model,
  ids: readonly number[],
): Promise<Map<number, string>> {
  const { recName } = model
  if (recName === null) return new Map(ids.map((id) => [id, `${model.name},${id}`]))
  const values = await valuesAt(env, model, ids, recName)
  const field = model.fields[recName]
  if (field?.type !== 'many2one')
    return new Map([...values].map(([id, value]) => [id, typeof value === 'string' ? value : '']))
  const targets = [...values.values()].filter((value) => typeof value === 'number')
  const names = await displayNames(env, modelOf(env, field.relation ?? ''), targets)
  return new Map(
    [...values].map(([id, value]) => [id, typeof value === 'number' ? (names.get(value) ?? '') : '']),
  )
}
