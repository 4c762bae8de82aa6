import assert from 'node:assert/strict'
import { UTC_CALENDAR } from '../../src/domain/center-calendar.js'
import { DEFAULT_POLICY, type ProgramPolicy } from '../../src/domain/policy.js'
import { moveToPolicy } from '../../src/domain/training-policy.js'
import { newTraining, nextTrainingDue } from '../../src/domain/training.js'

const START = Date.parse('2026-11-01T08:00:00Z')
const DAY = 24 * 60 * 60 * 1000

/** A learner who has been idle for ten days, moved to a version with these rules. */
function moved(training: Partial<ProgramPolicy['training']>, before: object = {}) {
  const state = { ...newTraining(DEFAULT_POLICY, UTC_CALENDAR, START), remindersSent: 1, ...before }
  const policy = { version: 2, training: { ...DEFAULT_POLICY.training, ...training } }
  moveToPolicy(state, policy, START + 10 * DAY)
  return state
}

describe('A training that is moved to another policy version', () => {
  it('skips reminders that would have been due already, and sends the next one in its time', () => {
    const state = moved({ remindAfterDays: 4, maxReminders: 5 })
    assert.equal(state.remindersSent, 2)
    assert.deepEqual(nextTrainingDue(state), { kind: 'reminder', at: START + 12 * DAY, number: 3 })
    assert.equal(moved({ remindAfterDays: 1 }).remindersSent, 3)
  })

  it('does not send a reminder again that was sent', () => {
    assert.equal(moved({ remindAfterDays: 30 }).remindersSent, 1)
  })

  it('is no longer stalled where the new version allows more time', () => {
    assert.equal(moved({ stalledAfterDays: 21 }, { stalledReported: true }).stalledReported, false)
    assert.equal(moved({ stalledAfterDays: 5 }, { stalledReported: true }).stalledReported, true)
  })

  it('keeps its deadline', () => {
    const deadlineAt = '2026-12-31T23:59:59.000Z'
    assert.equal(moved({ deadlineWeeks: 1 }, { deadlineAt }).deadlineAt, deadlineAt)
  })
})
