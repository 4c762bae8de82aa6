import type { Odoo } from './client/client.js'
import { Student } from './schema/index.js'

/**
 * The names of students as Odoo has them now, for a page that shows them: we keep none. Without
 * Odoo there are none.
 */
export async function studentNames(
  odoo: Odoo | undefined,
  studentIds: readonly number[],
): Promise<(studentId: number) => string | null> {
  const ids = [...new Set(studentIds)]
  const rows =
    odoo === undefined || ids.length === 0 ? [] : await odoo.read(Student, ids, ['name']).catch(() => [])
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return (studentId) => names.get(studentId) ?? null
}
