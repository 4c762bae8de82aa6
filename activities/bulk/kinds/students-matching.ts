import type { BulkFilter } from '../../../src/contracts/bulk-operation.js'
import type { Odoo } from '../../../src/odoo/client/client.js'
import { Student } from '../../../src/odoo/schema/index.js'
import type { Condition } from '../../../src/odoo/schema/model.js'
import { applicationsMatching } from '../../../src/store/bulk-candidates.js'
import type { BulkWork } from '../kind.js'

/** Students per call of a search. */
const SEARCH_PAGE = 5_000

/** Whether a filter has a condition that only Odoo can answer. */
const asksOdoo = ({ studentStates, agentId, intakeBatchId }: BulkFilter): boolean =>
  studentStates !== undefined || agentId !== undefined || intakeBatchId !== undefined

/** Returns the students whose applications match, here and in Odoo, by rising id. */
export async function studentsWithApplication({ context, odoo, operation }: BulkWork): Promise<number[]> {
  const { filter } = operation
  const students = await applicationsMatching(context.store, filter)
  if (!asksOdoo(filter) || students.length === 0) return students
  const inOdoo = new Set(await studentsMatching(odoo, filter))
  return students.filter((id) => inOdoo.has(id))
}

/** Returns the students in Odoo whom the filter names, whatever they apply to, by rising id. */
export async function studentsMatching(odoo: Odoo, filter: BulkFilter): Promise<number[]> {
  const found: number[] = []
  for await (const rows of odoo.pages(Student, conditionsOf(filter), [], { size: SEARCH_PAGE }))
    found.push(...rows.map(({ id }) => id))
  return found
}

function conditionsOf(filter: BulkFilter): Condition<typeof Student>[] {
  const { studentIds, studentStates, agentId, intakeBatchId } = filter
  return [
    ...(studentIds ? ([['id', 'in', [...studentIds]]] as const) : []),
    ...(studentStates ? ([['state', 'in', [...studentStates]]] as const) : []),
    ...(agentId === undefined ? [] : ([['assignedAgent', '=', agentId]] as const)),
    ...(intakeBatchId === undefined ? [] : ([['intakeBatch', '=', intakeBatchId]] as const)),
  ] as Condition<typeof Student>[]
}
