import { withContext, type Environment } from '../environment.js'
import { OdooException, validationError, valueError } from '../exceptions.js'
import { titled } from '../field.js'
import type { Model } from '../model.js'
import { create, writeMany } from '../records.js'
import { existingIds } from '../recompute.js'
import { constraintViolation } from '../database-errors.js'
import { type Message, type Report, convertCell } from './cells.js'
import { type LoadRow, knownIds, splitExternalId } from './external-ids.js'

interface Loaded {
  readonly ids: number[] | false
  readonly messages: Message[]
  readonly nextrow: number
}

/** Number of failed rows after which Odoo stops, unless they are fewer than one in ten. */
const MAX_ERRORS = 10

/**
 * Odoo's import. Each row creates or updates a record, found by external id (`id`) or database id
 * (`.id`). All rows are stored, or none. The call succeeds in both cases; `messages` contains the
 * errors. Throws ValueError only for an unknown column.
 */
export async function load(
  env: Environment,
  model: Model,
  columns: readonly string[],
  data: unknown,
): Promise<Loaded> {
  for (const column of columns)
    if (!knownColumn(model, column)) throw valueError(`Invalid field name '${column}'`)
  const table = (Array.isArray(data) ? data : []) as readonly unknown[][]
  const scope = installing(env)
  const messages: Message[] = []
  const ids: number[] = []
  const undo = await savepoint(env, 'model_load')
  let batch: Numbered[] = []
  const flush = async () => {
    ids.push(...(await storeBatch(scope, model, batch, messages)))
    batch = []
  }
  for (const [record, cells] of table.entries()) {
    const texts = cells.map(String)
    if (batch.some(({ row }) => refersTo(columns, texts, row))) await flush()
    const before = messages.length
    const report = (message: Omit<Message, 'type' | 'record' | 'rows'>) =>
      messages.push({ type: 'error', ...at(record), ...message })
    const row = await convertRow(env, model, columns, texts, report)
    if (messages.length === before) batch.push({ record, row })
  }
  await flush()
  if (messages.every(({ type }) => type !== 'error')) return { ids, messages, nextrow: 0 }
  await undo()
  return { ids: false, messages, nextrow: 0 }
}

/** A row with its index in the request. */
interface Numbered {
  readonly record: number
  readonly row: LoadRow
}

const at = (record: number) => ({ record, rows: { from: record, to: record } })

/**
 * Up to 18, an import counts as the installation of a module. New models then get no fields of
 * their own.
 */
const installing = (env: Environment) => (env.version < 19 ? withContext(env, { install_mode: true }) : env)

/**
 * Whether a row refers to another row, or is the same record. It can be converted only after the
 * other row is stored.
 */
function refersTo(columns: readonly string[], cells: readonly string[], { externalId }: LoadRow): boolean {
  if (!externalId) return false
  const complete = `${externalId.module}.${externalId.name}`
  return columns.some(
    (column, place) =>
      (column === 'id' || column.endsWith('/id')) && (cells[place] ?? '').split(',').includes(complete),
  )
}

/** Stores all rows at once. If that fails, stores them one by one to find the invalid ones. */
async function storeBatch(
  env: Environment,
  model: Model,
  batch: readonly Numbered[],
  messages: Message[],
): Promise<number[]> {
  if (batch.length === 0) return []
  const undo = await savepoint(env, 'model_load_batch')
  let failure: string
  try {
    return await store(
      env,
      model,
      batch.map(({ row }) => row),
    )
  } catch (error) {
    await undo()
    failure = refusal(env, error).message
  }
  const ids: number[] = []
  let errors = 0
  for (const [place, { record, row }] of batch.entries()) {
    const undoRow = await savepoint(env, 'model_load_row')
    try {
      ids.push(...(await store(env, model, [row])))
    } catch (error) {
      await undoRow()
      messages.push({ type: 'error', ...at(record), message: refusal(env, error).message })
      errors += 1
    }
    if (errors >= MAX_ERRORS && errors >= (place + 1) / 10) {
      messages.push({ type: 'warning', ...at(record), message: 'Found more than 10 errors, interrupted.' })
      break
    }
  }
  const first = batch[0]?.record ?? 0
  if (errors === 0) messages.push({ type: 'error', ...at(first), message: failure })
  return ids
}

/** Sets a savepoint. The returned function restores it, including the registry. */
async function savepoint(env: Environment, name: string): Promise<() => Promise<void>> {
  const { registry } = env.transaction
  await env.sql(`SAVEPOINT ${name}`)
  return async () => {
    await env.sql(`ROLLBACK TO SAVEPOINT ${name}`)
    env.transaction.registry = registry
  }
}

/**
 * Writes existing records in one batch and creates new ones in another. Keeps the order of rows.
 */
async function store(env: Environment, model: Model, rows: readonly LoadRow[]): Promise<number[]> {
  await refuseForeign(env, model, rows)
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

/** An external id belongs to a record of one model. Throws ValidationError for another model. */
async function refuseForeign(env: Environment, model: Model, rows: readonly LoadRow[]): Promise<void> {
  const names = rows.flatMap(({ externalId }) => (externalId ? [externalId] : []))
  const [foreign] = await env.sql<{ name: string; model: string }>(
    `SELECT d.module || '.' || d.name AS name, d.model FROM ir_model_data d
     JOIN jsonb_to_recordset($1) AS r(module text, name text) ON r.module = d.module AND r.name = d.name
     WHERE d.model != $2 LIMIT 1`,
    [JSON.stringify(names), model.name],
  )
  if (foreign)
    throw validationError(
      `For external id ${foreign.name} when trying to create/update a record of model ${model.name} found record of different model ${foreign.model}`,
    )
}

/** Returns the error to report as a message. Throws what is not Odoo's or the database's error. */
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

async function convertRow(
  env: Environment,
  model: Model,
  columns: readonly string[],
  cells: readonly string[],
  report: Report,
): Promise<LoadRow> {
  const values: Record<string, unknown> = {}
  let externalId: LoadRow['externalId'] = null
  let databaseId: number | null = null
  for (const [place, column] of columns.entries()) {
    const cell = cells[place] ?? ''
    const [name = '', how] = column.split('/')
    const field = model.fields[name]
    if (column === 'id') externalId = cell === '' ? null : splitExternalId(cell)
    else if (column === '.id') databaseId = await checkedId(env, model, cell, report)
    else if (field) {
      const value = await convertCell(env, name, field, how, cell, report)
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
        report({
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

async function checkedId(
  env: Environment,
  model: Model,
  cell: string,
  report: Report,
): Promise<number | null> {
  const id = Number(cell)
  if (cell !== '' && Number.isInteger(id) && (await existingIds(env, model, [id])).length > 0) return id
  report({ field: '.id', message: `Unknown database identifier '${cell}'` })
  return null
}
