import type { Environment } from './environment.js'
import type { Cell, Row } from './field.js'
import type { Model } from './model.js'
import { translateTerms } from './view-translation.js'

/** The language of columns. Texts in other languages are in the table `translation`. */
const SOURCE_LANGUAGE = 'en_US'

/**
 * Table of texts in other languages: whole texts under the empty term, those of a view under the
 * term that they replace.
 */
export const CREATE_TRANSLATIONS = `
  CREATE TABLE translation (
    model text NOT NULL, field text NOT NULL, res_id integer NOT NULL, lang text NOT NULL,
    term text NOT NULL DEFAULT '', value text, PRIMARY KEY (model, field, res_id, lang, term))`

const otherLanguage = ({ context }: Environment) =>
  typeof context.lang === 'string' && context.lang !== SOURCE_LANGUAGE ? context.lang : null

/** Stores texts written in another language. Returns the changes that are left for columns. */
export async function storeTranslations(
  env: Environment,
  model: Model,
  changes: readonly { id: number; row: Row }[],
): Promise<{ id: number; row: Row }[]> {
  const lang = otherLanguage(env)
  const isTranslated = (name: string) => model.fields[name]?.translated === true
  if (lang === null || !Object.keys(model.fields).some(isTranslated)) return [...changes]
  const texts = changes.flatMap(({ id, row }) =>
    Object.entries(row).flatMap(([field, value]) =>
      isTranslated(field) ? [{ field, res_id: id, value }] : [],
    ),
  )
  await env.sql(
    `INSERT INTO translation (model, field, res_id, lang, value)
     SELECT $2, t.field, t.res_id, $3, t.value FROM jsonb_to_recordset($1) AS t(field text, res_id integer, value text)
     ON CONFLICT (model, field, res_id, lang, term) DO UPDATE SET value = excluded.value`,
    [JSON.stringify(texts), model.name, lang],
  )
  return changes.map(({ id, row }) => ({
    id,
    row: Object.fromEntries(Object.entries(row).filter(([field]) => !isTranslated(field))),
  }))
}

/** The texts of a field in the language of the context, or in the source language. */
export async function translated(
  env: Environment,
  model: Model,
  field: string,
  cells: ReadonlyMap<number, Cell>,
): Promise<ReadonlyMap<number, Cell>> {
  const lang = otherLanguage(env)
  const translates = model.fields[field]?.translated
  if (lang === null || !translates) return cells
  const rows = await env.sql<{ id: number; term: string; value: string }>(
    'SELECT res_id AS id, term, value FROM translation WHERE model = $1 AND field = $2 AND lang = $3 AND res_id = ANY($4)',
    [model.name, field, lang, [...cells.keys()]],
  )
  if (translates === true) return new Map([...cells, ...rows.map(({ id, value }) => [id, value] as const)])
  const terms = new Map<number, Map<string, string>>()
  for (const { id, term, value } of rows)
    terms.set(id, (terms.get(id) ?? new Map<string, string>()).set(term, value))
  return new Map(
    [...cells].map(([id, cell]) => [
      id,
      typeof cell === 'string' ? translateTerms(cell, terms.get(id) ?? new Map()) : cell,
    ]),
  )
}

/** A text of a translation file. */
export interface ImportedText {
  readonly model: string
  readonly field: string
  /** `module.name` of the record. */
  readonly external_id: string
  /** The part of the source that it replaces. Empty: all of it. */
  readonly term: string
  readonly value: string
}

/** Stores texts of existing records. Existing translations stay unless `overwrite` is set. */
export async function importTranslations(
  env: Environment,
  lang: string,
  texts: readonly ImportedText[],
  overwrite: boolean,
): Promise<void> {
  await env.sql(
    `INSERT INTO translation (model, field, res_id, lang, term, value)
     SELECT t.model, t.field, d.res_id, $2, t.term, t.value
     FROM jsonb_to_recordset($1) AS t(model text, field text, external_id text, term text, value text)
     JOIN ir_model_data d ON d.model = t.model AND d.module || '.' || d.name = t.external_id
     ON CONFLICT (model, field, res_id, lang, term) DO ${overwrite ? 'UPDATE SET value = excluded.value' : 'NOTHING'}`,
    [JSON.stringify(texts), lang],
  )
}
