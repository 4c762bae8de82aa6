import type { Odoo } from '../client/client.js'
import type { Model } from '../schema/model.js'
import { ExternalId, FieldRecord, Language, ModelRecord, Module } from '../schema/administration.js'
import { MODELS, Student } from '../schema/index.js'
import {
  candidateNames,
  modelCandidates,
  resolveModel,
  type DescribeFields,
  type ServerField,
} from '../client/resolution.js'
import { dialectOf, majorVersion } from '../client/versions.js'
import { ROLES } from '../schema/roles.js'
import { roleGroups } from './desired/rights.js'
import { readForeignViews } from './foreign-views.js'
import { SetupError } from './setup-error.js'
import type { FieldEntry, ServerState } from './server-state.js'

/** Reads everything that the declaration names. Throws `SetupError` on an unsupported version. */
export async function readServerState(
  odoo: Odoo,
  { webhookAddress, appUrl }: Pick<ServerState, 'webhookAddress' | 'appUrl'>,
): Promise<ServerState> {
  const { text: version } = await odoo.version()
  const major = majorVersion(version)
  const dialect = dialectOf(major)
  if (!dialect) throw new SetupError(`Odoo ${version} is not supported. Use 17, 18 or 19.`)
  const modules = await odoo.searchRead(Module, [['state', 'in', INSTALLED]], ['name'])
  const languages = await odoo.searchRead(Language, [['code', '=like', 'ar%']], ['code'])
  const entries = await readEntries(odoo)
  const resolved = new Map(
    await Promise.all(
      MODELS.map(async (model: Model) => [model.name, await resolveModel(model, describe(entries))] as const),
    ),
  )
  const suite = await owner(odoo, entries.models.get(Student.name))
  const adopted = [...resolved.values()].flatMap(({ model, name, origin }) =>
    model.about.origin === 'training' && origin === 'adopted' ? name : [],
  )
  return {
    version,
    major,
    dialect,
    modules: new Set(modules.map(({ name }) => name)),
    suite,
    arabic: languages.map(({ code }) => code),
    resolve: (model) => resolved.get(model.name) ?? undeclared(model),
    ...entries,
    groups: roleGroups(suite, suite === null ? new Set() : await suiteGroups(odoo, suite)),
    views: await readForeignViews(odoo, adopted),
    webhookAddress,
    appUrl,
  }
}

/** Modules that wait for an upgrade or removal are still installed. */
const INSTALLED = ['installed', 'to upgrade', 'to remove']

async function readEntries(odoo: Odoo): Promise<Pick<ServerState, 'models' | 'fields'>> {
  const names = MODELS.flatMap((model: Model) => modelCandidates(model).map(({ name }) => name))
  const entries = await odoo.searchRead(ModelRecord, [['model', 'in', names]], ['model'])
  const nameOf = new Map(entries.map(({ id, model }) => [id, model]))
  const fieldNames = MODELS.flatMap((model: Model) => Object.values(candidateNames(model)).flat())
  const fields = await odoo.searchRead(
    FieldRecord,
    [
      ['model', 'in', [...nameOf.keys()]],
      ['name', 'in', [...new Set(fieldNames)]],
    ],
    ['name', 'model', 'kind', 'relation', 'relationField', 'selection', 'required', 'readonly', 'store'],
  )
  return {
    models: new Map(entries.map(({ id, model }) => [model, id])),
    fields: new Map(fields.map((field) => [`${nameOf.get(field.model) ?? ''}.${field.name}`, field])),
  }
}

/** Describes fields from Odoo's own tables: all models at once, whatever the user may access. */
const describe =
  ({ models, fields }: Pick<ServerState, 'models' | 'fields'>): DescribeFields =>
  (model, names) => {
    if (!models.has(model)) return Promise.resolve(undefined)
    const found = names.flatMap((name): [string, ServerField][] => {
      const field = fields.get(`${model}.${name}`)
      return field ? [[name, serverField(field)]] : []
    })
    return Promise.resolve(Object.fromEntries(found))
  }

const serverField = ({ kind, relation, required, readonly, store }: FieldEntry): ServerField => ({
  type: kind,
  ...(relation !== null && { relation }),
  required,
  readonly,
  store,
})

/** Returns the module that brings the model. */
async function owner(odoo: Odoo, model: number | undefined): Promise<string | null> {
  if (model === undefined) return null
  const [entry] = await odoo.searchRead(
    ExternalId,
    [
      ['model', '=', ModelRecord.name],
      ['record', '=', model],
    ],
    ['module'],
    { order: 'id', limit: 1 },
  )
  return entry?.module ?? null
}

async function suiteGroups(odoo: Odoo, suite: string): Promise<ReadonlySet<string>> {
  const names = Object.values(ROLES).flatMap(({ suiteGroup }) => suiteGroup ?? [])
  const found = await odoo.searchRead(
    ExternalId,
    [
      ['module', '=', suite],
      ['name', 'in', names],
    ],
    ['name'],
  )
  return new Set(found.map(({ name }) => name))
}

function undeclared({ name }: Model): never {
  throw new TypeError(`${name} is not in MODELS`)
}
