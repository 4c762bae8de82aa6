import { listedNames } from '../domain/bilingual.js'
import type { Odoo } from './client/client.js'
import { Student } from './schema/index.js'

const FIELDS = ['name', 'nameArabic', 'nameEnglish'] as const

/** As Odoo has them now. */
export interface NamesNow {
  readonly name: string | null
  readonly nameArabic: string | null
}

const NAMELESS: NamesNow = { name: null, nameArabic: null }

/**
 * The names of students as Odoo has them now, for a page that shows them: we keep none. Without
 * Odoo there are none.
 */
export async function studentNames(
  odoo: Odoo | undefined,
  studentIds: readonly number[],
): Promise<(studentId: number) => NamesNow> {
  const ids = [...new Set(studentIds)]
  const rows =
    odoo === undefined || ids.length === 0 ? [] : await odoo.read(Student, ids, FIELDS).catch(() => [])
  const names = new Map(rows.map((student) => [student.id, listedNames(student)]))
  return (studentId) => names.get(studentId) ?? NAMELESS
}
