import { say, textOf } from '../../domain/sentences/sentence.js'
import type { Field, FieldKind } from '../schema/fields.js'
import { provisionedModelName, suiteFieldNames, type Model } from '../schema/model.js'
import type { ResolvedModel, ServerField } from '../client/resolution.js'
import type { Odoo } from '../client/client.js'
import { MODELS } from '../schema/index.js'
import { lack, listed, note, problem, warning, type FindingDraft } from './finding.js'
import type { Check, CheckContext } from './check-context.js'

/** Differences between the declared models and those of the connected Odoo. */
export const schemaDifferences: Check = {
  name: 'schema',
  run: async (context) => {
    const models = await Promise.all(MODELS.map((model: Model) => resolveForBoth(context, model)))
    const findings = await Promise.all(models.map((model) => checkModel(context, model)))
    return [...setupFindings(models), ...findings.flat()]
  },
}

/** Returns what the bot does not find: models, fields and apps that the product needs. */
export async function missingFromSchema(odoo: Odoo): Promise<FindingDraft[]> {
  const models = await Promise.all(
    MODELS.map(async (model: Model): Promise<ModelViews> => ({
      asBot: await odoo.resolve(model),
      asAdmin: null,
    })),
  )
  const findings = models.flatMap((views) =>
    views.asBot.origin === 'missing' ? missingAppFindings(views.asBot.model) : missingFieldFindings(views),
  )
  return [...setupFindings(models), ...findings].filter(({ severity }) => severity === 'problem')
}

/** A model as the bot sees it and as an administrator sees it. */
interface ModelViews {
  readonly asBot: ResolvedModel
  /** Null: no administrator's login, or nothing to compare. */
  readonly asAdmin: ResolvedModel | null
}

async function resolveForBoth({ odoo, admin }: CheckContext, model: Model): Promise<ModelViews> {
  const asBot = await odoo.resolve(model)
  return { asBot, asAdmin: admin && missingFields(asBot).length > 0 ? await admin.resolve(model) : null }
}

async function checkModel({ odoo }: CheckContext, views: ModelViews): Promise<FindingDraft[]> {
  const { asBot } = views
  if (asBot.origin === 'missing') return missingAppFindings(asBot.model)
  return [
    ...missingFieldFindings(views),
    ...typeFindings(asBot),
    ...optionFindings(asBot),
    ...(await checkDuplicateModel(odoo, asBot)),
  ]
}

const titleOf = ({ about }: Model) => (about.origin === 'training' ? about.title.en : null)

const labelOf = ({ model, name }: ResolvedModel) => {
  const title = titleOf(model)
  return title === null ? name : `${title} (${name})`
}

const fieldsOf = ({ model, name }: ResolvedModel, fields: readonly string[]) => ({
  model: name,
  title: titleOf(model),
  fields,
})

/** Reports everything that setup would create in one finding, because one command fixes it all. */
export function setupFindings(views: readonly ModelViews[]): FindingDraft[] {
  const models = views.flatMap(({ asBot: { model, origin } }) =>
    origin === 'missing' && model.about.origin === 'training'
      ? [{ model: model.name, title: titleOf(model) }]
      : [],
  )
  const fields = views.flatMap((model) => {
    const { bySetup } = sortMissingFields(model)
    return model.asBot.origin === 'missing' || bySetup.length === 0 ? [] : [fieldsOf(model.asBot, bySetup)]
  })
  if (models.length + fields.length === 0) return []
  return [
    lack(say('setup_incomplete', { models, fields }), {
      why: WORK_STOPS,
      fix: 'Run `setup plan` and `setup apply`.',
    }),
  ]
}

export function missingAppFindings({ name, about }: Model): FindingDraft[] {
  if (about.origin === 'training') return []
  const said = say('app_not_installed', { model: name, app: about.app })
  if (about.optional)
    return [note({ what: textOf(said), why: 'Its records do not count for courses. Everything else works.' })]
  return [
    lack(said, {
      why: 'Students can’t be enrolled without it.',
      fix: `Install the app ${about.app} (Apps, with the filter removed).`,
    }),
  ]
}

const WORK_STOPS = 'Work that reads or writes it stops and reports it. Other work continues.'

/** Returns the logical names of missing fields, without optional ones. */
const missingFields = ({ model, fields }: ResolvedModel): string[] =>
  Object.entries(fields).flatMap(([logical, { origin }]) =>
    origin === 'missing' && !model.fields[logical]?.options.optional ? [logical] : [],
  )

/**
 * Returns the technical names of the missing fields: those hidden from the bot, those that setup
 * creates, and those that Odoo or the suite should have.
 */
function sortMissingFields({ asBot, asAdmin }: ModelViews) {
  const { model, origin, fields } = asBot
  const hidden: string[] = []
  const bySetup: string[] = []
  const byOthers: string[] = []
  for (const logical of missingFields(asBot)) {
    const field = model.fields[logical]
    const seenByAdmin = asAdmin?.fields[logical]
    const isOurs = model.about.origin === 'training' && (origin !== 'adopted' || field?.options.own)
    if (seenByAdmin && seenByAdmin.origin !== 'missing') hidden.push(seenByAdmin.name)
    else if (isOurs) bySetup.push(fields[logical]?.name ?? logical)
    else if (field) byOthers.push(suiteFieldNames(logical, field)[0])
  }
  return { hidden, bySetup, byOthers }
}

