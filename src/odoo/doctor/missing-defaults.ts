import type { Model } from '../schema/model.js'
import type { ResolvedModel } from '../client/resolution.js'
import { Certificate, Partner, ProgressTracker } from '../schema/index.js'
import { listed, problem, type FindingDraft } from './finding.js'
import type { Check, CheckContext } from './check-context.js'

/** Models of which the product creates records. */
const CREATED: readonly Model[] = [Partner, ProgressTracker, Certificate]

/**
 * Required fields of new records that neither we nor Odoo fill. They come from another module or
 * were created in Studio.
 */
export const missingDefaults: Check = {
  name: 'required fields',
  run: async ({ odoo }) => {
    const findings = await Promise.all(CREATED.map((model) => checkModel(odoo, model)))
    return findings.flat()
  },
}

async function checkModel(odoo: CheckContext['odoo'], model: Model): Promise<FindingDraft[]> {
  const resolved = await odoo.resolve(model)
  if (resolved.origin === 'missing') return []
  const attributes = ['required', 'readonly', 'store', 'depends']
  const fields = (await odoo.call(model, 'fields_get', [], { allfields: [] }, { attributes })) as FieldFacts
  const required = unknownRequiredFields(resolved, fields)
  if (required.length === 0) return []
  const defaults = (await odoo.call(model, 'default_get', [], { fields: required })) as Record<
    string,
    unknown
  >
  const empty = required.filter((name) => (defaults[name] ?? false) === false)
  return empty.length > 0 ? [missingDefaultFinding(resolved, empty)] : []
}

type FieldFacts = Readonly<
  Record<
    string,
    {
      readonly required?: boolean
      readonly readonly?: boolean
      readonly store?: boolean
      /** Of a computed field: the fields that it is computed from. */
      readonly depends?: readonly string[]
    }
  >
>

/** Returns the technical names of required fields that we do not know and Odoo does not compute. */
export function unknownRequiredFields({ fields: declared }: ResolvedModel, fields: FieldFacts): string[] {
  const known = new Set(Object.values(declared).map(({ name }) => name))
  return Object.entries(fields).flatMap(([name, { required, readonly, store, depends }]) =>
    required && store && !readonly && (depends ?? []).length === 0 && !known.has(name) ? [name] : [],
  )
}

const missingDefaultFinding = ({ model, name }: ResolvedModel, empty: readonly string[]): FindingDraft =>
  problem({
    what: `Odoo requires ${listed(empty)} in every new record of ${model.about.origin === 'training' ? `${model.about.title.en} (${name})` : name}.`,
    why: 'The orchestrator does not know the field and leaves it empty, so Odoo rejects every record that it creates.',
    fix: 'Give the field a default value in Odoo, or make it optional.',
  })
