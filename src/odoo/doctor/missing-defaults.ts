import type { Model } from '../schema/model.js'
import type { ResolvedModel } from '../client/resolution.js'
import { Certificate, Partner, ProgressTracker } from '../schema/index.js'
import { listed, problem, type FindingDraft } from './finding.js'
import type { Check, CheckContext } from './check-context.js'

/** What the product makes records of. */
const MADE: readonly Model[] = [Partner, ProgressTracker, Certificate]

/** Fields that Odoo demands of new records and that neither we nor Odoo fill: of another module, or made in Studio. */
export const missingDefaults: Check = {
  name: 'required fields',
  run: async ({ odoo }) => {
    const found = await Promise.all(MADE.map((model) => unfilledOf(odoo, model)))
    return found.flat()
  },
}

async function unfilledOf(odoo: CheckContext['odoo'], model: Model): Promise<FindingDraft[]> {
  const there = await odoo.resolve(model)
  if (there.origin === 'missing') return []
  const attributes = ['required', 'readonly', 'store', 'depends']
  const fields = (await odoo.call(model, 'fields_get', [], { allfields: [] }, { attributes })) as Facts
  const demanded = demandedOf(there, fields)
  if (demanded.length === 0) return []
  const defaults = (await odoo.call(model, 'default_get', [], { fields: demanded })) as Record<
    string,
    unknown
  >
  const empty = demanded.filter((name) => (defaults[name] ?? false) === false)
  return empty.length > 0 ? [unfilledRemark(there, empty)] : []
}

type Facts = Readonly<
  Record<
    string,
    {
      readonly required?: boolean
      readonly readonly?: boolean
      readonly store?: boolean
      /** Of a computed field: what it follows. */
      readonly depends?: readonly string[]
    }
  >
>

/** Technical names of the fields that somebody has to fill and that we don't know. */
export function demandedOf({ fields: known }: ResolvedModel, fields: Facts): string[] {
  const ours = new Set(Object.values(known).map(({ name }) => name))
  return Object.entries(fields).flatMap(([name, { required, readonly, store, depends }]) =>
    required && store && !readonly && (depends ?? []).length === 0 && !ours.has(name) ? [name] : [],
  )
}

const unfilledRemark = ({ model, name }: ResolvedModel, empty: readonly string[]): FindingDraft =>
  problem({
    what: `Odoo demands ${listed(empty)} of every new record of ${model.about.origin === 'training' ? `${model.about.title.en} (${name})` : name}.`,
    why: 'The orchestrator does not know the field and leaves it empty, so Odoo refuses each record that it makes.',
    fix: 'Give the field a default value in Odoo, or make it optional.',
  })
