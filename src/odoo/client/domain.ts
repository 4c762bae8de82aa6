import { FailureType } from '../../contracts/failures.js'
import { OdooError } from './errors.js'
import type { Domain, Model, Order } from '../schema/model.js'
import { requiredName, type ResolvedModel } from './resolution.js'
import { isId, toOdoo } from './values.js'

type OdooTerm = string | [string, string, unknown]

/** The domain with technical names and Odoo's forms of the values. */
export const toOdooDomain = <M extends Model>(there: ResolvedModel<M>, domain: Domain<M>): OdooTerm[] =>
  domain.map((term) => (typeof term === 'string' ? term : toOdooCondition(there, term)))

function toOdooCondition(
  there: ResolvedModel,
  [name, operator, operand]: readonly [string, string, unknown],
): [string, string, unknown] {
  const { model } = there
  const value = (one: unknown) => {
    if (one === null) return false
    return name === 'id' ? boundary(model, one) : toOdoo(model, name, one)
  }
  const technical = requiredName(there, name)
  if (operator.includes('like')) return [technical, operator, String(operand)]
  return [technical, operator, Array.isArray(operand) ? operand.map(value) : value(operand)]
}

/** An id, or 0: keyset paging begins before every id. */
function boundary(model: Model, id: unknown): number {
  if (id === 0 || isId(id)) return id
  throw illFormed(model, 'IllFormedId')
}

/** `writeDate desc` with its technical name. */
export const toOdooOrder = <M extends Model>(there: ResolvedModel<M>, order: readonly Order<M>[]): string =>
  order.map((term) => term.replace(/^\w+/, (name) => requiredName(there, name))).join(', ')

/** The ids, when all are ids: Odoo answers strange things to others (`read([0])` gives a record, texts give none). */
export function validIds(model: Model, ids: readonly number[]): number[] {
  if (!ids.every(isId)) throw illFormed(model, 'IllFormedId')
  return [...ids]
}

const illFormed = (model: Model, exceptionName: string) =>
  new OdooError({ type: FailureType.OdooRejected, exceptionName, model: model.name, method: 'search' })
