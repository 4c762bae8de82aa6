import type { BulkFilter } from '../../../src/contracts/bulk-operation.js'
import type { Odoo } from '../../../src/odoo/client/client.js'
import { Student } from '../../../src/odoo/schema/index.js'
import type { Condition } from '../../../src/odoo/schema/model.js'

/** Students per call of a search. */
const SEARCH_PAGE = 5_000

/** Whether a filter has a condition that only Odoo can answer. */
export const asksOdoo = ({ studentStates, agentId }: BulkFilter): boolean =>
  studentStates !== undefined || agentId !== undefined

/** Returns the students in Odoo whom the filter names, whatever they apply to, by rising id. */
export async function studentsMatching(odoo: Odoo, filter: BulkFilter): Promise<number[]> {
  const found: number[] = []
  for await (const rows of odoo.pages(Student, conditionsOf(filter), [], { size: SEARCH_PAGE }))
    found.push(...rows.map(({ id }) => id))
  return found
}

function conditionsOf({ studentIds, studentStates, agentId }: BulkFilter): Condition<typeof Student>[] {
  return [
    ...(studentIds ? ([['id', 'in', [...studentIds]]] as const) : []),
    ...(studentStates ? ([['state', 'in', [...studentStates]]] as const) : []),
    ...(agentId === undefined ? [] : ([['assignedAgent', '=', agentId]] as const)),
  ] as Condition<typeof Student>[]
}
