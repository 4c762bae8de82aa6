import { type Environment, modelOf } from './environment.js'
import { valueError } from './exceptions.js'
import type { Field, Values } from './field.js'
import type { Model } from './model.js'
import { quoted, relationOf } from './tables.js'
import { toDictionary, toIds } from './values.js'

/**
 * A value written to a to-many field: a list of commands such as `[0, 0, values]`, `[1, id,
 * values]` or `[6, 0, ids]`.
 */
export interface Command {
  readonly name: string
  readonly field: Field
  readonly value: unknown
}

/** The record operations that commands need. */
export interface Operations {
  create(env: Environment, model: string, rows: readonly Values[]): Promise<number[]>
  unlink(env: Environment, model: string, ids: readonly number[]): Promise<void>
  writeMany(
    env: Environment,
    model: string,
    changes: readonly { id: number; values: Values }[],
  ): Promise<void>
}

/** Executes the to-many commands of records. Updates of one field go in one batch. */
export async function applyCommands(
  env: Environment,
  model: Model,
  records: readonly { id: number; commands: readonly Command[] }[],
  operations: Operations,
): Promise<void> {
  for (const { id, commands } of records)
    for (const command of commands)
      if (command.field.type === 'many2many') await manyToMany(env, model, id, command, operations)
      else await oneToMany(env, id, command, operations)
}

function parsed({ value }: Command): (readonly [code: number, id: unknown, argument: unknown])[] {
  if (value === false || value === null) return []
  if (!Array.isArray(value)) throw valueError('Wrong value for a to-many field')
  const items: readonly unknown[] = value
  if (items.length > 0 && items.every((item) => typeof item === 'number')) return [[6, 0, items]]
  return items.map((item) => {
    if (!Array.isArray(item) || typeof item[0] !== 'number')
      throw valueError('Wrong value for a to-many field')
    return [item[0], item[1], item[2]] as const
  })
}

async function oneToMany(
  env: Environment,
  id: number,
  command: Command,
  operations: Operations,
): Promise<void> {
  const { relation = '', inverse = '' } = command.field
  const updates: { id: number; values: Values }[] = []
  for (const [code, target, argument] of parsed(command)) {
    const ids = toIds(target)
    if (code === 0) await operations.create(env, relation, [{ ...toDictionary(argument), [inverse]: id }])
    else if (code === 1) for (const one of ids) updates.push({ id: one, values: toDictionary(argument) })
    else if (code === 2) await operations.unlink(env, relation, ids)
    else if (code === 3) await release(env, command, ids, operations)
    else if (code === 4)
      await operations.writeMany(
        env,
        relation,
        ids.map((one) => ({ id: one, values: { [inverse]: id } })),
      )
    else {
      const kept = code === 6 ? toIds(argument) : []
      const children = await env.sql<{ id: number }>(
        `SELECT id FROM ${quoted(modelOf(env, relation).table)} WHERE ${quoted(inverse)} = $1 AND id != ALL($2)`,
        [id, kept],
      )
      await release(
        env,
        command,
        children.map((child) => child.id),
        operations,
      )
      await operations.writeMany(
        env,
        relation,
        kept.map((one) => ({ id: one, values: { [inverse]: id } })),
      )
    }
  }
  await operations.writeMany(env, relation, updates)
}

/** Deletes a child that requires its parent, and detaches any other. */
async function release(env: Environment, command: Command, ids: readonly number[], operations: Operations) {
  const { relation = '', inverse = '' } = command.field
  if (modelOf(env, relation).fields[inverse]?.ondelete === 'cascade')
    await operations.unlink(env, relation, ids)
  else
    await operations.writeMany(
      env,
      relation,
      ids.map((id) => ({ id, values: { [inverse]: false } })),
    )
}

async function manyToMany(
  env: Environment,
  model: Model,
  id: number,
  command: Command,
  operations: Operations,
): Promise<void> {
  const { table, source, target: other } = relationOf(model, command.name)
  const link = (ids: readonly number[]) =>
    env.sql(
      `INSERT INTO ${table} (${source}, ${other}) SELECT $1, unnest($2::int[]) ON CONFLICT DO NOTHING`,
      [id, ids],
    )
  for (const [code, target, argument] of parsed(command)) {
    const ids = toIds(target)
    if (code === 0)
      await link(await operations.create(env, command.field.relation ?? '', [toDictionary(argument)]))
    else if (code === 4) await link(ids)
    else if (code === 2 || code === 3)
      await env.sql(`DELETE FROM ${table} WHERE ${source} = $1 AND ${other} = ANY($2)`, [id, ids])
    else if (code === 5 || code === 6) {
      await env.sql(`DELETE FROM ${table} WHERE ${source} = $1`, [id])
      if (code === 6) await link(toIds(argument))
    }
  }
}
