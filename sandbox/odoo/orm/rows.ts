import type { Environment } from './environment.js'
import type { Row } from './field.js'
import type { Model } from './model.js'
import { columnType, quoted } from './tables.js'

/** Columns and types for `jsonb_to_recordset`: many rows travel as one parameter. */
const recordset = (model: Model, columns: readonly string[]) =>
  columns
    .map((name) => {
      const field = model.fields[name]
      return `${quoted(name)} ${name === 'id' || !field ? 'integer' : columnType(field)}`
    })
    .join(', ')

/** Inserts rows with the same columns and returns their ids in order. */
export async function insertRows(env: Environment, model: Model, rows: readonly Row[]): Promise<number[]> {
  const [first] = rows
  if (!first) return []
  const columns = Object.keys(first)
  const list = columns.map(quoted)
  const stamp = `(now() at time zone 'UTC')`
  const inserted = await env.sql<{ id: number }>(
    `INSERT INTO ${quoted(model.table)} (${[...list, 'create_uid', 'create_date', 'write_uid', 'write_date'].join(', ')})
     SELECT ${[...list.map((name) => `v.${name}`), '$2', stamp, '$2', stamp].join(', ')}
     FROM ROWS FROM (jsonb_to_recordset($1) AS (${recordset(model, columns)}))
          WITH ORDINALITY AS v(${[...list, 'ordinal'].join(', ')})
     ORDER BY v.ordinal RETURNING id`,
    [JSON.stringify(rows), env.uid],
  )
  return inserted.map(({ id }) => id)
}

/**
 * Updates rows and their write stamps. Rows with the same columns go in one statement. Unknown ids
 * are skipped.
 */
export async function updateRows(
  env: Environment,
  model: Model,
  changes: readonly { id: number; row: Row }[],
): Promise<void> {
  const groups = new Map<string, { id: number; row: Row }[]>()
  for (const change of changes) {
    const key = Object.keys(change.row).join()
    groups.set(key, [...(groups.get(key) ?? []), change])
  }
  for (const group of groups.values()) {
    const columns = Object.keys(group[0]?.row ?? {})
    const assignments = [
      ...columns.map((name) => `${quoted(name)} = v.${quoted(name)}`),
      'write_uid = $2',
      `write_date = (now() at time zone 'UTC')`,
    ]
    await env.sql(
      `UPDATE ${quoted(model.table)} t SET ${assignments.join(', ')}
       FROM jsonb_to_recordset($1) AS v(${recordset(model, ['id', ...columns])}) WHERE t.id = v.id`,
      [JSON.stringify(group.map(({ id, row }) => ({ ...row, id }))), env.uid],
    )
  }
}

/** The named columns of the existing records among `ids`. */
export async function selectRows(
  env: Environment,
  model: Model,
  ids: readonly number[],
  columns: readonly string[],
): Promise<(Row & { id: number })[]> {
  const list = [...new Set(['id', ...columns])].map(quoted).join(', ')
  return env.sql<Row & { id: number }>(
    `SELECT ${list} FROM ${quoted(model.table)} WHERE id = ANY($1) ORDER BY id`,
    [ids],
  )
}
