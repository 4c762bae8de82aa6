import type { Sql } from '../orm/environment.js'

/** Gives a record of a module its external id. */
export async function setExternalId(sql: Sql, complete: string, model: string, id: number): Promise<void> {
  const dot = complete.indexOf('.')
  await sql(
    'INSERT INTO ir_model_data (module, name, model, res_id, noupdate) VALUES ($1, $2, $3, $4, true)',
    [complete.slice(0, dot), complete.slice(dot + 1), model, id],
  )
}
