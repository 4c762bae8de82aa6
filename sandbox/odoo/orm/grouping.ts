import { type Environment, modelOf } from './environment.js'
import { valueError } from './exceptions.js'
import { hasColumn, type Cell, type Field } from './field.js'
import type { Model } from './model.js'
import { displayNames } from './read.js'
import { orderClause, restricted } from './search.js'
import { quoted } from './tables.js'

/** A way to group records: by a field; a date or datetime by the period that contains it. */
export interface Grouping {
  /** As the caller wrote it, e.g. `create_date:day`. */
  readonly key: string
  readonly name: string
  readonly field: Field
  readonly period: Period | null
}

const PERIODS = ['day', 'week', 'month', 'quarter', 'year'] as const
type Period = (typeof PERIODS)[number]

/** An aggregate over the records of a group. */
export interface Aggregate {
  readonly key: string
  readonly sql: string
}

const FUNCTIONS: Readonly<Record<string, (column: string) => string>> = {
  sum: (column) => `sum(${column})::float8`,
  avg: (column) => `avg(${column})::float8`,
  max: (column) => `max(${column})`,
  min: (column) => `min(${column})`,
  count: (column) => `count(${column})::int`,
  count_distinct: (column) => `count(DISTINCT ${column})::int`,
  bool_and: (column) => `bool_and(${column})`,
  bool_or: (column) => `bool_or(${column})`,
}

/** Throws ValueError for an unknown field or period. */
export function parseGrouping(model: Model, key: string): Grouping {
  const [name = '', wanted] = key.split(':')
  const field = fieldOf(model, name)
  if (field.type !== 'date' && field.type !== 'datetime') return { key, name, field, period: null }
  const period = PERIODS.find((known) => known === (wanted ?? 'month'))
  if (!period) throw valueError(`Invalid granularity specification ${String(wanted)} in ${key}`)
  return { key, name, field, period }
}

/**
 * Parses `completion:avg`, `completion` (the field's own function) or `total:avg(completion)`. `as`
 * is the key of the result.
 */
export function parseAggregate(model: Model, text: string, as?: string): Aggregate {
  const [, alias, how, inner] = /^(\w+)(?::(\w+)(?:\((\w+)\))?)?$/.exec(text) ?? []
  const name = inner ?? alias ?? text
  const field = fieldOf(model, name)
  const make = FUNCTIONS[how ?? field.aggregator ?? 'sum']
  if (!make) throw valueError(`Invalid aggregation function ${String(how)}`)
  return { key: as ?? alias ?? text, sql: make(`t.${quoted(name)}`) }
}

function fieldOf(model: Model, name: string): Field {
  const field = model.fields[name]
  if (!field) throw valueError(`Invalid field '${name}' on model '${model.name}'`)
  if (!hasColumn(field)) throw valueError(`Cannot group or aggregate by the field ${model.name}.${name}`)
  return field
}

/** A group: the values its records share, their number, and the aggregates. */
export interface Group {
  readonly values: readonly GroupValue[]
  readonly count: number
  readonly figures: Readonly<Record<string, unknown>>
}

/** The value that the records of a group share in one field. */
export interface GroupValue {
  /** The value as a client gets it. */
  readonly shown: unknown
  /** Of a date: start and end of the period. The end is excluded. */
  readonly range: { readonly from: string; readonly to: string } | null
  /** Domain terms that select the records of the group. */
  readonly leaves: readonly (readonly unknown[])[]
}

interface Paging {
  readonly order: string | undefined
  readonly limit: number | undefined
  readonly offset: number | undefined
}

export async function groupRecords(
  env: Environment,
  model: Model,
  domain: readonly unknown[],
  groupings: readonly Grouping[],
  aggregates: readonly Aggregate[],
  { order, limit, offset }: Paging,
): Promise<Group[]> {
  const { where, parameters } = restricted(env, model, domain)
  const columns = groupings.map(({ name, period }) =>
    period === null ? `t.${quoted(name)}` : `date_trunc('${period}', t.${quoted(name)})`,
  )
  const selected = [
    ...columns.map((column, place) => `${column} AS g${place}`),
    'count(*)::int AS count',
    ...aggregates.map(({ sql }, place) => `${sql} AS a${place}`),
  ]
  const sorted = order
    ? givenOrder(order, groupings, columns, aggregates)
    : groupings.map((grouping, place) => orderOf(env, model, grouping, columns[place] ?? '', ''))
  const rows = await env.sql<Record<string, Cell>>(
    `SELECT ${selected.join(', ')} FROM ${quoted(model.table)} t WHERE ${where}
     ${columns.length > 0 ? `GROUP BY ${columns.join(', ')} ORDER BY ${sorted.join(', ')}` : ''}
     ${limit ? `LIMIT ${Math.trunc(limit)}` : ''} ${offset ? `OFFSET ${Math.trunc(offset)}` : ''}`,
    parameters.values,
  )
  const names = await Promise.all(
    groupings.map(({ field }, place) =>
      namesOf(
        env,
        field,
        rows.map((row) => row[`g${place}`] ?? null),
      ),
    ),
  )
  return rows.map((row) => ({
    values: groupings.map((grouping, place) =>
      groupValue(grouping, row[`g${place}`] ?? null, names[place] ?? new Map<number, string>()),
    ),
    count: Number(row.count),
    figures: Object.fromEntries(aggregates.map(({ key }, place) => [key, row[`a${place}`] ?? false])),
  }))
}

