import type { Domain, Model } from '../../schema/model.js'
import type { Names } from './names.js'

/** Python expressions: Odoo stores domains, contexts and conditions in this form. */

/** Code that is copied unchanged. */
interface Code {
  readonly code: string
}

type Value = string | number | boolean | null | Code | readonly Value[] | { readonly [key: string]: Value }

/** Returns a Python literal. `null` becomes False, which means empty in Odoo. */
export function python(value: Value): string {
  if (value === null || typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  if (isList(value)) return `[${value.map(python).join(', ')}]`
  if (isCode(value)) return value.code
  return `{${Object.entries(value)
    .map(([key, one]) => `${python(key)}: ${python(one)}`)
    .join(', ')}}`
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value)
const isCode = (value: object): value is Code => 'code' in value && Object.keys(value).length === 1

export type PythonCondition = readonly [path: string, operator: string, operand: Value]

/** Returns a domain in Python. */
export const pythonDomain = (conditions: readonly (PythonCondition | '&' | '|' | '!')[]): string =>
  `[${conditions
    .map((term) => (typeof term === 'string' ? python(term) : `(${term.map(python).join(', ')})`))
    .join(', ')}]`

/** Returns a declared domain with technical names. */
export const conditionsOf = (
  names: Names,
  domain: Domain<Model>,
): readonly (PythonCondition | '&' | '|' | '!')[] =>
  domain.map((term) => {
    if (typeof term === 'string') return term
    const [logical, operator, operand] = term
    return [names.of(logical), operator, operand as Value]
  })
