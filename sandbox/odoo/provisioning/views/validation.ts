import type { Environment } from '../../orm/environment.js'
import { validationError } from '../../orm/exceptions.js'
import { parseArch, type Element } from './architecture.js'
import { BASE_METHODS } from '../../orm/methods/base.js'
import { unknownFieldIn } from './expressions.js'
import { elementsOf } from './fields.js'

interface ViewRow {
  readonly name: string
  readonly model: string | null
  readonly type: string
  readonly arch: string
  readonly inherit_id: number | null
}

/**
 * Checks views when they are stored: XML, root, fields, and what a version does not accept. From 18
 * on, Odoo silently repairs malformed XML. Here every version rejects it, since it is never
 * intended. Throws ValidationError.
 */
export async function checkViews(env: Environment, ids: readonly number[]): Promise<void> {
  const views = await env.sql<ViewRow>(
    "SELECT name, model, type, coalesce(arch_db, '') AS arch, inherit_id FROM ir_ui_view WHERE id = ANY($1) ORDER BY id",
    [ids],
  )
  for (const view of views) checkView(env, view)
}

function checkView(env: Environment, view: ViewRow): void {
  const root = wellFormed(view)
  if (view.type === 'qweb') return
  if (!view.model || !env.transaction.registry.find(view.model))
    throw near(view, `Model not found: ${view.model ?? ''}`)
  for (const { element, model } of elementsOf(env.transaction.registry, view.model, root))
    if (model !== undefined) checkElement(env, view, element, model)
  if (view.inherit_id === null && root.tag !== view.type)
    throw near(view, `The root node of a ${view.type} view should be a <${view.type}>, not a <${root.tag}>`)
  if (some(root, ({ attributes }) => 'attrs' in attributes || 'states' in attributes))
    throw validationError(
      `Since 17.0, the "attrs" and "states" attributes are no longer used.\nView: ${view.name}`,
    )
  if (env.version >= 19 && view.type === 'search' && some(root, isOldGroup)) throw invalid(view)
}

/** Elements allowed in a list. Odoo checks no other element's children this strictly. */
const IN_LIST = ['field', 'button', 'control', 'groupby', 'widget', 'header']

function checkElement(env: Environment, view: ViewRow, element: Element, modelName: string): void {
  const { registry } = env.transaction
  const model = registry.find(modelName)
  const { tag, attributes, children } = element
  const { name } = attributes
  if (tag === 'field' && (name === undefined || !model?.fields[name]))
    throw near(view, `Field "${name ?? ''}" does not exist in model "${modelName}"`)
  const unknown = model && unknownFieldIn(registry, model, element)
  if (unknown !== undefined) throw near(view, `Unknown field "${modelName}.${unknown}" in <${tag}>`)
  const stray = ['list', 'tree'].includes(tag) && children.find((child) => !IN_LIST.includes(child.tag))
  if (stray) throw near(view, `List child can only have one of ${IN_LIST.join(', ')} tag (not ${stray.tag})`)
  if (tag === 'button' && attributes.type === 'object' && model?.manual && !(name && name in BASE_METHODS))
    throw near(view, `${name ?? ''} is not a valid action on ${modelName}`)
}

function wellFormed(view: ViewRow): Element {
  try {
    return parseArch(view.arch)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw validationError(`Error while parsing or validating view:\n\n${reason}`)
  }
}

/** `<group expand="0" string="…">` in a search view. 19 accepts only a bare `<group>`. */
const isOldGroup = ({ tag, attributes }: Element) =>
  tag === 'group' && ('expand' in attributes || 'string' in attributes)

const some = (element: Element, test: (element: Element) => boolean): boolean =>
  test(element) || element.children.some((child) => some(child, test))

const near = ({ arch }: ViewRow, reason: string) =>
  validationError(`Error while validating view near:\n\n${arch.slice(0, 400)}\n${reason}`)

const invalid = ({ name }: ViewRow) => validationError(`Invalid view ${name} definition in false`)
