import { FailureType } from '../contracts/failures.js'
import type { Odoo } from './client.js'
import { OdooError } from './errors.js'
import type { Field } from './fields.js'
import type { Model } from './model.js'
import { MODELS } from './schema.js'

/** A difference between the declaration and the connected server, as this login sees it. */
export interface Finding {
  readonly kind: 'no_model' | 'no_field' | 'other_type' | 'unknown_keys' | 'not_readable'
  /** Technical names. */
  readonly model: string
  readonly field?: string
  /** What is wrong and what to do about it, one sentence. */
  readonly words: string
}

/**
 * Compares every declared model and field with the connected server: what is missing, of another type, or not readable by this login.
 * Empty: the product can work. Fails with `OdooError` when the server cannot be asked (away, login refused).
 */
export async function compareSchema(odoo: Odoo, models: readonly Model[] = MODELS): Promise<Finding[]> {
  const findings = await Promise.all(models.map((model) => compareModel(odoo, model)))
  return findings.flat()
}

async function compareModel(odoo: Odoo, model: Model): Promise<Finding[]> {
  const there = await fieldsOnServer(odoo, model)
  if (!there) {
    const words = `The server has no model ${model.name}: install the Odoo module that brings it.`
    return [{ kind: 'no_model', model: model.name, words }]
  }
  const findings = Object.entries(model.fields).flatMap(
    ([logical, field]) => compareField(model.name, model.technical[logical] ?? logical, field, there) ?? [],
  )
  const readable = Object.keys(model.fields).filter((logical) => (model.technical[logical] ?? '') in there)
  return (await mayRead(odoo, model, readable)) ? findings : [...findings, notReadable(model)]
}

interface ServerField {
  readonly type?: unknown
  readonly relation?: unknown
  readonly selection?: unknown
}

/** undefined: no such model. */
async function fieldsOnServer(odoo: Odoo, model: Model): Promise<Record<string, ServerField> | undefined> {
  try {
    const attributes = ['type', 'relation', 'selection']
    return (await odoo.call(model, 'fields_get', [], [], { attributes })) as Record<string, ServerField>
  } catch (error) {
    if (error instanceof OdooError && error.type === FailureType.OdooSchema) return undefined
    throw error
  }
}

function compareField(
  model: string,
  name: string,
  field: Field,
  there: Record<string, ServerField>,
): Finding | undefined {
  const found = there[name]
  if (!found) {
    const todo = field.options.provisioned
      ? 'run the command `setup` with an administrator’s login.'
      : 'the module is of another version than this product knows, or hides the field from this login.'
    return { kind: 'no_field', model, field: name, words: `${model} has no field ${name}: ${todo}` }
  }
  const type = String(found.type)
  const relation = field.target === null ? null : String(found.relation)
  if (type !== field.kind || relation !== field.target) {
    const is = describeType(type, relation)
    const words = `${model}.${name} is ${is}, not ${describeType(field.kind, field.target)}.`
    return { kind: 'other_type', model, field: name, words }
  }
  const unknown = selectionKeys(found).filter((key) => field.keys && !field.keys.includes(key))
  if (unknown.length === 0) return undefined
  const words = `${model}.${name} has choices that this product does not know: ${unknown.join(', ')}.`
  return { kind: 'unknown_keys', model, field: name, words }
}

const selectionKeys = ({ selection }: ServerField): string[] =>
  Array.isArray(selection) ? selection.map((option: unknown) => String((option as unknown[])[0])) : []

/** `many2one to res.partner`. */
export const describeType = (kind: string, target: string | null) =>
  target === null ? kind : `${kind} to ${target}`

/** Asks for one record: rights on models, fields and records are tested as they are used. */
async function mayRead(odoo: Odoo, model: Model, fields: readonly string[]): Promise<boolean> {
  try {
    await odoo.searchRead(model, [], fields, { limit: 1, order: 'id' })
    return true
  } catch (error) {
    if (error instanceof OdooError && error.type === FailureType.OdooAccessDenied) return false
    // A value outside the declaration is what `unknown_keys` reports; one bad record is no fault of the schema.
    if (error instanceof OdooError && error.type === FailureType.OdooSchema) return true
    throw error
  }
}

const notReadable = ({ name }: Model): Finding => ({
  kind: 'not_readable',
  model: name,
  words: `This login may not read ${name}: give its user the groups that the README names.`,
})
