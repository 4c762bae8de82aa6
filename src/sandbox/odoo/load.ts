import type { Environment } from './environment.js'
import { modelOf } from './environment.js'
import { OdooException, valueError } from './errors.js'
import { titled, type Field, type Values } from './field.js'
import type { Model } from './model.js'
import { displayNames } from './read.js'
import { create, writeMany } from './records.js'
import { existingIds } from './recompute.js'
import { constraintViolation } from './violations.js'

interface Message {
  readonly type: 'error' | 'warning'
  readonly record: number
  readonly rows: { from: number; to: number }
  readonly message: string
  readonly field?: string
  readonly field_name?: string
  readonly moreinfo?: unknown
}

interface Loaded {
  readonly ids: number[] | false
  readonly messages: Message[]
  readonly nextrow: number
}

interface LoadRow {
  readonly externalId: { readonly module: string; readonly name: string } | null
  readonly databaseId: number | null
  readonly values: Values
}

/**
 * Odoo's import: each row creates or updates a record, found by external id (`id`) or database id (`.id`); all or nothing. Succeeds as a
 * call even when nothing was kept: what went wrong stands in `messages`. Throws ValueError only for an unknown column.
 */
export async function load(
  env: Environment,
  model: Model,
  columns: readonly string[],
  data: unknown,
): Promise<Loaded> {
  const table = (Array.isArray(data) ? data : []) as readonly unknown[][]
  for (const column of columns)
    if (!knownColumn(model, column)) throw valueError(`Invalid field name '${column}'`)
  const messages: Message[] = []
  const rows: LoadRow[] = []
  for (const [record, cells] of table.entries()) {
    const say = (message: Omit<Message, 'type' | 'record' | 'rows'>) =>
      messages.push({ type: 'error', record, rows: { from: record, to: record }, ...message })
    rows.push(await convertRow(env, model, columns, cells.map(String), say))
  }
  if (messages.length > 0) return { ids: false, messages, nextrow: 0 }
  const undo = await savepoint(env)
  try {
    return { ids: await store(env, model, rows), messages, nextrow: 0 }
  } catch (error) {
    await undo()
    return { ids: false, messages: [await blame(env, model, rows, error, undo)], nextrow: 0 }
  }
}

/** Marks the present state of the transaction; the function brings it back, added fields included. */
async function savepoint(env: Environment): Promise<() => Promise<void>> {
  const { registry } = env.transaction
  await env.sql('SAVEPOINT model_load')
  return async () => {
    await env.sql('ROLLBACK TO SAVEPOINT model_load')
    env.transaction.registry = registry
  }
}

/** One batch for what exists, one for what is new, in the order of the rows. */
async function store(env: Environment, model: Model, rows: readonly LoadRow[]): Promise<number[]> {
  const known = await knownIds(env, model, rows)
  const updated = rows.flatMap((row, place) => {
    const id = known[place]
    return id === undefined ? [] : [{ id, values: row.values }]
  })
  await writeMany(env, model.name, updated)
  const fresh = rows.filter((_, place) => known[place] === undefined)
  const created =
    fresh.length > 0
      ? await create(
          env,
          model.name,
          fresh.map(({ values }) => values),
        )
      : []
  let next = 0
  const ids = rows.map((_, place) => known[place] ?? created[next++] ?? 0)
  const named = rows.flatMap(({ externalId }, place) =>
    externalId ? [{ ...externalId, res_id: ids[place] }] : [],
  )
  await env.sql(
    `INSERT INTO ir_model_data (module, name, model, res_id, noupdate, create_date, write_date)
     SELECT r.module, r.name, $2, r.res_id, false, now() at time zone 'UTC', now() at time zone 'UTC'
     FROM jsonb_to_recordset($1) AS r(module text, name text, res_id integer)
     ON CONFLICT (module, name) DO UPDATE SET res_id = excluded.res_id, write_date = excluded.write_date`,
    [JSON.stringify(named), model.name],
  )
  return ids
}

