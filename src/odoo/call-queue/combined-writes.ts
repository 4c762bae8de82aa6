import type { Call } from '../client/transport.js'
import type { Combination } from './combination.js'
import { without } from './combined-reads.js'

/** The same values for other records. */
export function combinedWrite(call: Call): Combination | null {
  const { model, method, ids, args, kwargs, context } = call
  if (method !== 'write' || !ids) return null
  return {
    key: JSON.stringify(['write', model, args, kwargs, context]),
    size: ids.length,
    combine: (calls) => ({ ...call, ids: [...new Set(calls.flatMap((one) => one.ids ?? []))] }),
    split: (result, calls) => calls.map(() => result),
  }
}

/**
 * Other rows with the same columns. Two rows of one record or external id must not be in one load:
 * Odoo would create the record twice.
 */
export function combinedLoad(call: Call): Combination | null {
  const { model, method, args, kwargs, context } = call
  if (method !== 'load' || !args) return null
  const rows = loadRows(call)
  return {
    key: JSON.stringify(['load', model, args['fields'], kwargs, context]),
    size: rows.length,
    bytes: JSON.stringify(rows).length,
    exclusive: rows.map(([key]) => key ?? ''),
    combine: (calls) => ({ ...call, args: { ...args, data: calls.flatMap(loadRows) } }),
    split: (result, calls) => {
      const { ids, ...others } = (result ?? {}) as { readonly ids?: unknown }
      const count = calls.reduce((sum, one) => sum + loadRows(one).length, 0)
      // Odoo has refused one of the rows, and stored none.
      if (!Array.isArray(ids) || ids.length !== count) return null
      return inTurn(ids, calls.map(loadRows)).map((own) => ({ ...others, ids: own }))
    },
  }
}

const loadRows = ({ args }: Call) => (args?.['data'] ?? []) as readonly (readonly string[])[]

/** Other new records. */
export function combinedCreate(call: Call): Combination | null {
  const { model, method, args, kwargs, context } = call
  if (method !== 'create') return null
  const values = newRecords(call)
  return {
    key: JSON.stringify(['create', model, kwargs, context]),
    size: values.length,
    bytes: JSON.stringify(values).length,
    combine: (calls) => ({ ...call, args: { ...args, vals_list: calls.flatMap(newRecords) } }),
    split: (result, calls) => {
      const count = calls.reduce((sum, one) => sum + newRecords(one).length, 0)
      if (!Array.isArray(result) || result.length !== count) return null
      return inTurn(result, calls.map(newRecords))
    },
  }
}

const newRecords = ({ args }: Call): readonly unknown[] => [args?.['vals_list'] ?? []].flat()

/** Methods that take a list of records and treat each of them alone, by the name of that list. */
const LISTS: Readonly<Record<string, string>> = { message_subscribe: 'partner_ids' }

/** The same method of the same records, with other records in its list. */
export function combinedMethod(call: Call): Combination | null {
  const { model, method, ids, args, kwargs, context } = call
  const list = Object.hasOwn(LISTS, method) ? LISTS[method] : undefined
  if (list === undefined || !Array.isArray(args?.[list])) return null
  const listOf = (one: Call) => one.args?.[list] as readonly unknown[]
  const others = without(args, [list])
  return {
    key: JSON.stringify([method, model, ids, others, kwargs, context]),
    size: listOf(call).length,
    combine: (calls) => ({ ...call, args: { ...args, [list]: [...new Set(calls.flatMap(listOf))] } }),
    split: (result, calls) => calls.map(() => result),
  }
}

/** Cuts a list into parts that are as long as the given ones. */
function inTurn(list: readonly unknown[], parts: readonly (readonly unknown[])[]): unknown[][] {
  let start = 0
  return parts.map(({ length }) => list.slice(start, (start += length)))
}
