import { groupBy } from '../group-by.js'
import type { Odoo } from '../odoo/client/client.js'
import { ProgressTracker, Student } from '../odoo/schema/index.js'
import type { Row } from '../odoo/schema/model.js'
import { batches } from './batches.js'

const TRACKER_FIELDS = [
  'student',
  'courseIntegration',
  'status',
  'overallProgress',
  'enrollmentDate',
] as const

/** A student with all their trackers, also those that staff have created. */
export interface StudentInTraining {
  readonly state: string | null
  readonly trackers: readonly Row<typeof ProgressTracker, (typeof TRACKER_FIELDS)[number]>[]
}

/** Returns those of the students who exist in Odoo, by id. */
export async function readStudentsInTraining(
  odoo: Odoo,
  studentIds: readonly number[],
): Promise<ReadonlyMap<number, StudentInTraining>> {
  const found = new Map<number, StudentInTraining>()
  for (const batch of batches([...new Set(studentIds)])) {
    const [students, rows] = await Promise.all([
      odoo.read(Student, batch, ['state']),
      odoo.searchRead(ProgressTracker, [['student', 'in', batch]], TRACKER_FIELDS, { order: 'id' }),
    ])
    const trackers = groupBy(rows, ({ student }) => student)
    for (const { id, state } of students) found.set(id, { state, trackers: trackers.get(id) ?? [] })
  }
  return found
}
