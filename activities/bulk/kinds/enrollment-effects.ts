import type { BulkEffect } from '../../../src/contracts/bulk-operation.js'
import { FailureType } from '../../../src/contracts/failures.js'
import { isAutomatic } from '../../../src/domain/auto-enroll.js'
import type { Standing } from '../../../src/store/application-standings.js'
import { failure } from '../../failures.js'
import { readConfiguration } from '../../sync/configuration.js'
import { readStudentRecords } from '../../sync/student-records.js'
import type { BulkWork } from '../kind.js'
import { contactCandidates } from './contact-candidates.js'
import { effectsOf } from './enroll.js'

/**
 * What a decision leads to that lets students into courses: by default into those that need no
 * agent, else into the ones that `coursesOf` names (course integrations). About ten calls, however
 * many students; none for nobody.
 */
export async function enrollmentEffects(
  { context: { store }, odoo, operation }: BulkWork,
  standings: readonly Standing[],
  coursesOf?: (standing: Standing) => readonly number[],
): Promise<(standing: Standing) => readonly BulkEffect[]> {
  if (standings.length === 0) return () => []
  const { programId } = operation.filter
  const configuration = await readConfiguration(odoo, store)
  const program = configuration.programs.find((one) => one.program.id === programId)
  if (!program) throw failure(FailureType.OdooMissing, 'The program cannot be read in Odoo.', { programId })
  const ids = standings.map(({ studentId }) => studentId)
  const students = await readStudentRecords(odoo, ids, configuration)
  const candidatesOf = await contactCandidates(odoo, store, students)
  const byStudent = new Map(students.map((records) => [records.student.id, records]))
  return (standing) => {
    const records = byStudent.get(standing.studentId)
    if (!records) return []
    const { student, trackers } = records
    const named = coursesOf?.(standing)
    const enrollmentType = student.enrollmentType ?? 'auto'
    const courses = program.courses.filter(
      ({ id, autoEnrollEligible: autoEnroll }) =>
        named?.includes(id) ?? isAutomatic({ enrollmentType }, { autoEnroll }),
    )
    const before = { ...candidatesOf(records), partner: student.partner, isAdopted: false }
    return effectsOf(courses, before, trackers)
      .filter(({ effect }) => effect !== 'application')
      .map((effect) => ({ ...effect, undoable: false }))
  }
}
