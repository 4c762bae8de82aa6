import { suiteFieldNames, type Model } from '../../../src/odoo/schema/model.js'
import { AssessmentIntegration, MODELS } from '../../../src/odoo/schema/index.js'
import * as administration from '../../../src/odoo/schema/administration.js'
import type { ServerField } from '../../../src/odoo/client/resolution.js'

/**
 * Returns what `fields_get` returns on an Odoo with the suite that matches the declaration exactly.
 * Undefined: it has no such model.
 */
export function declaredFields(technical: string): Record<string, ServerField> | undefined {
  if (technical === AssessmentIntegration.name) return undefined
  const declared: readonly Model[] = [...MODELS, ...Object.values(administration)]
  const model = declared.find(({ name }) => name === technical)
  if (!model) return undefined
  const fields = Object.entries(model.fields).flatMap(([logical, field]) =>
    suiteFieldNames(logical, field).map((name): [string, ServerField] => [
      field.options.own ? `x_${name}` : name,
      {
        type: field.kind,
        ...(field.target !== null && { relation: field.target }),
        ...(field.keys && { selection: field.keys.map((key) => [key, key] as const) }),
        required: field.options.required !== undefined,
        readonly: field.options.readonly ?? false,
        store: true,
      },
    ]),
  )
  return Object.fromEntries(fields)
}