/** The record each row stands for, if there is one. An external id whose record is gone counts as new. */
async function knownIds(
  env: Environment,
  model: Model,
  rows: readonly LoadRow[],
): Promise<(number | undefined)[]> {
  const names = rows.flatMap(({ externalId }) => (externalId ? [externalId] : []))
  const found = await env.sql<{ module: string; name: string; res_id: number }>(
    `SELECT d.module, d.name, d.res_id FROM ir_model_data d JOIN jsonb_to_recordset($1) AS r(module text, name text)
     ON r.module = d.module AND r.name = d.name WHERE d.model = $2`,
    [JSON.stringify(names), model.name],
  )
  const byName = new Map(found.map(({ module, name, res_id }) => [`${module}.${name}`, res_id]))
  const ids = rows.map(({ externalId, databaseId }) =>
    externalId ? byName.get(`${externalId.module}.${externalId.name}`) : (databaseId ?? undefined),
  )
  const existing = new Set(
    await existingIds(
      env,
      model,
      ids.filter((id) => id !== undefined),
    ),
  )
  return ids.map((id) => (id !== undefined && existing.has(id) ? id : undefined))
}

/** Finds the row that cannot be stored by trying them one by one, as Odoo does after a failed batch. */
async function blame(
  env: Environment,
  model: Model,
  rows: readonly LoadRow[],
  failure: unknown,
  undo: () => Promise<void>,
): Promise<Message> {
  const text = (error: unknown) => refusal(env, error).message
  for (const [record, row] of rows.entries()) {
    try {
      await store(env, model, [row])
    } catch (error) {
      await undo()
      return { type: 'error', record, rows: { from: record, to: record }, message: text(error) }
    }
  }
  await undo()
  return { type: 'error', record: 0, rows: { from: 0, to: rows.length - 1 }, message: text(failure) }
}

/** A refusal becomes a message; anything else (contention too, in its own words) stays what it is. */
function refusal(env: Environment, error: unknown): Error {
  if (error instanceof OdooException) return error
  const violation = constraintViolation(env.transaction.registry, error)
  if (violation) return violation
  if (error instanceof Error && 'code' in error) return error
  throw error
}

function knownColumn(model: Model, column: string): boolean {
  const [name = '', ...rest] = column.split('/')
  if (column === 'id' || column === '.id') return true
  const field = model.fields[name]
  if (!field) return false
  return (
    rest.length === 0 ||
    (rest.length === 1 && (rest[0] === 'id' || rest[0] === '.id') && field.relation !== undefined)
  )
}

/** Says what is wrong with a cell; the cell then has no value. */
type Wrong = (message: string, moreinfo?: unknown) => unknown
const NOTHING: unknown = undefined

type Say = (message: Omit<Message, 'type' | 'record' | 'rows'>) => void

async function convertRow(
  env: Environment,
  model: Model,
  columns: readonly string[],
  cells: readonly string[],
  say: Say,
): Promise<LoadRow> {
  const values: Record<string, unknown> = {}
  let externalId: LoadRow['externalId'] = null
  let databaseId: number | null = null
  for (const [place, column] of columns.entries()) {
    const cell = cells[place] ?? ''
    const [name = '', how] = column.split('/')
    const field = model.fields[name]
    if (column === 'id') externalId = cell === '' ? null : splitExternalId(cell)
    else if (column === '.id') databaseId = await checkedId(env, model, cell, say)
    else if (field) {
      const value = await convertCell(env, name, field, how, cell, say)
      if (value !== undefined) values[name] = value
    }
  }
  const updating = databaseId !== null || (await hasRecord(env, model, externalId))
  if (!updating)
    for (const [name, field] of Object.entries(model.fields))
      if (
        field.required &&
        field.default === undefined &&
        !values[name] &&
        values[name] !== 0 &&
        !computedBy(model, name)
      )
        say({
          message: `Missing required value for the field '${field.label ?? titled(name)}' (${name})`,
          field: name,
        })
  return { externalId, databaseId, values }
}

const computedBy = (model: Model, name: string) =>
  model.computes.some(({ fields }) => fields.includes(name)) ||
  (model.name === 'ir.model.fields' && name === 'model')

async function hasRecord(
  env: Environment,
  model: Model,
  externalId: LoadRow['externalId'],
): Promise<boolean> {
  if (!externalId) return false
  const [id] = await knownIds(env, model, [{ externalId, databaseId: null, values: {} }])
  return id !== undefined
}

function splitExternalId(text: string): { module: string; name: string } {
  const dot = text.indexOf('.')
  return dot < 0
    ? { module: '__import__', name: text }
    : { module: text.slice(0, dot), name: text.slice(dot + 1) }
}

