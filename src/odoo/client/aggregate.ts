import type { FieldName, Model } from '../schema/model.js'
import { malformedResponse } from './errors.js'
import { isRecord } from './http-client.js'
import { instantFromOdoo } from './instants.js'
import { technicalName, type ResolvedModel } from './resolution.js'
import { emptyValue, fieldOf, fromOdoo, isId } from './values.js'
import { HAS_FORMATTED_GROUPS_FROM } from './versions.js'

/** What to compute over the records of each group. */
export interface AggregateRequest<M extends Model> {
  /** Selections, booleans and many2ones. Records with equal values are one group. */
  readonly groupBy: readonly FieldName<M>[]
  /** Numbers; of a many2one its id. Empty counts as 0. */
  readonly sums: readonly FieldName<M>[]
}

export interface Aggregate {
  /** Values of `groupBy`, as rows have them. */
  readonly group: readonly unknown[]
  readonly count: number
  readonly idSum: number
  /** In the order of `sums`. */
  readonly sums: readonly number[]
  /** Newest write date: ISO instant in whole seconds; null: no record has one. */
  readonly latest: string | null
}

interface AggregateCall {
  readonly method: string
  readonly args: Readonly<Record<string, unknown>>
  readonly kwargs: Readonly<Record<string, unknown>>
}

/** Until 18 `read_group` computes aggregates. 19 warns about it, and has another method. */
export function aggregateCall<M extends Model>(
  resolved: ResolvedModel<M>,
  domain: readonly unknown[],
  { groupBy, sums }: AggregateRequest<M>,
  major: number,
): AggregateCall {
  const groupby = groupBy.flatMap((name) => technicalName(resolved, name) ?? [])
  const summed = sums.flatMap((name) => technicalName(resolved, name) ?? [])
  const aggregates = ['id:sum', ...summed.map((name) => `${name}:sum`), 'write_date:max']
  return major >= HAS_FORMATTED_GROUPS_FROM
    ? {
        method: 'formatted_read_group',
        args: { domain },
        kwargs: { groupby, aggregates: ['__count', ...aggregates] },
      }
    : {
        method: 'read_group',
        args: { domain },
        kwargs: { fields: aggregates.map(named), groupby, lazy: false },
      }
}

/** `read_group` returns an aggregate under a name that we choose. It must not be one of a field. */
const named = (aggregate: string) => {
  const [name = '', how = ''] = aggregate.split(':')
  return `${how}_of_${name}:${how}(${name})`
}

export function toAggregates<M extends Model>(
  resolved: ResolvedModel<M>,
  { groupBy, sums }: AggregateRequest<M>,
  result: unknown,
  method: string,
): Aggregate[] {
  const { model } = resolved
  if (!Array.isArray(result)) throw malformedResponse(model.name, method)
  return result.map((row: unknown) => {
    if (!isRecord(row)) throw malformedResponse(model.name, method)
    const figure = (name: string, how: string) => row[`${name}:${how}`] ?? row[`${how}_of_${name}`]
    const sum = (name: string | null) => (name === null ? 0 : numberOf(model, method, figure(name, 'sum')))
    const latest = figure('write_date', 'max')
    return {
      group: groupBy.map((logical) => {
        const name = technicalName(resolved, logical)
        return name === null ? emptyValue(model, logical) : groupValue(model, logical, row[name])
      }),
      count: numberOf(model, method, row['__count']),
      idSum: sum('id'),
      sums: sums.map((logical) => sum(technicalName(resolved, logical))),
      latest: typeof latest === 'string' ? (instantFromOdoo(latest) ?? null) : null,
    }
  })
}

/** A many2one comes with the name of the record, also where we ask for none. */
function groupValue(model: Model, logical: string, raw: unknown): unknown {
  const isRelation = fieldOf(model, logical).kind === 'many2one'
  const value: unknown = isRelation && Array.isArray(raw) && isId(raw[0]) ? raw[0] : raw
  return fromOdoo(model, logical, value)
}

function numberOf(model: Model, method: string, raw: unknown): number {
  // The sum of no values.
  if (raw === false || raw === null) return 0
  if (typeof raw !== 'number') throw malformedResponse(model.name, method)
  return raw
}
