import { type Environment, modelOf } from '../environment.js'
import { titled, type Field } from '../field.js'
import type { Model } from '../model.js'
import { displayNames } from '../read.js'
import { existingIds } from '../recompute.js'
import { knownIds, splitExternalId } from './external-ids.js'

export interface Message {
  readonly type: 'error' | 'warning'
  readonly record: number
  readonly rows: { from: number; to: number }
  readonly message: string
  readonly field?: string
  readonly field_name?: string
  readonly moreinfo?: unknown
}

/** Reports what is reject with a cell. The cell then has no value. */
type Reject = (message: string, moreinfo?: unknown) => unknown
const NO_VALUE: unknown = undefined

export type Report = (message: Omit<Message, 'type' | 'record' | 'rows'>) => void

/**
 * Converts a cell's text to a value. Returns undefined if it is invalid and was reported. An empty
 * cell empties the field.
 */
export async function convertCell(
  env: Environment,
  name: string,
  field: Field,
  how: string | undefined,
  cell: string,
  report: Report,
): Promise<unknown> {
  const label = field.label ?? titled(name)
  const reject: Reject = (message, moreinfo) => {
    report({ field: name, field_name: label, message, ...(moreinfo === undefined ? {} : { moreinfo }) })
    return NO_VALUE
  }
  if (cell === '') return false
  switch (field.type) {
    case 'many2one':
    case 'many2many':
      return reference(env, field, how, cell, label, reject)
    case 'boolean':
      if (/^(1|true|yes)$/i.test(cell)) return true
      if (/^(0|false|no)$/i.test(cell)) return false
      return reject(`Unknown value '${cell}' for boolean field '${label}'`, `Use '1' for yes and '0' for no`)
    case 'integer':
      return /^[+-]?\d+$/.test(cell)
        ? Number(cell)
        : reject(`'${cell}' does not seem to be an integer for field '${label}'`)
    case 'float':
      return Number.isNaN(Number(cell))
        ? reject(`'${cell}' does not seem to be a number for field '${label}'`)
        : Number(cell)
    case 'date':
      return isDate(cell)
        ? cell
        : reject(
            `'${cell}' does not seem to be a valid date for field '${label}'`,
            `Use the format '2012-12-31'`,
          )
    case 'datetime':
      return isDatetime(cell)
        ? cell
        : reject(
            `'${cell}' does not seem to be a valid datetime for field '${label}'`,
            `Use the format '2012-12-31 23:59:59'`,
          )
    case 'selection': {
      const option = field.selection?.find(
        ([key, text]) => key === cell || text.toLowerCase() === cell.toLowerCase(),
      )
      return (
        option?.[0] ??
        reject(
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
  reject: Reject,
): Promise<unknown> {
  const target = modelOf(env, field.relation ?? '')
  const ids: number[] = []
  for (const part of field.type === 'many2many' ? cell.split(',') : [cell]) {
    const [id, kind] = await referred(env, target, how, part.trim())
    if (id === undefined)
      return reject(
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