function orderOf(
  env: Environment,
  model: Model,
  { name, field }: Grouping,
  column: string,
  way: string,
): string {
  return field.type === 'many2one'
    ? orderClause(env, model, `${name} ${way}`.trim(), 't')
    : `${column} ${way}`
}

/** `"member_status desc, completion"`: sorts by a grouping or an aggregate. */
function givenOrder(
  order: string,
  groupings: readonly Grouping[],
  columns: readonly string[],
  aggregates: readonly Aggregate[],
): string[] {
  return order.split(',').map((term) => {
    const [key = '', way = ''] = term.trim().split(/\s+/)
    const direction = /^desc$/i.test(way) ? 'DESC' : 'ASC'
    const place = groupings.findIndex((grouping) => grouping.key === key || grouping.name === key)
    if (place >= 0) return `${columns[place] ?? ''} ${direction}`
    const figure = aggregates.find((aggregate) => aggregate.key === key)
    if (key !== '__count' && !figure) throw valueError(`Invalid order ${term.trim()}`)
    return `${figure?.sql ?? 'count(*)'} ${direction}`
  })
}

async function namesOf(env: Environment, field: Field, cells: readonly Cell[]): Promise<Map<number, string>> {
  if (field.type !== 'many2one') return new Map()
  const ids = [...new Set(cells.filter((cell) => typeof cell === 'number'))]
  return displayNames({ ...env, superuser: true }, modelOf(env, field.relation ?? ''), ids)
}

function groupValue(
  { name, field, period }: Grouping,
  cell: Cell,
  names: ReadonlyMap<number, string>,
): GroupValue {
  if (period !== null && typeof cell === 'string') {
    const { label, from, to } = periodAt(cell, period, field.type === 'date')
    const leaves = [
      [name, '>=', from],
      [name, '<', to],
    ]
    return { shown: label, range: { from, to }, leaves }
  }
  const value = cell ?? false
  const shown = typeof cell === 'number' && field.type === 'many2one' ? [cell, names.get(cell) ?? ''] : value
  return { shown, range: null, leaves: [[name, '=', value]] }
}

/** The period that begins at `start`, with its English label. */
function periodAt(start: string, period: Period, isDate: boolean) {
  const begin = new Date(`${start.slice(0, 10)}T00:00:00Z`)
  const end = new Date(begin)
  if (period === 'day') end.setUTCDate(end.getUTCDate() + 1)
  else if (period === 'week') end.setUTCDate(end.getUTCDate() + 7)
  else end.setUTCMonth(end.getUTCMonth() + (period === 'month' ? 1 : period === 'quarter' ? 3 : 12))
  const text = (date: Date) => `${date.toISOString().slice(0, 10)}${isDate ? '' : ' 00:00:00'}`
  return { label: LABELS[period](begin), from: text(begin), to: text(end) }
}

const formatDate = (date: Date, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options }).format(date)

const LABELS: Readonly<Record<Period, (begin: Date) => string>> = {
  day: (begin) => formatDate(begin, { day: '2-digit', month: 'short', year: 'numeric' }),
  week: (begin) => `W${weekOf(begin)} ${begin.getUTCFullYear()}`,
  month: (begin) => formatDate(begin, { month: 'long', year: 'numeric' }),
  quarter: (begin) => `Q${Math.floor(begin.getUTCMonth() / 3) + 1} ${begin.getUTCFullYear()}`,
  year: (begin) => String(begin.getUTCFullYear()),
}

/** The ISO week of a Monday is that of its Thursday. */
function weekOf(monday: Date): number {
  const thursday = new Date(monday.getTime() + 3 * 86_400_000)
  return 1 + Math.floor((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / (7 * 86_400_000))
}
