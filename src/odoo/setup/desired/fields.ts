import { char, type Field, type Label } from '../../schema/fields.js'
import { isStamp, provisionedFieldName, type Model, type TrainingModel } from '../../schema/model.js'
import type { ResolvedModel } from '../../client/resolution.js'
import { DefaultValue, FieldRecord } from '../../schema/administration.js'
import { isKanbanColumnField } from '../../schema/screens/index.js'
import { optionsText } from '../options-text.js'
import { resource, resourceId, type Resource } from '../resource.js'
import { isOurs } from '../server-state.js'

type Resolve = (model: string) => ResolvedModel | undefined

/** A declared field that setup makes. */
export interface ProvisionedField {
  readonly logical: string
  readonly field: Field
  /** Technical name. */
  readonly name: string
}

/** Returns all fields of our own model, or those that an adopted model lacks. */
export const provisionedFields = (model: Model, resolved: ResolvedModel): readonly ProvisionedField[] =>
  Object.entries(model.fields).flatMap(([logical, field]) => {
    const onServer = resolved.fields[logical]
    if (!onServer || isStamp(logical) || onServer.origin === 'adopted') return []
    return [{ logical, field, name: onServer.name }]
  })

/** Returns the manual field; null: its target's app is not installed. */
export function fieldResource(
  resolved: ResolvedModel,
  provisioned: ProvisionedField,
  resolve: Resolve,
): Resource | null {
  const { field, name, logical } = provisioned
  const { options, kind } = field
  const target = field.target === null ? null : resolve(field.target)
  if (target === undefined || (target?.origin === 'missing' && target.model.about.origin === 'odoo'))
    return null
  const isOneToMany = kind === 'one2many'
  const inverse = field.inverse === null ? null : (target?.fields[field.inverse]?.name ?? null)
  const text: Label = options.label ?? { en: logical, ar: logical }
  return resource(
    FieldRecord,
    fieldId(resolved.name, name),
    {
      ...PLAIN,
      name,
      label: text.en,
      kind,
      model: { model: resolved.name },
      relation: target?.name ?? null,
      relationField: inverse,
      onDelete: kind === 'many2one' ? (options.onDelete ?? 'set null') : null,
      selection: field.labels ? optionsText(field.labels) : null,
      help: options.help ?? null,
      // Records and code of the suite do not fill a field that we add.
      required: isOurs(resolved) && isMandatory(field),
      index: options.index ?? false,
      copied: !isOneToMany && (options.copied ?? true),
      groupExpand: isKanbanColumnField(resolved.model, logical),
    },
    {
      title: `${resolved.name}.${name}`,
      description: `${describeType(kind, target?.name ?? null)}, “${text.en}”`,
      arabic: { label: text.ar },
      ...(field.labels && {
        arabicOptions: Object.fromEntries(Object.entries(field.labels).map(([key, { ar }]) => [key, ar])),
      }),
    },
  )
}

/**
 * The name of a record without its own: another record's name, stored so that it can be searched.
 */
export function displayNameResource(
  resolved: ResolvedModel,
  about: TrainingModel,
  resolve: Resolve,
): Resource[] {
  const path = about.displayedAs
  if (path === undefined || !isOurs(resolved)) return []
  const leading = resolved.fields[path]
  const target = resolve(resolved.model.fields[path]?.target ?? '')
  const named = target?.fields['name']
  if (!leading || !named) return []
  return [
    resource(
      FieldRecord,
      fieldId(resolved.name, DISPLAY_NAME),
      {
        ...PLAIN,
        name: DISPLAY_NAME,
        label: NAME.en,
        kind: 'char',
        model: { model: resolved.name },
        related: `${leading.name}.${named.name}`,
        readonly: true,
      },
      {
        title: `${resolved.name}.${DISPLAY_NAME}`,
        description: `char, the name of ${leading.name}`,
        arabic: { label: NAME.ar },
      },
    ),
  ]
}

/** The default value for new records. */
export const defaultResource = (resolved: ResolvedModel, { field, name }: ProvisionedField): Resource[] =>
  field.options.default === undefined
    ? []
    : [
        resource(
          DefaultValue,
          resourceId('default', resolved.name, name),
          { field: { field: [resolved.name, name] }, json: JSON.stringify(field.options.default) },
          { title: `${resolved.name}.${name}`, description: JSON.stringify(field.options.default) },
        ),
      ]

/** Odoo shows the field of this name for a record of a manual model. */
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

/** A field with a computed default is mandatory only if we can give it a constant default. */
const isMandatory = ({ options }: Field) =>
  options.required === true || (options.required === 'defaulted' && options.default !== undefined)

/** `many2one to res.partner`. */
export const describeType = (kind: string, target: string | null) =>
  target === null ? kind : `${kind} to ${target}`