/** Reports fields that are hidden from the bot, and fields that Odoo or the suite should have. */
export function missingFieldFindings(views: ModelViews): FindingDraft[] {
  const { asBot, asAdmin } = views
  const { hidden, byOthers } = sortMissingFields(views)
  const owner = asBot.model.about.origin === 'odoo' ? 'odoo' : 'suite'
  return [
    ...(hidden.length > 0
      ? [
          lack(say('fields_hidden', fieldsOf(asBot, hidden)), {
            why: WORK_STOPS,
            fix: 'These fields are limited to certain groups. Add the bot user to one of them.',
          }),
        ]
      : []),
    ...(byOthers.length > 0
      ? [
          lack(say('fields_missing', { ...fieldsOf(asBot, byOthers), owner }), {
            why: WORK_STOPS,
            fix: asAdmin
              ? 'The module has another version or was modified. Install the supported version.'
              : 'Either the module has another version, or the field is hidden from the bot. To find out, run the doctor with ODOO_ADMIN_LOGIN and ODOO_ADMIN_PASSWORD.',
          }),
        ]
      : []),
  ]
}

/** Other field types of Odoo that have the same values. */
const COMPATIBLE_TYPES: Readonly<Partial<Record<FieldKind, readonly string[]>>> = {
  char: ['text'],
  text: ['char', 'html'],
  html: ['text'],
  float: ['monetary'],
}

export function typeFindings(resolved: ResolvedModel): FindingDraft[] {
  return existingFields(resolved).flatMap(({ field, server, name }) => {
    const { kind } = field
    const target = server.relation ?? null
    const typeMatches = server.type === kind || COMPATIBLE_TYPES[kind]?.includes(server.type) === true
    const targetMatches =
      field.target === null ||
      target === null ||
      [field.target, provisionedModelName(field.target)].includes(target)
    if (typeMatches && targetMatches) return []
    const described = (type: string, to: string | null) => (to === null ? type : `${type} to ${to}`)
    return [
      problem({
        what: `${labelOf(resolved)}: ${name} is a ${described(server.type, target)}, not a ${described(kind, field.target)}.`,
        why: 'Its values can’t be read or written correctly. Work that needs them stops.',
        fix: 'Odoo can’t change the type of a field without losing its values. Rename or delete the field and run `setup apply`, or install the supported version of the module.',
      }),
    ]
  })
}

/**
 * Reports options that only one side knows. Odoo's own apps may lack some: those come with other
 * apps or later versions.
 */
export function optionFindings(resolved: ResolvedModel): FindingDraft[] {
  return existingFields(resolved).flatMap(({ field, server, name }) => {
    if (!field.keys || !server.selection) return []
    const serverKeys = server.selection.map(([key]) => key)
    const unknown = serverKeys.filter((key) => field.keys?.includes(key) === false)
    const lacking =
      resolved.model.about.origin === 'training' ? field.keys.filter((key) => !serverKeys.includes(key)) : []
    return [
      ...(unknown.length > 0
        ? [
            warning({
              what: `${labelOf(resolved)}: ${name} has options that the orchestrator does not know: ${listed(unknown)}.`,
              why: 'Work that reads a record with such an option stops and reports it.',
              fix: 'Do not use these options for training records, or report them to the developers of the orchestrator.',
            }),
          ]
        : []),
      ...(lacking.length > 0
        ? [
            warning({
              what: `${labelOf(resolved)}: ${name} lacks the ${lacking.length === 1 ? 'option' : 'options'} ${listed(lacking)}.`,
              why: 'Odoo rejects records with such an option.',
              fix: 'If setup created the field, run `setup apply`. Otherwise install the supported version of the module.',
            }),
          ]
        : []),
    ]
  })
}

interface ExistingField {
  readonly field: Field
  readonly server: ServerField
  readonly name: string
}

const existingFields = ({ model, fields }: ResolvedModel): ExistingField[] =>
  Object.entries(fields).flatMap(([logical, { server, name }]) => {
    const field = model.fields[logical]
    return field && server ? [{ field, server, name }] : []
  })

/** Reports two models for the same records: setup's, which we use, and the suite's. */
async function checkDuplicateModel(
  odoo: CheckContext['odoo'],
  { model, name, origin }: ResolvedModel,
): Promise<FindingDraft[]> {
  if (model.about.origin !== 'training' || origin !== 'provisioned') return []
  const suiteModel: Model = { name: model.name, about: { origin: 'odoo', app: '' }, fields: {} }
  if ((await odoo.resolve(suiteModel)).origin === 'missing') return []
  return [
    warning({
      what: `Odoo has ${model.about.plural.en.toLowerCase()} twice: ${name}, created by setup, and the suite’s ${model.name}.`,
      why: 'The orchestrator uses the model created by setup. It does not see what staff enter in the suite’s screens.',
      fix: 'Keep one of them: uninstall the suite, or remove setup’s models with `setup rollback`. The orchestrator then adopts the suite’s.',
    }),
  ]
}
