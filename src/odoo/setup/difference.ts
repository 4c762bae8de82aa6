import type { AppRecords } from './app-records.js'
import type { Batch } from './batch.js'
import { describeType } from './desired/fields.js'
import type { IdResolver } from './id-resolver.js'
import { optionKeys } from './options-text.js'
import type { Present, PresentRecord } from './present.js'
import type { Resource } from './resource.js'
import { FieldRecord, ModelRecord } from '../schema/administration.js'
import type { FieldEntry, ServerState } from './server-state.js'

export interface Change {
  /** Logical name. */
  readonly field: string
  /** Language code when a translation differs; null: the value itself. */
  readonly lang: string | null
  readonly from: unknown
  /** undefined: refers to a record that does not exist yet. */
  readonly to: unknown
}

/** What setup does with one desired record. */
export type Step =
  | { readonly action: 'create'; readonly resource: Resource }
  | {
      readonly action: 'change'
      readonly resource: Resource
      readonly id: number
      readonly changes: readonly Change[]
    }
  /** It is as desired, or it is foreign (made by hand or by our app) and good enough. */
  | { readonly action: 'keep'; readonly resource: Resource }
  | { readonly action: 'conflict'; readonly resource: Resource; readonly reason: string }

export interface BatchSteps {
  readonly title: string
  readonly steps: readonly Step[]
}

/** Compares the desired records with the present ones. Pure. */
export function compare(
  batches: readonly Batch[],
  present: Present,
  app: AppRecords,
  server: Pick<ServerState, 'models' | 'fields'>,
  resolver: IdResolver,
): readonly BatchSteps[] {
  return batches.map(({ title, resources }) => ({
    title,
    steps: resources.map((resource) => {
      const record = present.get(resource.id)
      if (record) return compareWithPresent(resource, record, resolver)
      if (app.has(resource.id)) return { action: 'keep', resource }
      return compareWithForeign(resource, server) ?? { action: 'create', resource }
    }),
  }))
}

function compareWithPresent(resource: Resource, record: PresentRecord, resolver: IdResolver): Step {
  const mismatch = resource.model === FieldRecord ? typeMismatch(resource, record.values) : null
  if (mismatch !== null) return { action: 'conflict', resource, reason: mismatch }
  const changes = [...valueChanges(resource, record, resolver), ...textChanges(resource, record)]
  return changes.length === 0
    ? { action: 'keep', resource }
    : { action: 'change', resource, id: record.id, changes }
}

const valueChanges = ({ values }: Resource, record: PresentRecord, resolver: IdResolver): Change[] =>
  Object.entries(values).flatMap(([field, desired]) => {
    const [from, to] = [record.values[field], resolver.value(desired)]
    return to !== undefined && isSame(from, to) ? [] : [{ field, lang: null, from, to }]
  })

const textChanges = ({ arabic }: Resource, record: PresentRecord): Change[] =>
  [...record.arabic].flatMap(([lang, texts]) =>
    Object.entries(arabic).flatMap(([field, to]) =>
      texts[field] === to ? [] : [{ field, lang, from: texts[field], to }],
    ),
  )

function isSame(present: unknown, desired: unknown): boolean {
  if (Array.isArray(present) && Array.isArray(desired)) {
    return present.length === desired.length && desired.every((one) => present.includes(one))
  }
  return (present === '' ? null : present) === (desired === '' ? null : desired)
}

/** Models and fields are unique by name, so somebody may have made one by hand. Setup keeps it. */
function compareWithForeign(
  resource: Resource,
  { models, fields }: Pick<ServerState, 'models' | 'fields'>,
): Step | null {
  const { model, values } = resource
  if (model === ModelRecord) return models.has(textOf(values['model'])) ? { action: 'keep', resource } : null
  const field = model === FieldRecord ? fields.get(entryName(values)) : undefined
  if (!field) return null
  const mismatch = typeMismatch(resource, field) ?? missingOptions(field, values['selection'])
  return mismatch === null ? { action: 'keep', resource } : { action: 'conflict', resource, reason: mismatch }
}

/** Changing a field's type would drop its data. */
function typeMismatch(
  { values }: Resource,
  { kind, relation, relationField }: Partial<Record<keyof FieldEntry, unknown>>,
): string | null {
  const same =
    kind === values['kind'] &&
    (relation ?? null) === (values['relation'] ?? null) &&
    (relationField ?? null) === (values['relationField'] ?? null)
  if (same) return null
  const present = describeType(textOf(kind), textOf(relation) || null)
  const desired = describeType(textOf(values['kind']), textOf(values['relation']) || null)
  return `it is ${present} and should be ${desired}; rename or remove it in Odoo, then run setup again`
}

function missingOptions({ selection }: FieldEntry, desired: unknown): string | null {
  if (typeof desired !== 'string') return null
  const present = optionKeys(selection ?? '')
  const missing = optionKeys(desired).filter((key) => !present.includes(key))
  return missing.length === 0
    ? null
    : `it lacks the options ${missing.join(', ')}; add them in Odoo, then run setup again`
}

/** Returns `<model>.<field>` of a field's resource. */
function entryName({ model, name }: Resource['values']): string {
  const modelName = typeof model === 'object' && model !== null && 'model' in model ? model.model : ''
  return `${modelName}.${textOf(name)}`
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
