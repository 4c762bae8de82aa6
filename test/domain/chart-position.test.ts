import assert from 'node:assert/strict'
import { chartPositions, type FlowHistory } from '../../src/domain/chart-position.js'

const at = (flows: readonly FlowHistory[], completedCourses = false) =>
  chartPositions(flows, { completedCourses }).map(({ box, state }) =>
    box === null ? '–' : `${box} ${state}`,
  )

const enrolled: FlowHistory = { flow: 'enrollment', stages: ['received', 'training_started'], closed: true }
const certified: FlowHistory = { flow: 'progress', stages: ['in_progress', 'certified'], closed: true }

describe('the position on the three charts', () => {
  it('is the box where an enrollment waits', () => {
    for (const [stages, box] of [
      [['received'], 'A open'],
      [['received', 'review'], 'D open'],
      [['received', 'enrolling', 'identity'], 'E open'],
      [['received', 'awaiting_agent'], 'F open'],
      [['received', 'enrolling', 'address_rejected'], 'H open'],
    ] as const)
      assert.deepEqual(at([{ flow: 'enrollment', stages, closed: false }]), [box, '–', '–'])
  })

  it('stays where it was while a problem is open, and after a withdrawal', () => {
    const problem = {
      flow: 'enrollment',
      stages: ['received', 'enrolling', 'problem'],
      closed: false,
    } as const
    assert.deepEqual(at([problem]), ['E open', '–', '–'])
    const withdrawn = {
      flow: 'enrollment',
      stages: ['received', 'review', 'withdrawn'],
      closed: true,
    } as const
    assert.deepEqual(at([withdrawn]), ['D ended', '–', '–'])
  })

  it('goes on with the program once a course is completed', () => {
    const training: FlowHistory = { flow: 'progress', stages: ['not_started', 'in_progress'], closed: false }
    assert.deepEqual(at([enrolled, training]), ['I done', 'G open', '–'])
    assert.deepEqual(at([enrolled, training], true), ['I done', 'K open', '–'])
  })

  it('tells the end of each chart from an end without it', () => {
    const issued: FlowHistory = {
      flow: 'certificate',
      stages: ['validating', 'issuing', 'issued'],
      closed: true,
    }
    assert.deepEqual(at([enrolled, certified, issued], true), ['I done', 'J done', 'G done'])
    const flagged: FlowHistory = { flow: 'certificate', stages: ['validating', 'flagged'], closed: false }
    const pending: FlowHistory = { flow: 'progress', stages: ['certificate_pending'], closed: false }
    assert.deepEqual(at([enrolled, pending, flagged], true), ['I done', 'J open', 'E open'])
    const declined: FlowHistory = {
      flow: 'progress',
      stages: ['certificate_pending', 'declined'],
      closed: true,
    }
    assert.deepEqual(at([enrolled, declined], true), ['I done', 'J ended', '–'])
  })
})
