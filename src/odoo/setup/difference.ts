import type { AppRecords } from './app.js'
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
  /** Code of a language, where only its text differs. */
  readonly lang: string | null
  readonly from: unknown
  /** undefined: refers to a record that is still to be made. */
  readonly to: unknown
}

/** What has to happen to one wanted record. */
export type Step =
  | { readonly action: 'create'; readonly resource: Resource }
  | {
      readonly action: 'change'
      readonly resource: Resource
      readonly id: number
      readonly changes: readonly Change[]
    }
  /** As wanted already, or made by others (by hand, by our app) and good enough: then it is nobody's but theirs. */
  | { readonly action: 'keep'; readonly resource: Resource }
  | { readonly action: 'refuse'; readonly resource: Resource; readonly words: string }

export interface BatchSteps {
  readonly title: string
  readonly steps: readonly Step[]
}

/** Compares what we want with what is there. Pure. */
export function compare(
  batches: readonly Batch[],
  present: Present,
  app: AppRecords,
  situation: Pick<ServerState, 'models' | 'fields'>,
  known: IdResolver,
): readonly BatchSteps[] {
  return batches.map(({ title, resources }) => ({
    title,
    steps: resources.map((resource) => {
      const record = present.get(resource.id)
      if (record) return compareWithOurs(resource, record, known)
      if (app.has(resource.id)) return { action: 'keep', resource }
      return compareWithTheirs(resource, situation) ?? { action: 'create', resource }
    }),
  }))
}

function compareWithOurs(resource: Resource, record: PresentRecord, known: IdResolver): Step {
  const misfit = resource.model === FieldRecord ? typeMisfit(resource, record.values) : null
  if (misfit !== null) return { action: 'refuse', resource, words: misfit }
  const changes = [...valueChanges(resource, record, known), ...textChanges(resource, record)]
  return changes.length === 0
    ? { action: 'keep', resource }
    : { action: 'change', resource, id: record.id, changes }
}

const valueChanges = ({ values }: Resource, record: PresentRecord, known: IdResolver): Change[] =>
  Object.entries(values).flatMap(([field, wanted]) => {
    const [from, to] = [record.values[field], known.value(wanted)]
    return to !== undefined && isSame(from, to) ? [] : [{ field, lang: null, from, to }]
  })

const textChanges = ({ arabic }: Resource, record: PresentRecord): Change[] =>
  [...record.arabic].flatMap(([lang, texts]) =>
    Object.entries(arabic).flatMap(([field, to]) =>
      texts[field] === to ? [] : [{ field, lang, from: texts[field], to }],
    ),
  )

function isSame(present: unknown, wanted: unknown): boolean {
  if (Array.isArray(present) && Array.isArray(wanted)) {
    return present.length === wanted.length && wanted.every((one) => present.includes(one))
  }
  return (present === '' ? null : present) === (wanted === '' ? null : wanted)
}

/** Models and fields have names of their own: somebody may have made them by hand. Theirs is never touched. */
function compareWithTheirs(
  resource: Resource,
  { models, fields }: Pick<ServerState, 'models' | 'fields'>,
): Step | null {
  const { model, values } = resource
  if (model === ModelRecord) return models.has(textOf(values['model'])) ? { action: 'keep', resource } : null
  const field = model === FieldRecord ? fields.get(entryName(values)) : undefined
  if (!field) return null
  const misfit = typeMisfit(resource, field) ?? missingOptions(field, values['selection'])
  return misfit === null ? { action: 'keep', resource } : { action: 'refuse', resource, words: misfit }
}

/** Changing a field's type means dropping its data. */
function typeMisfit(
  { values }: Resource,
  { kind, relation, relationField }: Partial<Record<keyof FieldEntry, unknown>>,
): string | null {
  const same =
    kind === values['kind'] &&
    (relation ?? null) === (values['relation'] ?? null) &&
    (relationField ?? null) === (values['relationField'] ?? null)
  if (same) return null
  const is = describeType(textOf(kind), textOf(relation) || null)
  const wanted = describeType(textOf(values['kind']), textOf(values['relation']) || null)
  return `it is ${is} and should be ${wanted}; rename or remove it in Odoo, then run setup again`
}

function missingOptions({ selection }: FieldEntry, wanted: unknown): string | null {
  if (typeof wanted !== 'string') return null
  const there = optionKeys(selection ?? '')
  const missing = optionKeys(wanted).filter((key) => !there.includes(key))
  return missing.length === 0
    ? null
    : `it lacks the options ${missing.join(', ')}; add them in Odoo, then run setup again`
}

/** `<model>.<field>` of the resource of a field. */
function entryName({ model, name }: Resource['values']): string {
  const of = typeof model === 'object' && model !== null && 'model' in model ? model.model : ''
  return `${of}.${textOf(name)}`
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
