import { say } from '../../../src/domain/sentences/sentence.js'
import { fingerprint } from '../../../src/hash.js'
import { statusesOf } from '../../../src/store/bulk-candidates.js'
import type { BulkKind } from '../kind.js'
import { withdrawToTheEnd } from '../stop-runs.js'
import { studentsWithApplication } from './students-matching.js'

const NOT_UNDOABLE = say('withdrawal_not_undoable')

/** Withdraws applications. Access to courses stays, as when one student withdraws. */
export const withdraw: BulkKind = {
  candidates: studentsWithApplication,

  async preview({ context: { store }, operation: { filter } }, studentIds) {
    const statuses = await statusesOf(store, filter.programId, studentIds)
    return statuses.map(({ student_id: studentId, run, flow, stage, closed }) => ({
      programId: filter.programId,
      studentId,
      effects: [{ effect: 'application', count: 1, undoable: false }],
      warnings: [NOT_UNDOABLE],
      obstacles: closed ? [say('application_ended', { stage })] : [],
      inTraining: flow !== 'enrollment',
      fingerprint: fingerprint([run, flow, stage, closed]),
      before: { run, flow, stage },
    }))
  },

  async apply(work, { program_id: programId, student_id: studentId }) {
    const ended = await withdrawToTheEnd(work, { programId, studentId }, 'apply')
    return ended === 'withdrawn'
      ? { outcome: 'done' }
      : { outcome: 'changed', reasons: [say('application_ended', { stage: ended })] }
  },

  undo: (_work, items) =>
    Promise.resolve(
      items.map((item) => ({
        programId: item.program_id,
        studentId: item.student_id,
        outcome: 'kept' as const,
        reasons: [NOT_UNDOABLE],
      })),
    ),
}
