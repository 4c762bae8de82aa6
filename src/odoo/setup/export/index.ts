import { strToU8, zipSync, type Zippable } from 'fflate'
import type { Odoo } from '../../client/client.js'
import type { Model } from '../../schema/model.js'
import type { ResolvedModel } from '../../client/resolution.js'
import { FieldOption, FieldRecord, ModelRecord, SystemParameter, View } from '../../schema/administration.js'
import { TRAINING_MODELS } from '../../schema/index.js'
import { APPS } from '../../schema/suite.js'
import { fieldsFile, optionsFile, type Option } from './csv.js'
import { columnOf, MODULE, type Tables } from './names.js'
import { poFile, type Translation } from './po.js'
import { dataFile } from './xml.js'
import { desiredResources } from '../desired/index.js'
import { fieldId, provisionedFields } from '../desired/fields.js'
import { MANAGED_MODELS } from '../managed-models.js'
import { readServerState } from '../read-server-state.js'
import { resourceId, type Resource } from '../resource.js'
import { python } from '../views/python.js'
import type { ServerState } from '../server-state.js'

/**
 * Returns what setup would make on this server as a data module without Python, for people who
 * prefer an app in Odoo's list. They import the file (Apps, Import Module) and can uninstall the
 * app with all its records. It leaves out what belongs to one installation: webhook rules with
 * their secret address, the way to the staff app, group members, scheduled actions of the suite.
 *
 * Changes nothing on the server. The same server and version give the same bytes. `version` has
 * three numbers (`0.1.0`).
 */
export async function exportModule(odoo: Odoo, version: string): Promise<Uint8Array> {
  const server = await readServerState(odoo, { webhookAddress: null, appUrl: null })
  const kinds: readonly Model[] = [...MANAGED_MODELS, FieldOption]
  const tables = await Promise.all(
    kinds
      .filter((model) => !isOptional(model))
      .map(async (model) => [model.name, await odoo.resolve(model)] as const),
  )
  return moduleFile(server, new Map(tables), version)
}

const isOptional = ({ about }: Model) => about.origin === 'odoo' && about.optional === true

function moduleFile(
  server: ServerState,
  resolved: ReadonlyMap<string, ResolvedModel>,
  version: string,
): Uint8Array {
  const tables: Tables = ({ name }) => resolved.get(name) ?? unresolved(name)
  const { groundwork, finish } = desiredResources(server)
  const resources = [...groundwork, ...finish]
    .flatMap((batch) => batch.resources)
    .filter(({ model }) => model !== SystemParameter)
  const fields = resources.filter(({ model }) => model === FieldRecord)
  // The order of a model names its fields, so it is set after they exist.
  const isModel = ({ model, values }: Resource) => model === ModelRecord && !('order' in values)
  const options = provisionedOptions(server)
  const data = {
    'data/models.xml': dataFile(tables, resources.filter(isModel)),
    'data/ir.model.fields.csv': fieldsFile(tables, server.suite, fields),
    'data/ir.model.fields.selection.csv': optionsFile(options.map(({ option }) => option)),
    'data/records.xml': dataFile(
      tables,
      resources.filter((one) => one.model !== FieldRecord && !isModel(one)),
    ),
  }
  return archive({
    '__manifest__.py': manifest(server, version, Object.keys(data)),
    ...data,
    'i18n/ar.po': poFile([
      ...resources.flatMap((one) => translationsOf(tables, one)),
      ...options.map((one) => optionTranslation(tables, one)),
    ]),
  })
}

function unresolved(name: string): never {
  throw new TypeError(`${name} is not among the tables that setup writes`)
}

/** Odoo reads the manifest as a Python literal and executes nothing. */
function manifest({ modules, suite }: ServerState, version: string, data: readonly string[]): string {
  const depends = [
    APPS.elearning,
    ...(modules.has(APPS.surveys) ? [APPS.surveys] : []),
    ...(suite ? [suite] : []),
  ]
  return `${python({
    name: 'Training Orchestrator',
    version,
    summary: 'Students, programs, progress and certificates beside eLearning',
    description:
      'The records with which the training orchestrator works, with their screens, groups and rights. ' +
      'No Python. Uninstalling it removes them with everything that was entered.',
    category: 'Website/eLearning',
    license: 'Other OSI approved licence',
    application: true,
    depends,
    data,
  })}\n`
}

/** The earliest time in a ZIP file. It has no time zone. */
const FIXED_TIME = new Date(1980, 0, 1)

const archive = (files: Readonly<Record<string, string>>): Uint8Array => {
  const entries = Object.entries(files).map(([path, text]) => [`${MODULE}/${path}`, strToU8(text)] as const)
  const content: Zippable = Object.fromEntries(entries)
  return zipSync(content, { mtime: FIXED_TIME })
}

/** Returns the options of the selections that setup makes. */
const provisionedOptions = ({
  resolve,
}: ServerState): readonly { readonly option: Option; readonly ar: string }[] =>
  TRAINING_MODELS.flatMap((model: Model) => {
    const resolved = resolve(model)
    return provisionedFields(model, resolved).flatMap(({ field, name }) => {
      const id = fieldId(resolved.name, name)
      return Object.entries(field.labels ?? {}).map(([value, { en, ar }]) => ({
        option: { id: resourceId('option', id, value), field: id, value, label: en },
        ar,
      }))
    })
  })

const optionTranslation = (
  tables: Tables,
  { option, ar }: ReturnType<typeof provisionedOptions>[number],
): Translation => ({
  model: FieldOption.name,
  field: columnOf(tables, { model: FieldOption }, 'label'),
  record: option.id,
  isTerm: false,
  en: option.label,
  ar,
})

const translationsOf = (tables: Tables, resource: Resource): readonly Translation[] =>
  Object.entries(resource.arabic).flatMap(([logical, ar]): readonly Translation[] => {
    const entry = {
      model: resource.model.name,
      // Odoo stores the arch under another name than the one for writing.
      field: resource.model === View && logical === 'arch' ? 'arch_db' : columnOf(tables, resource, logical),
      record: resource.id,
    }
    const terms = resource.terms[logical]
    if (terms) return Object.entries(terms).map(([en, term]) => ({ ...entry, isTerm: true, en, ar: term }))
    const en = resource.values[logical]
    return typeof en === 'string' ? [{ ...entry, isTerm: false, en, ar }] : []
  })
