import { FailureType } from '../../contracts/failures.js'
import { OdooError } from './errors.js'
import type { Domain, Model, Order } from '../schema/model.js'
import { requiredName, type ResolvedModel } from './resolution.js'
import { isId, toOdoo } from './values.js'

type OdooTerm = string | [string, string, unknown]

/** Returns the domain with technical names and with values in Odoo's format. */
export const toOdooDomain = <M extends Model>(resolved: ResolvedModel<M>, domain: Domain<M>): OdooTerm[] =>
  domain.map((term) => (typeof term === 'string' ? term : toOdooCondition(resolved, term)))

function toOdooCondition(
  resolved: ResolvedModel,
  [name, operator, operand]: readonly [string, string, unknown],
): [string, string, unknown] {
  const { model } = resolved
  const toValue = (value: unknown) => {
    if (value === null) return false
    return name === 'id' ? idOrZero(model, value) : toOdoo(model, name, value)
  }
  const technical = requiredName(resolved, name)
  if (operator.includes('like')) return [technical, operator, String(operand)]
  return [technical, operator, Array.isArray(operand) ? operand.map(toValue) : toValue(operand)]
}

/** Accepts 0 besides ids: keyset paging starts before every id. */
function idOrZero(model: Model, id: unknown): number {
  if (id === 0 || isId(id)) return id
  throw invalidId(model)
}

/** Returns an order such as `writeDate desc` with technical names. */
export const toOdooOrder = <M extends Model>(
  resolved: ResolvedModel<M>,
  order: readonly Order<M>[],
): string => order.map((term) => term.replace(/^\w+/, (name) => requiredName(resolved, name))).join(', ')

/**
 * Returns the ids, or throws when one of them is no id. Odoo does not reject those: `read([0])`
 * returns a record, and a text returns none.
 */
export function validIds(model: Model, ids: readonly number[]): number[] {
  if (!ids.every(isId)) throw invalidId(model)
  return [...ids]
}

const invalidId = ({ name }: Model) =>
  new OdooError({
    type: FailureType.OdooRejected,
    exceptionName: 'InvalidId',
    model: name,
    method: 'search',
  })
