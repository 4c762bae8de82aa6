import type { ResolvedModel } from '../../src/odoo/client/resolution.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { NAMESPACE } from '../../src/odoo/client/load.js'
import { ExternalId, ModelRecord } from '../../src/odoo/schema/administration.js'
import { Student } from '../../src/odoo/schema/index.js'
import { RecordActivity } from '../../src/odoo/schema/todos.js'
import { hasActivities } from '../../src/odoo/student-activities.js'
import type { TodoKey } from '../../src/store/todos.js'

/** How to-dos are attached to students in the connected Odoo. */
export interface TodoPlace {
  /** The entry of the student model. */
  readonly recordModel: number
  /** Odoo's type “To-Do”; null: somebody has deleted it. */
  readonly type: number | null
}

/** Returns null where the student model has no activities, or cannot be named. */
export async function todoPlace(odoo: Odoo): Promise<TodoPlace | null> {
  const student = await odoo.resolve(Student)
  if (!(await hasActivities(odoo))) return null
  const entries = await odoo.searchRead(
    ExternalId,
    [
      ['name', 'in', [nameOfModel(student), TODO_TYPE.name]],
      ['model', 'in', [ModelRecord.name, TODO_TYPE.model]],
    ],
    ['module', 'name', 'record'],
  )
  const model = entries.find(({ name }) => name === nameOfModel(student))
  const type = entries.find(({ module, name }) => name === TODO_TYPE.name && module === TODO_TYPE.module)
  return model ? { recordModel: model.record, type: type?.record ?? null } : null
}

const TODO_TYPE = { module: 'mail', name: 'mail_activity_data_todo', model: 'mail.activity.type' } as const

/** Odoo, an app and our setup all name the entry of a model so. */
const nameOfModel = ({ name }: ResolvedModel) => `model_${name.replaceAll('.', '_')}`

/** Returns the external id of a to-do: `todo_enrollment_7_4711_1764000000000_1`. */
export const todoId = ({ workflowId, since, generation }: TodoKey & { readonly generation: number }) =>
  `todo_${workflowId.replaceAll(/[^a-z0-9]/g, '_')}_${since.getTime()}_${generation}`

/**
 * Returns the activities of these to-dos that nobody has marked as done or deleted, by external id.
 * Found by our own ids: after a restore, Odoo may give a number that we know to another activity.
 */
export async function openActivities(
  odoo: Odoo,
  externalIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (externalIds.length === 0) return new Map()
  const entries = await odoo.searchRead(
    ExternalId,
    [
      ['name', 'in', [...externalIds]],
      ['module', '=', NAMESPACE],
      ['model', '=', RecordActivity.name],
    ],
    ['name', 'record'],
  )
  if (entries.length === 0) return new Map()
  const open = await odoo.searchRead(
    RecordActivity,
    [
      ['id', 'in', entries.map(({ record }) => record)],
      ['active', '=', true],
    ],
    [],
  )
  const ids = new Set(open.map(({ id }) => id))
  return new Map(entries.filter(({ record }) => ids.has(record)).map(({ name, record }) => [name, record]))
}
