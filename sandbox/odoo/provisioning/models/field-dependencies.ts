import type { Environment } from '../../orm/environment.js'
import { userError } from '../../orm/exceptions.js'
import { viewUsing } from '../views/fields.js'

interface FieldRow {
  readonly id: number
  readonly model: string
  readonly name: string
  readonly ttype: string
  readonly state: string
  readonly related: string | null
  readonly depends: string | null
  readonly relation: string | null
  readonly relation_field: string | null
}

/**
 * Rejects the deletion or renaming of fields that another manual field needs (as inverse, related
 * field or dependency) or that a view shows. Odoo's `_prepare_update`. Throws UserError.
 */
export async function refuseDependedOn(env: Environment, ids: readonly number[]): Promise<void> {
  const all = await env.sql<FieldRow>(
    `SELECT id, model, name, ttype, state, related, depends, relation, relation_field FROM ir_model_fields
     WHERE id = ANY($1) OR state = 'manual'`,
    [ids],
  )
  const going = all.filter(({ id }) => ids.includes(id))
  if (going.some(({ state }) => state !== 'manual'))
    throw userError('This column contains module data and cannot be removed!')
  for (const field of going) {
    const dependent = all.find((other) => other.id !== field.id && needs(env, other, field))
    if (dependent)
      throw userError(
        `The field '${complete(field)}' cannot be removed because the field '${complete(dependent)}' depends on it.`,
      )
  }
  const view = await viewUsing(env, going)
  if (view)
    throw userError(
      `Cannot rename/delete fields that are still present in views:\nFields: ${going.map(complete).join(', ')}\nView: ${view}`,
    )
}

const complete = ({ model, name }: FieldRow) => `${model}.${name}`

function needs(env: Environment, other: FieldRow, field: FieldRow): boolean {
  if (other.ttype === 'one2many' && other.relation === field.model && other.relation_field === field.name)
    return true
  const paths = [other.related ?? '', ...(other.depends ?? '').split(',')]
  return paths.some((path) => path.trim() !== '' && passes(env, other.model, path.trim(), field))
}

/** Whether a path from `model` goes through the field. */
function passes(env: Environment, model: string, path: string, field: FieldRow): boolean {
  let current: string | undefined = model
  for (const step of path.split('.')) {
    if (current === field.model && step === field.name) return true
    current =
      current === undefined ? undefined : env.transaction.registry.find(current)?.fields[step]?.relation
  }
  return false
}
