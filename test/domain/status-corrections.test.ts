import assert from 'node:assert/strict'
import {
  beginCorrection,
  isMovedBack,
  nextCorrectionAt,
  noteCorrection,
  type CorrectionState,
  type PresentStatuses,
  type WrittenStatuses,
} from '../../src/domain/status-corrections.js'

const WRITTEN: WrittenStatuses = {
  state: 'in_progress',
  integration: 'in_progress',
  courses: { 1: 'completed', 2: 'in_progress' },
}
const present = (
  state: string | null,
  integration: string | null,
  ...courses: readonly (string | null)[]
): PresentStatuses => ({
  state,
  integration,
  courses: new Map(courses.map((status, index) => [index + 1, status])),
})

describe('a status in Odoo', () => {
  for (const [what, statuses, expected] of [
    ['as it was written', present('in_progress', 'in_progress', 'completed', 'in_progress'), false],
    ['further', present('certified', 'completed', 'certified', 'completed'), false],
    ['of a course moved back', present('in_progress', 'in_progress', 'in_progress', 'in_progress'), true],
    ['of a course reset', present('in_progress', 'in_progress', 'completed', 'not_started'), true],
    ['of the student reset', present('draft', 'in_progress', 'completed', 'in_progress'), true],
    ['of the student rejected', present('rejected', 'in_progress', 'completed', 'in_progress'), true],
    ['of eLearning moved back', present('in_progress', 'not_integrated', 'completed', 'in_progress'), true],
    ['of another app', present(null, null, null, null), false],
    ['of a tracker that is gone', present('in_progress', 'in_progress', 'completed'), false],
  ] as const)
    it(`${what} is ${expected ? '' : 'not '}moved back`, () => {
      assert.equal(isMovedBack(statuses, WRITTEN), expected)
    })

  it('is not moved back where nothing was written', () => {
    const nothing = { state: null, integration: null, courses: {} }
    assert.equal(isMovedBack(present('draft', 'not_integrated', 'not_started'), nothing), false)
  })

  it('is set back at most three times within an hour', () => {
    const state: CorrectionState = { movedBack: false, corrections: [], contested: false }
    const minute = 60_000
    const start = Date.parse('2026-11-28T12:00:00Z')
    assert.equal(beginCorrection(state, start), false)
    for (const after of [0, 10, 20]) {
      state.movedBack = true
      assert.equal(beginCorrection(state, start + after * minute), true)
      noteCorrection(state, start + after * minute)
    }
    state.movedBack = true
    assert.equal(beginCorrection(state, start + 30 * minute), false)
    assert.deepEqual([state.contested, nextCorrectionAt(state)], [true, start + 60 * minute])
    assert.equal(beginCorrection(state, start + 60 * minute), true)
    assert.deepEqual([state.contested, state.movedBack], [false, false])
  })
})