async function checkedId(env: Environment, model: Model, cell: string, say: Say): Promise<number | null> {
  const id = Number(cell)
  if (cell !== '' && Number.isInteger(id) && (await existingIds(env, model, [id])).length > 0) return id
  say({ field: '.id', message: `Unknown database identifier '${cell}'` })
  return null
}

/** A cell's text as a value to write; undefined when it is wrong (and said so). An empty one empties the field. */
async function convertCell(
  env: Environment,
  name: string,
  field: Field,
  how: string | undefined,
  cell: string,
  say: Say,
): Promise<unknown> {
  const label = field.label ?? titled(name)
  const wrong: Wrong = (message, moreinfo) => {
    say({ field: name, field_name: label, message, ...(moreinfo === undefined ? {} : { moreinfo }) })
    return NOTHING
  }
  if (cell === '') return false
  switch (field.type) {
    case 'many2one':
    case 'many2many':
      return reference(env, field, how, cell, label, wrong)
    case 'boolean':
      if (/^(1|true|yes)$/i.test(cell)) return true
      if (/^(0|false|no)$/i.test(cell)) return false
      return wrong(`Unknown value '${cell}' for boolean field '${label}'`, `Use '1' for yes and '0' for no`)
    case 'integer':
      return /^[+-]?\d+$/.test(cell)
        ? Number(cell)
        : wrong(`'${cell}' does not seem to be an integer for field '${label}'`)
    case 'float':
      return Number.isNaN(Number(cell))
        ? wrong(`'${cell}' does not seem to be a number for field '${label}'`)
        : Number(cell)
    case 'date':
      return isDate(cell)
        ? cell
        : wrong(
            `'${cell}' does not seem to be a valid date for field '${label}'`,
            `Use the format '2012-12-31'`,
          )
    case 'datetime':
      return isDatetime(cell)
        ? cell
        : wrong(
            `'${cell}' does not seem to be a valid datetime for field '${label}'`,
            `Use the format '2012-12-31 23:59:59'`,
          )
    case 'selection': {
      const option = field.selection?.find(
        ([key, text]) => key === cell || text.toLowerCase() === cell.toLowerCase(),
      )
      return (
        option?.[0] ??
        wrong(
          `Value '${cell}' not found in selection field '${label}'`,
          field.selection?.map(([, text]) => text),
        )
      )
    }
    default:
      return cell
  }
}

const isDate = (cell: string) =>
  /^\d{4}-\d{2}-\d{2}$/.test(cell) && !Number.isNaN(Date.parse(`${cell}T00:00:00Z`))
const isDatetime = (cell: string) =>
  /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(cell) &&
  !Number.isNaN(Date.parse(`${cell.replace(' ', 'T')}Z`))

async function reference(
  env: Environment,
  field: Field,
  how: string | undefined,
  cell: string,
  label: string,
  wrong: Wrong,
): Promise<unknown> {
  const target = modelOf(env, field.relation ?? '')
  const ids: number[] = []
  for (const part of field.type === 'many2many' ? cell.split(',') : [cell]) {
    const [id, kind] = await referred(env, target, how, part.trim())
    if (id === undefined)
      return wrong(
        `No matching record found for ${kind} '${part}' in field '${label}'`,
        possibleValues(target),
      )
    ids.push(id)
  }
  return field.type === 'many2many' ? [[6, 0, ids]] : ids[0]
}

async function referred(env: Environment, target: Model, how: string | undefined, text: string) {
  if (how === 'id') {
    const [row] = await knownIds(env, target, [
      { externalId: splitExternalId(text), databaseId: null, values: {} },
    ])
    return [row, 'external id'] as const
  }
  if (how === '.id') return [(await existingIds(env, target, [Number(text) || 0]))[0], 'database id'] as const
  const all = await env.sql<{ id: number }>(`SELECT id FROM "${target.table}" ORDER BY id`)
  const names = await displayNames(
    env,
    target,
    all.map(({ id }) => id),
  )
  return [[...names].find(([, name]) => name === text)?.[0], 'name'] as const
}

const possibleValues = (target: Model) => ({
  name: 'Possible Values',
  type: 'ir.actions.act_window',
  target: 'new',
  view_mode: 'list,form',
  views: [
    [false, 'list'],
    [false, 'form'],
  ],
  context: { create: false },
  help: 'See all possible values',
  res_model: 'ir.model.data',
  domain: [['model', '=', target.name]],
})
