import { char, type Field, type Label } from '../../schema/fields.js'
import { isStamp, provisionedFieldName, type Model, type TrainingModel } from '../../schema/model.js'
import type { ResolvedModel } from '../../client/resolution.js'
import { DefaultValue, FieldRecord } from '../../schema/administration.js'
import { isKanbanColumnField } from '../../schema/screens/index.js'
import { optionsText } from '../options-text.js'
import { resource, resourceId, type Resource } from '../resource.js'
import { isOurs } from '../server-state.js'

type Resolve = (model: string) => ResolvedModel | undefined

/** A declared field that setup has to make, or has made. */
export interface MadeField {
  readonly logical: string
  readonly field: Field
  /** Technical name. */
  readonly name: string
}

/** Of one of our models all fields; of an adopted one those that the suite lacks. */
export const madeFields = (model: Model, there: ResolvedModel): readonly MadeField[] =>
  Object.entries(model.fields).flatMap(([logical, field]) => {
    const resolved = there.fields[logical]
    if (!resolved || isStamp(logical) || resolved.origin === 'adopted') return []
    return [{ logical, field, name: resolved.name }]
  })

/** The manual field; null: what it points to is not on this server (an app that is not installed). */
export function fieldResource(there: ResolvedModel, made: MadeField, resolve: Resolve): Resource | null {
  const { field, name, logical } = made
  const { options, kind } = field
  const target = field.target === null ? null : resolve(field.target)
  if (target === undefined || (target?.origin === 'missing' && target.model.about.origin === 'odoo'))
    return null
  const isOneToMany = kind === 'one2many'
  const inverse = field.inverse === null ? null : (target?.fields[field.inverse]?.name ?? null)
  const text: Label = options.label ?? { en: logical, ar: logical }
  return resource(
    FieldRecord,
    fieldId(there.name, name),
    {
      ...PLAIN,
      name,
      label: text.en,
      kind,
      model: { model: there.name },
      relation: target?.name ?? null,
      relationField: inverse,
      onDelete: kind === 'many2one' ? (options.onDelete ?? 'set null') : null,
      selection: field.labels ? optionsText(field.labels) : null,
      help: options.help ?? null,
      // The suite's own records and code know nothing of a field that we add.
      required: isOurs(there) && isMandatory(field),
      index: options.index ?? false,
      copied: !isOneToMany && (options.copied ?? true),
      groupExpand: isKanbanColumnField(there.model, logical),
    },
    {
      title: `${there.name}.${name}`,
      words: `${describeType(kind, target?.name ?? null)}, “${text.en}”`,
      arabic: { label: text.ar },
      ...(field.labels && {
        arabicOptions: Object.fromEntries(Object.entries(field.labels).map(([key, { ar }]) => [key, ar])),
      }),
    },
  )
}

/** What stands for a record that has no name of its own: the name of another, kept as a column so that it can be searched. */
export function displayNameResource(
  there: ResolvedModel,
  about: TrainingModel,
  resolve: Resolve,
): Resource[] {
  const path = about.displayedAs
  if (path === undefined || !isOurs(there)) return []
  const leading = there.fields[path]
  const target = resolve(there.model.fields[path]?.target ?? '')
  const named = target?.fields['name']
  if (!leading || !named) return []
  return [
    resource(
      FieldRecord,
      fieldId(there.name, DISPLAY_NAME),
      {
        ...PLAIN,
        name: DISPLAY_NAME,
        label: NAME.en,
        kind: 'char',
        model: { model: there.name },
        related: `${leading.name}.${named.name}`,
        readonly: true,
      },
      {
        title: `${there.name}.${DISPLAY_NAME}`,
        words: `char, the name of ${leading.name}`,
        arabic: { label: NAME.ar },
      },
    ),
  ]
}

/** The value of a new record. */
export const defaultResource = (there: ResolvedModel, { field, name }: MadeField): Resource[] =>
  field.options.default === undefined
    ? []
    : [
        resource(
          DefaultValue,
          resourceId('default', there.name, name),
          { field: { field: [there.name, name] }, json: JSON.stringify(field.options.default) },
          { title: `${there.name}.${name}`, words: JSON.stringify(field.options.default) },
        ),
      ]

/** The field by whose name Odoo knows what to show for a record of a manual model. */
const DISPLAY_NAME = provisionedFieldName('name', char())
const NAME: Label = { en: 'Name', ar: 'الاسم' }

const PLAIN = {
  state: 'manual',
  relation: null,
  relationField: null,
  onDelete: null,
  selection: null,
  help: null,
  required: false,
  readonly: false,
  index: false,
  copied: false,
  store: true,
  groupExpand: false,
  related: null,
} as const

export const fieldId = (model: string, name: string) => resourceId('field', model, name)

/** One that Odoo fills in by itself is mandatory only where we can give it a constant. */
const isMandatory = ({ options }: Field) =>
  options.required === true || (options.required === 'defaulted' && options.default !== undefined)

/** `many2one to res.partner`. */
export const describeType = (kind: string, target: string | null) =>
  target === null ? kind : `${kind} to ${target}`
