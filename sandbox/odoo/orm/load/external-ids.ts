import type { Environment } from '../environment.js'
import type { Values } from '../field.js'
import type { Model } from '../model.js'
import { existingIds } from '../recompute.js'

export interface LoadRow {
  readonly externalId: { readonly module: string; readonly name: string } | null
  readonly databaseId: number | null
  readonly values: Values
}

/**
 * Returns the record of each row, if there is one. An external id whose record was deleted counts
 * as new.
 */
export async function knownIds(
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

export function splitExternalId(text: string): { module: string; name: string } {
  const dot = text.indexOf('.')
  return dot < 0
    ? { module: '__import__', name: text }
    : { module: text.slice(0, dot), name: text.slice(dot + 1) }
}
