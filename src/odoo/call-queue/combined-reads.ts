import type { Call } from '../client/transport.js'
import type { Combination } from './combination.js'

type Key = number | string

/** A search by the values of one field, which the first condition names. */
interface KeyedSearch {
  readonly field: string
  readonly values: readonly Key[]
  /** The other conditions. */
  readonly rest: readonly unknown[]
  readonly fields: readonly string[]
  readonly limit: number | undefined
}

/**
 * Searches whose first condition compares a field with other values, such as the records of
 * different students: one search for all values. Each search receives the rows with its own values,
 * in the same order. The fields are united.
 */
export function combinedSearch(call: Call): Combination | null {
  const search = keyedSearch(call)
  if (!search) return null
  const { model, args, kwargs, context } = call
  const options = without(kwargs, ['fields', 'limit'])
  return {
    key: JSON.stringify(['search', model, search.field, search.rest, options, context]),
    size: search.values.length,
    combine: (calls) => {
      const searches = calls.map(requiredSearch)
      const values = [...new Set(searches.flatMap((one) => one.values))]
      return {
        ...call,
        args: { ...args, domain: [[search.field, 'in', values], ...search.rest] },
        kwargs: {
          ...options,
          fields: [...new Set([search.field, ...searches.flatMap((one) => one.fields)])],
        },
      }
    },
    split: (result, calls) => splitRows(result, calls.map(requiredSearch)),
  }
}

/** Returns the arguments except some. */
export const without = (
  args: Readonly<Record<string, unknown>> | undefined,
  names: readonly string[],
): Record<string, unknown> =>
  Object.fromEntries(Object.entries(args ?? {}).filter(([name]) => !names.includes(name)))

function splitRows(result: unknown, searches: readonly KeyedSearch[]): unknown[][] | null {
  if (!Array.isArray(result)) return null
  const rowsOf = searches.map((): unknown[] => [])
  const interested = new Map<unknown, number[]>()
  for (const [index, { values }] of searches.entries())
    for (const value of new Set(values)) interested.set(value, [...(interested.get(value) ?? []), index])
  const field = searches[0]?.field ?? 'id'
  for (const row of result as unknown[]) {
    const owners = interested.get((row as Readonly<Record<string, unknown>> | null)?.[field])
    // Odoo compared the field in another way than by this value.
    if (!owners) return null
    for (const index of owners) rowsOf[index]?.push(row)
  }
  return rowsOf.map((rows, index) => rows.slice(0, searches[index]?.limit))
}

function requiredSearch(call: Call): KeyedSearch {
  const search = keyedSearch(call)
  if (!search) throw new TypeError('Only searches by the values of a field are combined')
  return search
}

function keyedSearch({ method, args, kwargs }: Call): KeyedSearch | null {
  const domain = args?.['domain']
  const fields = kwargs?.['fields']
  const limit = kwargs?.['limit']
  if (method !== 'search_read' || !Array.isArray(domain) || !Array.isArray(fields)) return null
  // A combined search would skip rows of all, and a many2one must be a plain id.
  if (kwargs?.['offset'] !== undefined || kwargs?.['load'] !== null) return null
  const [condition, ...rest] = domain as unknown[]
  if (!Array.isArray(condition) || !rest.every((term) => Array.isArray(term))) return null
  const [field, operator, operand] = condition as unknown[]
  const values = operator === '=' ? [operand] : operator === 'in' && Array.isArray(operand) ? operand : null
  // `false` finds empty fields, and a number is also compared with texts.
  if (typeof field !== 'string' || field.includes('.') || !values?.every(isKey) || values.length === 0)
    return null
  return { field, values, rest, fields, limit: typeof limit === 'number' ? limit : undefined }
}

const isKey = (value: unknown): value is Key =>
  typeof value === 'number' || (typeof value === 'string' && value !== '')

/**
 * The same read, such as the courses of a program: made once for all who ask before it is sent. It
 * is as recent as each of them could expect.
 */
export function combinedSameRead(call: Call): Combination | null {
  if (!call.reads) return null
  const { model, method, ids, args, kwargs, context } = call
  return {
    key: JSON.stringify(['same', model, method, ids, args, kwargs, context]),
    size: 0,
    combine: () => call,
    split: (result, calls) => calls.map(() => result),
  }
}

/**
 * Searches whose callers filter the rows themselves: one search for what matches any of them. Every
 * caller receives all rows.
 */
export function combinedFilteredSearch(call: Call): Combination | null {
  const { model, method, args, kwargs, context, isFiltered } = call
  const { limit, offset } = kwargs ?? {}
  if (method !== 'search_read' || !isFiltered || limit !== undefined || offset !== undefined) return null
  if (!domainOf(call)?.every((term) => Array.isArray(term))) return null
  return {
    key: JSON.stringify(['filtered', model, kwargs, context]),
    size: ROWS_OF_FILTERED,
    combine: (calls) => ({
      ...call,
      args: { ...args, domain: anyOf(calls.flatMap((one) => [domainOf(one) ?? []])) },
    }),
    split: (result, calls) => calls.map(() => result),
  }
}

/** Such a search looks at every record, so fewer of them go together. */
const ROWS_OF_FILTERED = 10

/** Odoo's prefix notation: `|` joins the next two, and the conditions of one domain need `&`. */
const anyOf = (domains: readonly (readonly unknown[])[]): unknown[] => [
  ...domains.slice(1).map(() => '|'),
  ...domains.flatMap((domain) => [...domain.slice(1).map(() => '&'), ...domain]),
]

const domainOf = ({ args }: Call): readonly unknown[] | null => {
  const domain = args?.['domain']
  return Array.isArray(domain) && domain.length > 0 ? domain : null
}
