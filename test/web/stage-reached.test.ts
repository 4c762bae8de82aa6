import assert from 'node:assert/strict'
import { stageReached } from '../../web/src/pages/work/stage-reached.js'

describe('staff app: the stage after a decision', () => {
  const recorded = { stage: 'review', seq: 4, task: null, closed: false }
  const task = {
    kind: 'identity',
    instructions: 'Choose the contact.',
    instructionsArabic: null,
    decisions: ['use_contact'],
    since: '2026-11-30T08:00:00Z',
    reminders: 0,
    escalated: false,
  } as const

  it('is not named while the application is still where its task was', () => {
    assert.equal(stageReached(recorded), null)
  })

  it('is not known of a decision that is still being processed', () => {
    assert.equal(stageReached({ detail: 'Accepted.', links: { enrollment: '/v1/enrollments/1-2' } }), null)
  })

  it('is named once the application has ended, or waits for a person again', () => {
    assert.equal(stageReached({ ...recorded, stage: 'rejected', closed: true }), 'rejected')
    assert.equal(
      stageReached({ ...recorded, stage: 'identity', task: { ...task, decisions: [...task.decisions] } }),
      'identity',
    )
  })
})
