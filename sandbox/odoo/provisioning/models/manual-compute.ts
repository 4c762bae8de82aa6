import type { Environment } from '../../orm/environment.js'
import { type Cell, type Field, type Row, hasColumn } from '../../orm/field.js'
import type { Compute, Model } from '../../orm/model.js'
import { parseCompute, runCompute, type PythonRecord } from '../../python/compute.js'
import { valuesAt } from '../../orm/related.js'
import { selectRows } from '../../orm/rows.js'
import { toColumn } from '../../orm/values.js'

/** The stored compute of a manual field. Its code runs for records whose `depends` changed. */
export function manualCompute(name: string, code: string, depends: string): Compute {
  const paths = depends
    .split(',')
    .map((path) => path.trim())
    .filter((path) => path !== '')
  return {
    fields: [name],
    depends: paths,
    compute: async (env, ids, model) => {
      const parsed = parseCompute(code)
      const field = model.fields[name]
      if (!field) return new Map()
      const records = await asPython(env, model, ids, paths)
      return new Map(
        [...records].map(([id, record]): [number, Row] => [
          id,
          { [name]: toColumn(model, name, field, runCompute(parsed, record)[name]) },
        ]),
      )
    },
  }
}

/**
 * Records with their columns and the values at the paths, as Python has them. Empty is False, or 0
 * for numbers.
 */
async function asPython(
  env: Environment,
  model: Model,
  ids: readonly number[],
  paths: readonly string[],
): Promise<Map<number, PythonRecord>> {
  const columns = Object.keys(model.fields).filter((name) => {
    const field = model.fields[name]
    return field !== undefined && hasColumn(field)
  })
  const records = new Map<number, Record<string, unknown>>()
  for (const row of await selectRows(env, model, ids, columns))
    records.set(
      row.id,
      Object.fromEntries(columns.map((name) => [name, pythonValue(model.fields[name], row[name])])),
    )
  for (const path of paths.filter((path) => path.includes('.')))
    for (const [id, value] of await valuesAt(env, model, ids, path)) place(records.get(id), path, value)
  return records
}

function pythonValue(field: Field | undefined, cell: Cell | undefined): unknown {
  if (field?.type === 'many2one') return { id: cell ?? false }
  if (cell === null || cell === undefined)
    return field?.type === 'integer' || field?.type === 'float' ? 0 : false
  return cell
}

/** Stores a value at the end of a path of records. */
function place(record: Record<string, unknown> | undefined, path: string, value: Cell): void {
  const steps = path.split('.')
  const last = steps.pop() ?? ''
  let current = record
  for (const step of steps) {
    const next = current?.[step]
    current = typeof next === 'object' && next !== null ? (next as Record<string, unknown>) : undefined
  }
  if (current) current[last] = value ?? false
}
