import type { Odoo } from './client.js'
import type { Field } from './fields.js'
import { provisionedFieldName, type Model } from './model.js'
import { FieldRecord, Language, ModelRecord } from './schema/administration.js'
import { AssessmentIntegration, TRAINING_MODELS } from './schema.js'

/**
 * Adds what the product needs beside the suite's own fields: the fields that the schema declares as `provisioned`, as manual fields over
 * the external API. What is there is adopted; a field of another type is never touched (changing it means dropping its data).
 * Needs an administrator's login (rights on `ir.model.fields`; none on the models themselves).
 */
interface SetupStep {
  readonly action: 'add' | 'keep' | 'refuse'
  /** Technical names. */
  readonly model: string
  readonly field: string
  /** For a person: what is added or kept, or why not and what to do. */
  readonly words: string
}

export interface SetupPlan {
  readonly steps: readonly SetupStep[]
  /** Nothing is refused. */
  readonly possible: boolean
}

/** Compares the server with the declaration; changes nothing. */
export async function planSetup(odoo: Odoo): Promise<SetupPlan> {
  const there = await readPresent(odoo)
  const steps = WANTED.map((wanted) => stepFor(wanted, there))
  return { steps, possible: steps.every(({ action }) => action !== 'refuse') }
}

/**
 * Carries the plan out, in one transaction of Odoo's; run again it changes nothing. Answers the plan that was carried out; one with a
 * refused step is answered untouched (`possible: false`).
 */
export async function applySetup(odoo: Odoo): Promise<SetupPlan> {
  const plan = await planSetup(odoo)
  if (!plan.possible) return plan
  const missing = WANTED.filter((_, index) => plan.steps[index]?.action === 'add')
  if (missing.length === 0) return plan
  const { models } = await readPresent(odoo)
  const ids = await odoo.load(
    FieldRecord,
    missing.map((wanted) => ({
      externalId: `field_${wanted.model.name}_${wanted.name}`.replaceAll('.', '_'),
      name: wanted.name,
      label: wanted.field.options.label?.en ?? wanted.name,
      kind: wanted.field.kind,
      model: models.get(wanted.model.name) ?? 0,
      relation: wanted.field.target,
      onDelete: wanted.field.kind === 'many2one' ? ('set null' as const) : null,
      state: 'manual' as const,
      help: wanted.field.options.help ?? null,
      index: wanted.field.options.index ?? false,
      // A copied record is another one: it inherits neither our link nor our figures.
      copied: false,
    })),
  )
  await labelInArabic(odoo, missing, ids)
  return plan
}

/** One line a step: `+` is added, `=` is there, `!` is refused. */
export const describeSetup = ({ steps }: SetupPlan): string[] =>
  steps.map(({ action, model, field, words }) => `${SIGNS[action]} ${model}.${field}: ${words}`)

const SIGNS = { add: '+', keep: '=', refuse: '!' } as const

interface Wanted {
  readonly model: Model
  readonly field: Field
  /** `x_…` */
  readonly name: string
}

const WANTED: readonly Wanted[] = TRAINING_MODELS.flatMap((model: Model) =>
  Object.entries(model.fields).flatMap(([logical, field]) =>
    field.options.own && field.target !== AssessmentIntegration.name
      ? [{ model, field, name: provisionedFieldName(logical, field) }]
      : [],
  ),
)

/** `many2one to res.partner`. */
const describeType = (kind: string, target: string | null) =>
  target === null ? kind : `${kind} to ${target}`

interface Present {
  /** Record id of each model by its technical name. */
  readonly models: ReadonlyMap<string, number>
  /** By `<model>.<field>`. */
  readonly fields: ReadonlyMap<string, { readonly kind: string; readonly relation: string | null }>
}

async function readPresent(odoo: Odoo): Promise<Present> {
  const names = [...new Set(WANTED.map(({ model }) => model.name))]
  const models = await odoo.searchRead(ModelRecord, [['model', 'in', names]], ['model'])
  const nameOf = new Map(models.map(({ id, model }) => [id, model]))
  const fields = await odoo.searchRead(
    FieldRecord,
    [
      ['model', 'in', [...nameOf.keys()]],
      ['name', 'in', WANTED.map(({ name }) => name)],
    ],
    ['name', 'kind', 'model', 'relation'],
  )
  return {
    models: new Map(models.map(({ id, model }) => [model, id])),
    fields: new Map(fields.map((field) => [`${nameOf.get(field.model) ?? ''}.${field.name}`, field])),
  }
}

function stepFor({ model, field, name }: Wanted, there: Present): SetupStep {
  const step = (action: SetupStep['action'], words: string): SetupStep => ({
    action,
    model: model.name,
    field: name,
    words,
  })
  if (!there.models.has(model.name)) {
    return step(
      'refuse',
      `the server has no model ${model.name}; install the Odoo module that brings it first`,
    )
  }
  const wanted = describeType(field.kind, field.target)
  const found = there.fields.get(`${model.name}.${name}`)
  if (!found) return step('add', `${wanted}, “${field.options.label?.en ?? name}”`)
  if (found.kind === field.kind && found.relation === field.target) return step('keep', wanted)
  const is = describeType(found.kind, found.relation)
  return step(
    'refuse',
    `it is ${is} and should be ${wanted}; rename or remove it in Odoo, then run setup again`,
  )
}

/** Only for languages that are installed: Odoo refuses a context in any other. */
async function labelInArabic(odoo: Odoo, wanted: readonly Wanted[], ids: readonly number[]): Promise<void> {
  const languages = await odoo.searchRead(Language, [['code', '=like', 'ar%']], ['code'])
  const labels = ids.flatMap((id, index) => {
    const label = wanted[index]?.field.options.label?.ar
    return label ? [{ id, label }] : []
  })
  for (const { code } of languages) await odoo.with({ lang: code }).load(FieldRecord, labels)
}
