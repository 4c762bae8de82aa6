import type { Odoo } from './client/client.js'
import { IntakeBatch, Student } from './schema/index.js'

/** Students who were imported together. */
export interface BatchOfStudents {
  readonly id: number
  readonly name: string
  /** Of the import. */
  readonly filename: string | null
  readonly students: number
}

/** Whether students have intake batches in this Odoo, as they do with the suite. */
export async function hasIntakeBatches(odoo: Odoo): Promise<boolean> {
  return (await odoo.resolve(Student)).fields.intakeBatch.origin !== 'missing'
}

/** Returns the batches that any student came with, newest first. Two calls; none without them. */
export async function intakeBatches(odoo: Odoo): Promise<BatchOfStudents[]> {
  if (!(await hasIntakeBatches(odoo))) return []
  const groups = await odoo.aggregate(Student, [['intakeBatch', '!=', null]], {
    groupBy: ['intakeBatch'],
    sums: [],
  })
  const counts = new Map(groups.map(({ group: [id], count }) => [id, count]))
  const ids = [...counts.keys()].filter((id) => typeof id === 'number')
  const batches = ids.length === 0 ? [] : await odoo.read(IntakeBatch, ids, ['name', 'filename'])
  return batches
    .map(({ id, name, filename }) => ({ id, name, filename, students: counts.get(id) ?? 0 }))
    .sort((a, b) => b.id - a.id)
}
