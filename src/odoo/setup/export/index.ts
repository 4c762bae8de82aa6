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
import { fieldId, madeFields } from '../desired/fields.js'
import { MANAGED_MODELS } from '../managed-models.js'
import { readServerState } from '../read-server-state.js'
import { resourceId, type Resource } from '../resource.js'
import { python } from '../views/python.js'
import type { ServerState } from '../server-state.js'

/**
 * What setup would make on this server, as a module of data without any Python, for those who prefer an app in Odoo's list: they import the
 * file (Apps, Import Module) and can uninstall the app again, with all its records. Left out is what belongs to one installation: the
 * automation rules with their secret address, who is in which group, scheduled actions of the suite.
 *
 * Changes nothing on the server. The same server and version give the same bytes. `version` is of three numbers (`0.1.0`).
 */
export async function exportModule(odoo: Odoo, version: string): Promise<Uint8Array> {
  const situation = await readServerState(odoo, null)
  const kinds: readonly Model[] = [...MANAGED_MODELS, FieldOption]
  const tables = await Promise.all(
    kinds
      .filter((model) => !isOptional(model))
      .map(async (model) => [model.name, await odoo.resolve(model)] as const),
  )
  return moduleFile(situation, new Map(tables), version)
}

const isOptional = ({ about }: Model) => about.origin === 'odoo' && about.optional === true

function moduleFile(
  situation: ServerState,
  resolved: ReadonlyMap<string, ResolvedModel>,
  version: string,
): Uint8Array {
  const tables: Tables = ({ name }) => resolved.get(name) ?? unresolved(name)
  const { groundwork, finish } = desiredResources(situation)
  const resources = [...groundwork, ...finish]
    .flatMap((batch) => batch.resources)
    .filter(({ model }) => model !== SystemParameter)
  const fields = resources.filter(({ model }) => model === FieldRecord)
  // The order of a model's records names its fields: it is set when they are there.
  const isModel = ({ model, values }: Resource) => model === ModelRecord && !('order' in values)
  const options = madeOptions(situation)
  const data = {
    'data/models.xml': dataFile(tables, resources.filter(isModel)),
    'data/ir.model.fields.csv': fieldsFile(tables, situation.suite, fields),
    'data/ir.model.fields.selection.csv': optionsFile(options.map(({ option }) => option)),
    'data/records.xml': dataFile(
      tables,
      resources.filter((one) => one.model !== FieldRecord && !isModel(one)),
    ),
  }
  return archive({
    '__manifest__.py': manifest(situation, version, Object.keys(data)),
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

/** Odoo reads the manifest as a literal of Python and runs nothing. */
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

/** The clock of a ZIP file begins here; it has no time zone. */
const SAME_TIME = new Date(1980, 0, 1)

const archive = (files: Readonly<Record<string, string>>): Uint8Array => {
  const entries = Object.entries(files).map(([path, text]) => [`${MODULE}/${path}`, strToU8(text)] as const)
  const content: Zippable = Object.fromEntries(entries)
  return zipSync(content, { mtime: SAME_TIME })
}

/** The options of the selections that setup makes. */
const madeOptions = ({ resolve }: ServerState): readonly { readonly option: Option; readonly ar: string }[] =>
  TRAINING_MODELS.flatMap((model: Model) => {
    const there = resolve(model)
    return madeFields(model, there).flatMap(({ field, name }) => {
      const id = fieldId(there.name, name)
      return Object.entries(field.labels ?? {}).map(([value, { en, ar }]) => ({
        option: { id: resourceId('option', id, value), field: id, value, label: en },
        ar,
      }))
    })
  })

const optionTranslation = (
  tables: Tables,
  { option, ar }: ReturnType<typeof madeOptions>[number],
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
      // The arch is kept under another name than the one by which it is written.
      field: resource.model === View && logical === 'arch' ? 'arch_db' : columnOf(tables, resource, logical),
      record: resource.id,
    }
    const terms = resource.terms[logical]
    if (terms) return Object.entries(terms).map(([en, term]) => ({ ...entry, isTerm: true, en, ar: term }))
    const en = resource.values[logical]
    return typeof en === 'string' ? [{ ...entry, isTerm: false, en, ar }] : []
  })
