import type { Odoo } from '../client/client.js'
import { NAMESPACE } from '../client/load.js'
import type { Model } from '../schema/model.js'
import { ExternalId, FieldOption, FieldRecord, LanguageImport } from '../schema/administration.js'
import type { BatchSteps } from './difference.js'
import { groupBy } from '../../group-by.js'
import type { IdResolver } from './id-resolver.js'
import type { OptionLabel } from './option-labels.js'
import type { Resource } from './resource.js'

/** A text of one of our records in another language. */
interface Translation {
  readonly model: Model
  /** Logical name. */
  readonly field: string
  /** External id of the record, without the namespace. */
  readonly externalId: string
  readonly lang: string
  /**
   * The English term it translates, in a text that Odoo translates by term; null: the whole text.
   */
  readonly term: string | null
  readonly text: string
}

/** Returns the Arabic texts that the plan's records still lack. All these records exist by now. */
export function missingTranslations(
  batches: readonly BatchSteps[],
  languages: readonly string[],
): readonly Translation[] {
  return batches.flatMap(({ steps }) =>
    steps.flatMap((step) => {
      const { resource } = step
      if (step.action === 'create') {
        return languages.flatMap((lang) =>
          Object.keys(resource.arabic).flatMap((field) => translationsOf(resource, field, lang)),
        )
      }
      if (step.action !== 'change') return []
      return step.changes.flatMap(({ field, lang }) =>
        lang === null ? [] : translationsOf(resource, field, lang),
      )
    }),
  )
}

function translationsOf({ id, model, arabic, terms }: Resource, field: string, lang: string): Translation[] {
  const entry = { model, field, externalId: id, lang }
  const byTerm = terms[field]
  if (byTerm) return Object.entries(byTerm).map(([term, text]) => ({ ...entry, term, text }))
  return [{ ...entry, term: null, text: arabic[field] ?? '' }]
}

/** Returns translations of option labels. Imports go by external id, so options get one. */
export async function optionTranslations(
  odoo: Odoo,
  labels: readonly OptionLabel[],
): Promise<readonly Translation[]> {
  if (labels.length === 0) return []
  const named = await odoo.searchRead(
    ExternalId,
    [
      ['module', '=', NAMESPACE],
      ['model', '=', FieldOption.name],
      ['record', 'in', [...new Set(labels.map(({ id }) => id))]],
    ],
    ['name', 'record'],
  )
  const nameOf = new Map(named.map(({ name, record }) => [record, name]))
  const unnamed = new Map(labels.filter(({ id }) => !nameOf.has(id)).map((label) => [label.id, label]))
  if (unnamed.size > 0) {
    const { fields } = await odoo.resolve(ExternalId)
    const rows = [...unnamed].map(([record, { externalId }]) => {
      nameOf.set(record, externalId)
      return {
        [fields.module.name]: NAMESPACE,
        [fields.name.name]: externalId,
        [fields.model.name]: FieldOption.name,
        [fields.record.name]: record,
      }
    })
    await odoo.call(ExternalId, 'create', [], { vals_list: rows })
  }
  return labels.map(({ id, lang, label }) => ({
    model: FieldOption,
    field: 'label',
    externalId: nameOf.get(id) ?? '',
    lang,
    term: null,
    text: label,
  }))
}

/**
 * Imports the texts as a translator's file, one per language. Written one by one, each field label
 * would make Odoo reload all its models (a third of a second).
 */
export async function translate(odoo: Odoo, translations: readonly Translation[]): Promise<void> {
  for (const [lang, texts] of groupBy(translations, (one) => one.lang)) {
    const rows = await Promise.all(texts.map((one) => csvRow(odoo, one)))
    const file = [HEADER, ...rows].map((row) => row.map(quoted).join(',')).join('\n')
    const id = await odoo.create(LanguageImport, {
      name: lang,
      code: lang,
      filename: `${lang}.csv`,
      data: Buffer.from(file).toString('base64'),
      overwrite: true,
    })
    await odoo.call(LanguageImport, 'import_lang', [id])
  }
}

const HEADER = ['module', 'type', 'name', 'res_id', 'src', 'value', 'comments']

async function csvRow(odoo: Odoo, { model, field, externalId, term, text }: Translation): Promise<string[]> {
  const { name, fields } = await odoo.resolve(model)
  return [
    NAMESPACE,
    term === null ? 'model' : 'model_terms',
    `${name},${fields[field]?.name ?? field}`,
    `${NAMESPACE}.${externalId}`,
    // Odoo ignores it for whole texts, but it must not be empty.
    term ?? field,
    text,
    '',
  ]
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

/** Returns the database ids of the plan's fields, with their resources. */
export const fieldIds = (
  batches: readonly BatchSteps[],
  resolver: IdResolver,
): readonly (readonly [Resource, id: number])[] =>
  batches.flatMap(({ steps }) =>
    steps.flatMap(({ resource }) => {
      const id = resource.model === FieldRecord ? resolver.id({ ours: resource.id }) : undefined
      return id === undefined ? [] : [[resource, id] as const]
    }),
  )
