import type { BulkOutcome } from '../../../src/contracts/bulk-operation.js'
import { checkStudent, type Foretold, type StudentBefore } from '../../../src/domain/wave-check.js'
import {
  emailsSince,
  noteBefore,
  notedItems,
  saveCheck,
  studentsToNote,
  type StudentDifference,
} from '../../../src/store/bulk-checks.js'
import type { BulkItem } from '../../../src/store/bulk-items.js'
import type { BulkWork } from '../kind.js'
import { studentsBefore, studentsInOdoo } from './students-in-odoo.js'

/** A page costs four or five calls to Odoo, however many students it has. */
const STUDENTS_PER_PAGE = 5_000

/** Notes what Odoo has of the students before the run changes anything. Once for each. */
export async function noteStudentsBefore({ context: { store }, odoo, operation }: BulkWork): Promise<void> {
  const { id, filter } = operation
  for (;;) {
    const students = await studentsToNote(store, id, STUDENTS_PER_PAGE)
    if (students.length === 0) return
    await noteBefore(store, id, await studentsBefore(odoo, filter.programId, students))
  }
}

/**
 * Compares the students with what was noted before the run. What was foretold and is not there yet
 * counts as waiting, and as a difference only in the last comparison. Returns how many wait.
 */
export async function checkOperation(work: BulkWork, isLast: boolean): Promise<number> {
  const { context, odoo, operation } = work
  const { programId } = operation.filter
  const since = operation.confirmed_at ?? operation.created_at
  const differences: StudentDifference[] = []
  let students = 0
  let waiting = 0
  for (let after = 0; ;) {
    const items = await notedItems(context.store, operation.id, { after, limit: STUDENTS_PER_PAGE })
    const ids = items.map((item) => item.student_id)
    if (ids.length > 0) {
      const now = await studentsInOdoo(odoo, programId, ids)
      const emails = await emailsSince(context.store, programId, ids, since)
      for (const item of items) {
        const studentId = item.student_id
        const before = item.odoo_before as StudentBefore
        const sent = emails.get(studentId) ?? 0
        const { unforetold, missing } = checkStudent(before, now.get(studentId) ?? null, sent, foretold(item))
        if (missing.length > 0) waiting += 1
        const found = isLast
          ? [...unforetold, ...missing.filter((one) => !unforetold.some(({ kind }) => kind === one.kind))]
          : unforetold
        differences.push(...found.map((difference) => ({ programId, studentId, ...difference })))
      }
      students += items.length
    }
    const last = items.at(-1)
    if (last === undefined || items.length < STUDENTS_PER_PAGE) break
    after = last.student_id
  }
  const isFinished = isLast || waiting === 0
  await saveCheck(context.store, operation.id, { students, waiting, differences, isFinished })
  return waiting
}

/** Outcomes after which effects may be there, all or some of them. */
const AFFECTED: readonly BulkOutcome[] = ['applying', 'done', 'failed', 'undoing', 'undo_failed', 'kept']

/** An email stays, whatever is undone. */
function foretold({ effects, outcome }: BulkItem): Foretold {
  const remaining = AFFECTED.includes(outcome)
    ? effects
    : outcome === 'undone'
      ? effects.filter(({ effect }) => effect === 'email')
      : []
  const counts: Record<string, number> = {}
  for (const { effect, count } of remaining) counts[effect] = (counts[effect] ?? 0) + count
  return { effects: counts, isDone: outcome === 'done' }
}
