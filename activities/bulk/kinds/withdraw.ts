import { fingerprint } from '../../../src/hash.js'
import { applicationsMatching, statusesOf } from '../../../src/store/bulk-candidates.js'
import type { BulkKind } from '../kind.js'
import { withdrawToTheEnd } from '../stop-runs.js'

/** Withdraws applications. Access to courses stays, as when one student withdraws. */
export const withdraw: BulkKind = {
  candidates: ({ context: { store }, operation: { filter } }) => applicationsMatching(store, filter),

  async preview({ context: { store }, operation: { filter } }, studentIds) {
    const statuses = await statusesOf(store, filter.programId, studentIds)
    return statuses.map(({ student_id: studentId, run, flow, stage, closed }) => ({
      programId: filter.programId,
      studentId,
      effects: [{ effect: 'application', count: 1, undoable: false }],
      warnings: ['A withdrawal cannot be undone: enroll the student again, as a new run.'],
      obstacles: closed ? [`The application has ended: ${stage}.`] : [],
      inTraining: flow !== 'enrollment',
      fingerprint: fingerprint([run, flow, stage, closed]),
      before: { run, flow, stage },
    }))
  },

  async apply(work, { program_id: programId, student_id: studentId }) {
    const ended = await withdrawToTheEnd(work, { programId, studentId }, 'apply')
    return ended === 'withdrawn'
      ? { outcome: 'done' }
      : { outcome: 'changed', reasons: [`The application has ended: ${ended}.`] }
  },

  undo: (_work, items) =>
    Promise.resolve(
      items.map((item) => ({
        programId: item.program_id,
        studentId: item.student_id,
        outcome: 'kept' as const,
        reasons: ['A withdrawal cannot be undone: enroll the student again, as a new run.'],
      })),
    ),
}
