import type { Field, FieldKind } from '../schema/fields.js'
import { provisionedModelName, suiteFieldNames, type Model } from '../schema/model.js'
import type { ResolvedModel, ServerField } from '../client/resolution.js'
import { MODELS } from '../schema/index.js'
import { counted, listed, note, problem, warning, type FindingDraft } from './finding.js'
import type { Check, CheckContext } from './check-context.js'

/** What the connected Odoo has otherwise than declared. */
export const schemaDifferences: Check = {
  name: 'schema',
  run: async (patient) => {
    const seen = await Promise.all(MODELS.map((model: Model) => seenTwice(patient, model)))
    const found = await Promise.all(seen.map((model) => differencesOf(patient, model)))
    return [...setupFindings(seen), ...found.flat()]
  },
}

/** A model as the bot sees it, and as an administrator does. */
interface Seen {
  readonly asBot: ResolvedModel
  /** null: not asked, or nothing to compare. */
  readonly asAdmin: ResolvedModel | null
}

async function seenTwice({ odoo, admin }: CheckContext, model: Model): Promise<Seen> {
  const asBot = await odoo.resolve(model)
  return { asBot, asAdmin: admin && missingFields(asBot).length > 0 ? await admin.resolve(model) : null }
}

async function differencesOf({ odoo }: CheckContext, seen: Seen): Promise<FindingDraft[]> {
  const { asBot } = seen
  if (asBot.origin === 'missing') return missingApp(asBot.model)
  return [
    ...missingFieldFindings(seen),
    ...otherTypes(asBot),
    ...otherOptions(asBot),
    ...(await rivals(odoo, asBot)),
  ]
}

const labelOf = ({ model, name }: ResolvedModel) =>
  model.about.origin === 'training' ? `${model.about.title.en} (${name})` : name

/** All that setup makes and that is not there, in one: it is mended by one command. */
export function setupFindings(seen: readonly Seen[]): FindingDraft[] {
  const models = seen.flatMap(({ asBot: { model, origin } }) =>
    origin === 'missing' && model.about.origin === 'training'
      ? [`${model.about.title.en} (${model.name})`]
      : [],
  )
  const fields = seen.flatMap((model) => {
    const { made } = kindsOfMissing(model)
    return model.asBot.origin === 'missing' || made.length === 0 ? [] : [named(model.asBot, made)]
  })
  if (models.length + fields.length === 0) return []
  return [
    problem({
      what: [
        'Odoo lacks what setup makes there.',
        ...(models.length > 0 ? [`Models: ${listed(models)}.`] : []),
        ...(fields.length > 0 ? [`Fields of ${fields.join('; of ')}.`] : []),
      ].join(' '),
      why: STOPS,
      fix: 'Run `setup plan` and `setup apply`.',
    }),
  ]
}

export function missingApp({ name, about }: Model): FindingDraft[] {
  if (about.origin === 'training') return []
  const what = `Odoo has no ${name}: the app ${about.app} is not installed.`
  if (about.optional)
    return [note({ what, why: 'What it would count for a course does not count; everything else works.' })]
  return [
    problem({
      what,
      why: 'Students can’t be enrolled without it.',
      fix: `Install the app ${about.app} (Apps, without the filter).`,
    }),
  ]
}

const STOPS = 'Work that reads or writes it stops and says so; other work goes on.'

const named = (there: ResolvedModel, names: readonly string[]) => `${labelOf(there)}: ${listed(names)}`

/** Logical names of the fields that the product can’t do without. */
const missingFields = ({ model, fields }: ResolvedModel): string[] =>
  Object.entries(fields).flatMap(([logical, { origin }]) =>
    origin === 'missing' && !model.fields[logical]?.options.optional ? [logical] : [],
  )

/** Technical names of the missing fields: there for others, made by setup, and those that somebody else should bring. */
function kindsOfMissing({ asBot, asAdmin }: Seen) {
  const { model, origin, fields } = asBot
  const hidden: string[] = []
  const made: string[] = []
  const foreign: string[] = []
  for (const logical of missingFields(asBot)) {
    const field = model.fields[logical]
    const known = asAdmin?.fields[logical]
    const ours = model.about.origin === 'training' && (origin !== 'adopted' || field?.options.own)
    if (known && known.origin !== 'missing') hidden.push(known.name)
    else if (ours) made.push(fields[logical]?.name ?? logical)
    else if (field) foreign.push(suiteFieldNames(logical, field)[0])
  }
  return { hidden, made, foreign }
}

/** Fields that somebody else should bring, or show. */
export function missingFieldFindings(seen: Seen): FindingDraft[] {
  const { asBot, asAdmin } = seen
  const { hidden, foreign } = kindsOfMissing(seen)
  const whose = asBot.model.about.origin === 'odoo' ? 'Odoo' : 'the suite'
  return [
    ...(hidden.length > 0
      ? [
          problem({
            what: `${counted(hidden.length, 'field')} hidden from the bot. ${named(asBot, hidden)}.`,
            why: STOPS,
            fix: 'The fields are limited to groups of which the bot is no member: give it one of them.',
          }),
        ]
      : []),
    ...(foreign.length > 0
      ? [
          problem({
            what: `${counted(foreign.length, 'field')} missing that ${whose} should bring. ${named(asBot, foreign)}.`,
            why: STOPS,
            fix: asAdmin
              ? 'The module is there in another version, or changed: bring it to the supported version.'
              : 'Either the module is there in another version, or the field is hidden from the bot: run the doctor with ODOO_ADMIN_LOGIN, which can tell.',
          }),
        ]
      : []),
  ]
}

/** Kinds of a server that carry the same values as ours. */
const LIKE: Readonly<Partial<Record<FieldKind, readonly string[]>>> = {
  char: ['text'],
  text: ['char', 'html'],
  html: ['text'],
  float: ['monetary'],
}

export function otherTypes(there: ResolvedModel): FindingDraft[] {
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
        fix: 'Odoo can’t change a field’s type without losing its values: rename or remove the field that stands in the way, then run `setup apply`; or bring the module to the supported version.',
      }),
    ]
  })
}

/** Options that only one side knows. Odoo’s own apps may lack some: they come with further apps or later versions. */
export function otherOptions(there: ResolvedModel): FindingDraft[] {
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
              fix: 'Don’t use these options for records of the training, or tell the makers of the orchestrator.',
            }),
          ]
        : []),
      ...(lacking.length > 0
        ? [
            warning({
              what: `${labelOf(there)}: ${name} lacks the ${lacking.length === 1 ? 'option' : 'options'} ${listed(lacking)}.`,
              why: 'Odoo refuses a record that should take such an option.',
              fix: 'Run `setup apply` where setup made the field; else bring the module to the supported version.',
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
async function rivals(odoo: CheckContext['odoo'], { model, name, origin }: ResolvedModel): Promise<FindingDraft[]> {
  if (model.about.origin !== 'training' || origin !== 'provisioned') return []
  const theirs: Model = { name: model.name, about: { origin: 'odoo', app: '' }, fields: {} }
  if ((await odoo.resolve(theirs)).origin === 'missing') return []
  return [
    warning({
      what: `Odoo has ${model.about.plural.en.toLowerCase()} twice: ${name}, which setup made, and the suite’s ${model.name}.`,
      why: 'The orchestrator works with what setup made. What staff enter in the suite’s screens it does not see.',
      fix: 'Decide for one: uninstall the suite, or take setup’s models back (`setup rollback`), which makes the orchestrator adopt the suite’s.',
    }),
  ]
}
