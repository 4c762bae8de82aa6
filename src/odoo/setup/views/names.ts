import { label, type Field, type Label } from '../../schema/fields.js'
import type { Model } from '../../schema/model.js'
import { MODELS } from '../../schema/index.js'
import type { ServerState } from '../server-state.js'

/** A declared model with one server's names, for writing Odoo's XML and Python expressions. */
export interface Names {
  readonly model: Model
  /** Technical name. */
  readonly technical: string
  /** Whether the field can exist on the server. It cannot if the app of its target is missing. */
  has(logical: string): boolean
  /** Technical name of a field. */
  of(logical: string): string
  field(logical: string): Field
  /** The label that staff see. */
  label(logical: string): Label
  /** Returns the names of another model. */
  at(model: Model): Names
  /**
   * Technical path along logical names: `student`, `assignedAgent` →
   * `x_student_id.x_assigned_agent_id`.
   */
  path(logical: readonly string[]): string
}

export function namesOf(server: ServerState, model: Model): Names {
  const resolved = server.resolve(model)
  const field = (logical: string): Field => {
    const found = model.fields[logical]
    if (!found) throw new TypeError(`${model.name} has no field ${logical}`)
    return found
  }
  const of = (logical: string): string => resolved.fields[logical]?.name ?? logical
  return {
    model,
    technical: resolved.name,
    has: (logical) => {
      const target = modelNamed(field(logical).target)
      return !target || target.about.origin === 'training' || server.resolve(target).origin !== 'missing'
    },
    of,
    field,
    label: (logical) => field(logical).options.label ?? STAMP_LABELS[logical] ?? label(logical, logical),
    at: (other) => namesOf(server, other),
    path: ([first = '', ...rest]) => {
      if (rest.length === 0) return of(first)
      const target = modelNamed(field(first).target)
      if (!target) throw new TypeError(`${model.name}.${first} leads nowhere`)
      return `${of(first)}.${namesOf(server, target).path(rest)}`
    },
  }
}

const modelNamed = (name: string | null): Model | undefined =>
  MODELS.find((model: Model) => model.name === name)

/** Labels of Odoo's own fields, where a label is required. */
const STAMP_LABELS: Readonly<Record<string, Label>> = {
  createDate: label('Created on', 'تاريخ الإنشاء'),
  writeDate: label('Changed on', 'تاريخ التعديل'),
}
