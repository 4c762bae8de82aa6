import { groupBy } from '../../src/group-by.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import type { Condition, Row } from '../../src/odoo/schema/model.js'
import { Student } from '../../src/odoo/schema/index.js'
import { ROWS_PER_CALL, type Owner } from './tracked-models.js'

/** The students that rows belong to, and which rows belong to none. */
export interface OwningStudents {
  readonly students: readonly number[]
  /** Whether any student owns it: memberships may be of contacts who are no students. */
  readonly isOwned: (owner: Owner) => boolean
}

/** Costs a call for each thousand contacts, none where every row names its student. */
export async function studentsOwning(odoo: Odoo, owners: readonly Owner[]): Promise<OwningStudents> {
  const linked = await studentsOf(
    odoo,
    owners.flatMap(({ partner }) => partner ?? []),
  )
  const partners = new Set(linked.map(({ partner }) => partner))
  return {
    students: [...owners.flatMap(({ student }) => student ?? []), ...linked.map(({ id }) => id)],
    isOwned: ({ student, partner }) => student !== null || (partner !== null && partners.has(partner)),
  }
}

/** Returns the students that each row belongs to. Several may share a contact. */
export async function studentsByOwner(
  odoo: Odoo,
  owners: readonly Owner[],
): Promise<(owner: Owner) => readonly number[]> {
  const linked = groupBy(
    await studentsOf(
      odoo,
      owners.flatMap(({ partner }) => partner ?? []),
    ),
    ({ partner }) => partner,
  )
  return ({ student, partner }) =>
    student === null ? (linked.get(partner) ?? []).map(({ id }) => id) : [student]
}

/** Students who are linked to one of these contacts. */
async function studentsOf(
  odoo: Odoo,
  partners: readonly number[],
): Promise<Row<typeof Student, 'partner'>[]> {
  const wanted = [...new Set(partners)]
  const found: Row<typeof Student, 'partner'>[] = []
  for (let start = 0; start < wanted.length; start += ROWS_PER_CALL) {
    const domain: readonly Condition<typeof Student>[] = [
      ['partner', 'in', wanted.slice(start, start + ROWS_PER_CALL)],
    ]
    for await (const rows of odoo.pages(Student, domain, ['partner'], { size: ROWS_PER_CALL }))
      found.push(...rows)
  }
  return found
}
