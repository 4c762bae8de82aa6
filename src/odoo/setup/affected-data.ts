import type { Odoo } from '../client/client.js'
import type { Domain, Model } from '../schema/model.js'
import { TRAINING_MODELS } from '../schema/index.js'
import { fieldId } from './desired/fields.js'
import { modelId } from './desired/models.js'
import type { Present } from './present.js'
import type { ServerState } from './server-state.js'

/** Data that a rollback deletes: all rows of a model of ours, or our fields on a foreign model. */
export interface AffectedData {
  readonly model: Model
  /** Technical name. */
  readonly name: string
  /** Which rows. Of an adopted model: those where any of our fields is filled. */
  readonly domain: Domain<Model>
  /** Logical names of the fields that are deleted. */
  readonly fields: readonly string[]
  readonly rows: number
}

/** Counts the rows that would be lost. */
export async function readAffectedData(
  odoo: Odoo,
  { resolve }: ServerState,
  present: Present,
): Promise<readonly AffectedData[]> {
  const found: AffectedData[] = []
  for (const model of TRAINING_MODELS as readonly Model[]) {
    const { name, fields } = resolve(model)
    const ours = Object.entries(fields).filter(([, field]) => present.has(fieldId(name, field.name)))
    const stored = ours.flatMap(([logical]) => (model.fields[logical]?.kind === 'one2many' ? [] : [logical]))
    const isOurs = present.has(modelId(name))
    if (!isOurs && stored.length === 0) continue
    const domain = isOurs ? [] : anyFilled(model, stored)
    const rows = await odoo.count(model, domain, { archived: true })
    if (rows > 0) found.push({ model, name, domain, fields: stored, rows })
  }
  return found
}

function anyFilled(model: Model, fields: readonly string[]): Domain<Model> {
  const conditions = fields.map(
    (name) => [name, '!=', EMPTY[model.fields[name]?.kind ?? ''] ?? null] as const,
  )
  return [...conditions.slice(1).map(() => '|' as const), ...conditions]
}

/** Numbers have no empty value in Odoo. */
const EMPTY: Readonly<Record<string, number | boolean>> = { integer: 0, float: 0, boolean: false }

/** Describes for a person what would be lost. */
export const describeAffectedData = (data: readonly AffectedData[]): string =>
  data
    .map(({ name, rows, domain }) => `${rows} × ${name}${domain.length > 0 ? ' (our fields)' : ''}`)
    .join(', ')
