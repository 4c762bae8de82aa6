import type { Field, FieldKind } from '../fields.js'
import { provisionedModelName, type Model } from '../model.js'
import type { ResolvedModel, ServerField } from '../resolution.js'
import { MODELS } from '../schema.js'
import { counted, listed, note, problem, warning, type Remark } from './finding.js'
import type { Check, Patient } from './patient.js'

/** What the connected Odoo has otherwise than declared. */
export const differences: Check = {
  name: 'schema',
  look: async (patient) => {
    const found = await Promise.all(MODELS.map((model: Model) => differencesOf(patient, model)))
    return found.flat()
  },
}

async function differencesOf({ odoo, admin }: Patient, model: Model): Promise<Remark[]> {
  const there = await odoo.resolve(model)
  if (there.origin === 'missing') return [missingModel(model)]
  const full = admin && missingFields(there).length > 0 ? await admin.resolve(model) : null
  return [
    ...missingFieldRemarks(there, full),
    ...otherTypes(there),
    ...otherOptions(there),
    ...(await rivals(odoo, there)),
  ]
}

const labelOf = ({ model, name }: ResolvedModel) =>
  model.about.origin === 'training' ? `${model.about.title.en} (${name})` : name

export function missingModel({ name, about }: Model): Remark {
  if (about.origin === 'training')
    return problem({
      what: `Odoo has no ${about.title.en} (neither ${name} nor ${provisionedModelName(name)}).`,
      why: 'The orchestrator keeps these records in Odoo; work that needs them waits.',
      mend: 'Run `setup plan` and `setup apply`.',
    })
  if (about.optional)
    return note({
      what: `Odoo has no ${name}: the app ${about.app} is not installed.`,
      why: 'What it would count for a course does not count; everything else works.',
    })
  return problem({
    what: `Odoo has no ${name}: the app ${about.app} is not installed.`,
    why: 'Students can’t be enrolled without it.',
    mend: `Install the app ${about.app} (Apps, without the filter).`,
  })
}

/** Logical names of the fields that the product can’t do without. */
const missingFields = ({ model, fields }: ResolvedModel): string[] =>
  Object.entries(fields).flatMap(([logical, { origin }]) =>
    origin === 'missing' && !model.fields[logical]?.options.optional ? [logical] : [],
  )

/** `full`: the same model as an administrator sees it; null: not known. */
export function missingFieldRemarks(there: ResolvedModel, full: ResolvedModel | null): Remark[] {
  const { model, fields } = there
  const missing = missingFields(there)
  const hidden = missing.filter((logical) => (full?.fields[logical]?.origin ?? 'missing') !== 'missing')
  const made = missing.filter((logical) => !hidden.includes(logical) && setupMakes(there, logical))
  const foreign = missing.filter((logical) => !hidden.includes(logical) && !made.includes(logical))
  const named = (logicals: readonly string[]) =>
    `${labelOf(there)}: ${listed(logicals.map((logical) => fields[logical]?.name ?? logical))}`
  const why = 'Work that reads or writes such a field stops and says so; other work goes on.'
  const remarks: Remark[] = []
  if (hidden.length > 0)
    remarks.push(
      problem({
        what: `${counted(hidden.length, 'field')} hidden from the bot. ${named(hidden)}.`,
        why,
        mend: 'The fields are limited to groups of which the bot is no member: give it one of them.',
      }),
    )
  if (made.length > 0)
    remarks.push(
      problem({
        what: `${counted(made.length, 'field')} missing that setup makes. ${named(made)}.`,
        why,
        mend: 'Run `setup plan` and `setup apply`.',
      }),
    )
  if (foreign.length > 0)
    remarks.push(
      problem({
        what: `${counted(foreign.length, 'field')} missing that ${model.about.origin === 'odoo' ? 'Odoo' : 'the suite'} should bring. ${named(foreign)}.`,
        why,
        mend: full
          ? 'The module is there in another version, or changed: bring it to the supported version.'
          : 'Either the module is there in another version, or the field is hidden from the bot: run the doctor with ODOO_ADMIN_LOGIN, which can tell.',
      }),
    )
  return remarks
}

