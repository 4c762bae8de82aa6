import { watchWrite } from './automation/run-rules.js'
import { type Environment, modelOf } from './environment.js'
import type { Relation, Row } from './field.js'
import type { Compute, Model } from './model.js'
import { updateRows } from './rows.js'
import { quoted, relationOf } from './tables.js'

/** Computes that must run again, with their records. */
export class Pending {
  readonly #due = new Map<Compute, { model: Model; ids: Set<number> }>()

  add(model: Model, compute: Compute, ids: Iterable<number>): void {
    const due = this.#due.get(compute) ?? { model, ids: new Set<number>() }
    for (const id of ids) due.ids.add(id)
    if (due.ids.size > 0) this.#due.set(compute, due)
  }

  /** Removes records for which a compute has already run. */
  remove(compute: Compute, ids: readonly number[]): void {
    const due = this.#due.get(compute)
    for (const id of ids) due?.ids.delete(id)
    if (due?.ids.size === 0) this.#due.delete(compute)
  }

  next(): { model: Model; compute: Compute; ids: number[] } | undefined {
    for (const [compute, { model, ids }] of this.#due) {
      this.#due.delete(compute)
      return { model, compute, ids: [...ids].sort((a, b) => a - b) }
    }
    return undefined
  }
}

/**
 * Collects the computes that depend on the changed fields of these records. Must also be called
 * before a write or unlink: a parent that loses a child can be found only while the child refers to
 * it.
 */
export async function collectDependents(
  env: Environment,
  pending: Pending,
  model: Model,
  ids: readonly number[],
  fields: Iterable<string>,
): Promise<void> {
  if (ids.length === 0) return
  for (const field of fields)
    for (const trigger of env.transaction.registry.triggers(model.name, field))
      pending.add(trigger.model, trigger.compute, await sources(env, trigger.model, trigger.path, ids))
}

/** The records of `model` from which `path` leads to one of `ids`. */
async function sources(
  env: Environment,
  model: Model,
  path: readonly string[],
  ids: readonly number[],
): Promise<readonly number[]> {
  const [step, ...rest] = path
  if (step === undefined) return ids
  const field = model.fields[step]
  const target = modelOf(env, field?.relation ?? '')
  const reached = await sources(env, target, rest, ids)
  if (reached.length === 0) return []
  const select =
    field?.type === 'one2many'
      ? `SELECT DISTINCT ${quoted(field.inverse ?? '')} AS id FROM ${quoted(target.table)} WHERE id = ANY($1)`
      : field?.type === 'many2many'
        ? linkedBy(relationOf(model, step))
        : `SELECT id FROM ${quoted(model.table)} WHERE ${quoted(step)} = ANY($1)`
  const rows = await env.sql<{ id: number | null }>(select, [reached])
  return rows.flatMap(({ id }) => (id === null ? [] : [id]))
}

/**
 * Runs the pending computes in batches until none is left. As in Odoo, a stored compute always
 * writes its row and changes `write_date`, even if the value is the same. This causes the suite's
 * apparent changes.
 */
export async function recompute(env: Environment, pending: Pending): Promise<void> {
  for (let due = pending.next(); due; due = pending.next()) {
    const { model, compute, ids } = due
    const existing = await existingIds(env, model, ids)
    if (existing.length === 0) continue
    await storeComputed(env, model, compute, existing)
    await collectDependents(env, pending, model, existing, compute.fields)
    for (const check of model.checks)
      if (check.fields.some((field) => compute.fields.includes(field))) await check.check(env, existing)
    await compute.stored?.(env, existing)
  }
}

/** Runs one compute for records and stores the result. */
export async function storeComputed(
  env: Environment,
  model: Model,
  compute: Compute,
  ids: readonly number[],
) {
  const watched = await watchWrite(env, model, ids, compute.fields)
  const values: ReadonlyMap<number, Row> = await compute.compute(env, ids, model)
  await updateRows(
    env,
    model,
    [...values].map(([id, row]) => ({ id, row })),
  )
  await watched?.finish()
}

const linkedBy = ({ table, source, target }: Relation) =>
  `SELECT DISTINCT ${source} AS id FROM ${table} WHERE ${target} = ANY($1)`

export async function existingIds(env: Environment, model: Model, ids: readonly number[]): Promise<number[]> {
  const rows = await env.sql<{ id: number }>(
    `SELECT id FROM ${quoted(model.table)} WHERE id = ANY($1) ORDER BY id`,
    [ids],
  )
  return rows.map(({ id }) => id)
}
