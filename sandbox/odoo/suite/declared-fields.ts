import type { Field as DeclaredField } from '../../../src/odoo/schema/fields.js'
import { isStamp, suiteFieldNames, type Model as Declaration } from '../../../src/odoo/schema/model.js'
import { titled, type Field } from '../orm/field.js'

/**
 * The fields of a suite model as the product's schema declares them, under the suite's names. Our
 * own fields are left out, because no suite has them. `behavior` adds what the suite does with a
 * field, such as defaults. Throws for a field that is not declared.
 */
export function declaredFields(
  { name, fields }: Declaration,
  behavior: Readonly<Record<string, Partial<Field>>> = {},
): Record<string, Field> {
  const declared = Object.entries(fields)
    .filter(([logical, { options }]) => !options.own && !isStamp(logical))
    .map(([logical, field]) => [suiteFieldNames(logical, field)[0], declaredField(field)] as const)
  const names = new Set(declared.map(([technical]) => technical))
  const undeclared = Object.keys(behavior).filter((technical) => !names.has(technical))
  if (undeclared.length > 0) throw new Error(`${name} declares no ${undeclared.join(', ')}`)
  return Object.fromEntries(
    declared.map(([technical, field]) => [technical, { ...field, ...behavior[technical] }]),
  )
}

const declaredField = ({ kind, options, keys, target, inverse }: DeclaredField): Field => ({
  type: kind,
  required: options.required !== undefined,
  ...(target !== null && { relation: target }),
  ...(inverse !== null && { inverse: `${snake(inverse)}_id` }),
  ...(keys !== null && { selection: keys.map((key) => [key, titled(key)] as const) }),
})

const snake = (logical: string) => logical.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`)
