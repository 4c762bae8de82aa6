import type { Odoo } from '../client/client.js'
import { NAMESPACE } from '../client/load.js'
import type { Model } from '../schema/model.js'
import { ExternalId } from '../schema/administration.js'
import type { Batch } from './batch.js'

/** A record that setup made earlier. */
export interface PresentRecord {
  readonly model: Model
  /** Without the namespace. */
  readonly externalId: string
  readonly id: number
  /** By logical name. */
  readonly values: Readonly<Record<string, unknown>>
  /** Its translations, by language code. */
  readonly arabic: ReadonlyMap<string, Readonly<Record<string, unknown>>>
}

/** Our records by external id. Deleted records are absent: `load` makes them again. */
export type Present = ReadonlyMap<string, PresentRecord>

/** Reads the records of these models that setup made earlier. */
export async function readPresent(
  odoo: Odoo,
  models: readonly Model[],
  batches: readonly Batch[],
  languages: readonly string[],
): Promise<Present> {
  const entries = await odoo.searchRead(
    ExternalId,
    [
      ['module', '=', NAMESPACE],
      ['model', 'in', models.map(({ name }) => name)],
    ],
    ['name', 'model', 'record'],
  )
  const records: [string, PresentRecord][] = []
  for (const model of models) {
    const own = entries.filter((entry) => entry.model === model.name)
    if (own.length === 0) continue
    const ids = own.map(({ record }) => record)
    const rows = byId(await odoo.read(model, ids, Object.keys(model.fields)))
    const texts = translatedFields(model, batches)
    const arabic = new Map<string, ReadonlyMap<number, Readonly<Record<string, unknown>>>>()
    for (const lang of texts.length > 0 ? languages : []) {
      arabic.set(lang, byId(await odoo.with({ lang }).read(model, ids, texts)))
    }
    for (const { name, record } of own) {
      const values = rows.get(record)
      if (!values) continue
      const inArabic = [...arabic].map(([lang, read]) => [lang, read.get(record) ?? {}] as const)
      records.push([name, { model, externalId: name, id: record, values, arabic: new Map(inArabic) }])
    }
  }
  return new Map(records)
}

const byId = (rows: readonly ({ readonly id: number } & Readonly<Record<string, unknown>>)[]) =>
  new Map(rows.map((row) => [row.id, row]))

/** Returns the fields of the model for which any resource has an Arabic text. */
const translatedFields = (model: Model, batches: readonly Batch[]): string[] => {
  const resources = batches.flatMap((batch) => batch.resources).filter((one) => one.model === model)
  return [...new Set(resources.flatMap(({ arabic }) => Object.keys(arabic)))]
}