const setupMakes = ({ model, origin }: ResolvedModel, logical: string) =>
  model.about.origin === 'training' &&
  (origin === 'provisioned' || model.fields[logical]?.options.own === true)

/** Kinds of a server that carry the same values as ours. */
const LIKE: Readonly<Partial<Record<FieldKind, readonly string[]>>> = {
  char: ['text'],
  text: ['char', 'html'],
  html: ['text'],
  float: ['monetary'],
}

export function otherTypes(there: ResolvedModel): Remark[] {
  return present(there).flatMap(({ field, server, name }) => {
    const { kind } = field
    const target = server.relation ?? null
    const kindFits = server.type === kind || LIKE[kind]?.includes(server.type) === true
    const targetFits =
      field.target === null ||
      target === null ||
      [field.target, provisionedModelName(field.target)].includes(target)
    if (kindFits && targetFits) return []
    const described = (type: string, to: string | null) => (to === null ? type : `${type} to ${to}`)
    return [
      problem({
        what: `${labelOf(there)}: ${name} is a ${described(server.type, target)}, not a ${described(kind, field.target)}.`,
        why: 'Its values can’t be read or written as what they are; work that needs them stops.',
        mend: 'Odoo can’t change a field’s type without losing its values: rename or remove the field that stands in the way, then run `setup apply`; or bring the module to the supported version.',
      }),
    ]
  })
}

/** Options that only one side knows. Odoo’s own apps may lack some: they come with further apps or later versions. */
export function otherOptions(there: ResolvedModel): Remark[] {
  return present(there).flatMap(({ field, server, name }) => {
    if (!field.keys || !server.selection) return []
    const theirs = server.selection.map(([key]) => key)
    const unknown = theirs.filter((key) => field.keys?.includes(key) === false)
    const lacking =
      there.model.about.origin === 'training' ? field.keys.filter((key) => !theirs.includes(key)) : []
    return [
      ...(unknown.length > 0
        ? [
            warning({
              what: `${labelOf(there)}: ${name} has options that the orchestrator does not know: ${listed(unknown)}.`,
              why: 'A record with such an option can’t be understood; work that reads it stops and says so.',
              mend: 'Don’t use these options for records of the training, or tell the makers of the orchestrator.',
            }),
          ]
        : []),
      ...(lacking.length > 0
        ? [
            warning({
              what: `${labelOf(there)}: ${name} lacks the ${lacking.length === 1 ? 'option' : 'options'} ${listed(lacking)}.`,
              why: 'Odoo refuses a record that should take such an option.',
              mend: 'Run `setup apply` where setup made the field; else bring the module to the supported version.',
            }),
          ]
        : []),
    ]
  })
}

interface Present {
  readonly field: Field
  readonly server: ServerField
  readonly name: string
}

const present = ({ model, fields }: ResolvedModel): Present[] =>
  Object.entries(fields).flatMap(([logical, { server, name }]) => {
    const field = model.fields[logical]
    return field && server ? [{ field, server, name }] : []
  })

/** Two models for the same records: setup's, which we use, and the suite's. */
async function rivals(odoo: Patient['odoo'], { model, name, origin }: ResolvedModel): Promise<Remark[]> {
  if (model.about.origin !== 'training' || origin !== 'provisioned') return []
  const theirs: Model = { name: model.name, about: { origin: 'odoo', app: '' }, fields: {} }
  if ((await odoo.resolve(theirs)).origin === 'missing') return []
  return [
    warning({
      what: `Odoo has ${model.about.plural.en.toLowerCase()} twice: ${name}, which setup made, and the suite’s ${model.name}.`,
      why: 'The orchestrator works with what setup made. What staff enter in the suite’s screens it does not see.',
      mend: 'Decide for one: uninstall the suite, or take setup’s models back (`setup rollback`), which makes the orchestrator adopt the suite’s.',
    }),
  ]
}
