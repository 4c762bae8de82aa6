import { type Environment, modelOf } from '../orm/environment.js'
import { userError, valueError } from '../orm/exceptions.js'
import type { Cell } from '../orm/field.js'
import { onRecords, type Method } from '../orm/methods/method.js'
import { refuseMissing, write } from '../orm/records.js'
import { selectRows } from '../orm/rows.js'

type StepValue = Cell | ((env: Environment) => Cell | Promise<Cell>)

/** Moves the state of one record. Throws UserError unless the record is in state `source`. */
export async function step(
  env: Environment,
  model: string,
  ids: readonly number[],
  source: string,
  target: string,
  values: Readonly<Record<string, StepValue>> = {},
): Promise<void> {
  const [record] = await one(env, model, ids, ['state'])
  if (record?.state !== source)
    throw userError(
      `${modelOf(env, model).description} ${ids.join()} is ${String(record?.state)}; this step needs: ${source}.`,
    )
  const written: Record<string, Cell> = { state: target }
  for (const [name, value] of Object.entries(values))
    written[name] = typeof value === 'function' ? await value(env) : value
  await write(env, model, ids, written)
}

/** `step` as a method for clients. It returns nothing. */
export const stepMethod = (
  source: string,
  target: string,
  values: Readonly<Record<string, StepValue>> = {},
): Method =>
  onRecords([], async ({ env, model, ids }) => {
    await step(env, model.name, ids, source, target, values)
  })

/**
 * The one record of the call (`ensure_one`). Throws ValueError for several, MissingError for none.
 */
export async function one(
  env: Environment,
  name: string,
  ids: readonly number[],
  columns: readonly string[],
) {
  if (ids.length !== 1) throw valueError(`Expected singleton: ${name}(${ids.join(', ')})`)
  await refuseMissing(env, modelOf(env, name), ids)
  return selectRows(env, modelOf(env, name), ids, columns)
}
