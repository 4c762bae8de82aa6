import type { Odoo } from '../client/client.js'
import { NAMESPACE } from '../client/load.js'
import type { Model } from '../schema/model.js'
import { ExternalId, FieldOption, FieldRecord, LanguageImport } from '../schema/administration.js'
import type { BatchSteps } from './difference.js'
import { groupBy } from '../../group-by.js'
import type { IdResolver } from './id-resolver.js'
import type { OptionLabel } from './option-labels.js'
import type { Resource } from './resource.js'

/** A text of a record of ours in another language. */
interface Translation {
  readonly model: Model
  /** Logical name. */
  readonly field: string
  /** Of the record, without the namespace. */
  readonly externalId: string
  readonly lang: string
  /** The English term that it stands for, in a text that Odoo translates term by term; null: all of the text. */
  readonly term: string | null
  readonly text: string
}

/** The texts that are still to be said in Arabic, of the records of the plan (all of them there by now). */
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

/** The texts of options. They are imported by external id: who has none is given one. */
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
 * Writes the texts, each language in one go, as a translator's file is imported. Written one by one, each label of a field would make Odoo
 * load all its models anew (a third of a second).
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
    // Not looked at where the text is whole, but it must not be empty.
    term ?? field,
    text,
    '',
  ]
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

/** Ids of the fields of the plan, by resource. */
export const fieldIds = (
  batches: readonly BatchSteps[],
  known: IdResolver,
): readonly (readonly [Resource, id: number])[] =>
  batches.flatMap(({ steps }) =>
    steps.flatMap(({ resource }) => {
      const id = resource.model === FieldRecord ? known.id({ ours: resource.id }) : undefined
      return id === undefined ? [] : [[resource, id] as const]
    }),
  )
