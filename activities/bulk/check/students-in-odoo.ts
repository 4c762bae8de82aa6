import type { StudentBefore, StudentInOdoo } from '../../../src/domain/wave-check.js'
import { groupBy } from '../../../src/group-by.js'
import type { Odoo } from '../../../src/odoo/client/client.js'
import { Certificate, Membership, ProgressTracker, Student } from '../../../src/odoo/schema/index.js'
import { newestId } from '../../sync/newest-id.js'

/** Four calls, however many students. Without those who do not exist. */
export async function studentsInOdoo(
  odoo: Odoo,
  programId: number,
  studentIds: readonly number[],
): Promise<Map<number, StudentInOdoo>> {
  const [students, trackers, certificates] = await Promise.all([
    odoo.read(Student, studentIds, ['partner', 'state', 'integrationStatus']),
    odoo.searchRead(ProgressTracker, [['student', 'in', [...studentIds]]], ['student'], { order: 'id' }),
    odoo.searchRead(
      Certificate,
      [
        ['student', 'in', [...studentIds]],
        ['trainingProgram', '=', programId],
      ],
      ['student'],
      { order: 'id' },
    ),
  ])
  const partners = [...new Set(students.flatMap(({ partner }) => partner ?? []))]
  const memberships =
    partners.length === 0
      ? []
      : await odoo.searchRead(Membership, [['partner', 'in', partners]], ['partner', 'active'], {
          order: 'id',
          archived: true,
        })
  const trackersOf = groupBy(trackers, ({ student }) => student)
  const certificatesOf = groupBy(certificates, ({ student }) => student)
  const membershipsOf = groupBy(memberships, ({ partner }) => partner)
  return new Map(
    students.map(({ id, partner, state, integrationStatus }) => [
      id,
      {
        ...{ partner, state, integrationStatus },
        memberships: (partner === null ? [] : (membershipsOf.get(partner) ?? [])).map(
          ({ id: membership, active }) => ({ id: membership, active }),
        ),
        trackers: idsOf(trackersOf.get(id)),
        certificates: idsOf(certificatesOf.get(id)),
      },
    ]),
  )
}

const idsOf = (rows: readonly { readonly id: number }[] = []) => rows.map(({ id }) => id)

/** The same before a run, with the newest membership of anybody. */
export async function studentsBefore(
  odoo: Odoo,
  programId: number,
  studentIds: readonly number[],
): Promise<Map<number, StudentBefore | null>> {
  const newestMembership = await newestId(odoo, Membership)
  const students = await studentsInOdoo(odoo, programId, studentIds)
  return new Map(
    studentIds.map((id) => {
      const student = students.get(id)
      return [id, student === undefined ? null : { ...student, newestMembership }]
    }),
  )
}
