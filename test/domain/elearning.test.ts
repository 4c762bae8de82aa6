import assert from 'node:assert/strict'
import { countInOdoo, lessonPercent, mayBeRounded } from '../../src/domain/elearning.js'
import { componentsOf, overallProgress, roundPercent } from '../../src/domain/overall.js'

const lessons = (done: number, total: number, more: { completion?: number; isFinal?: boolean } = {}) =>
  lessonPercent({ done, total, completion: more.completion ?? 0, isFinal: more.isFinal ?? false })

describe('The percentage of lessons', () => {
  it('comes from the counts, not from the percentage that Odoo has rounded', () => {
    assert.equal(lessons(139, 199, { completion: 70 }), 69.85)
    assert.equal(lessons(199, 200, { completion: 100, isFinal: true }), 99.5)
    assert.equal(lessons(200, 200, { completion: 100, isFinal: true }), 100)
    assert.equal(lessons(1, 3, { completion: 33 }), 33.33)
  })

  it('is 100 with the final status of Odoo, whatever the counts', () => {
    assert.equal(lessons(0, 0, { completion: 80, isFinal: true }), 100)
    assert.equal(lessons(8, 10, { completion: 80, isFinal: true }), 100)
    assert.equal(lessons(4, 5, { completion: 100, isFinal: true }), 100)
    assert.equal(lessons(0, 5, { isFinal: true }), 100)
  })

  it('stays between 0 and 100, and falls back to the percentage of Odoo', () => {
    assert.equal(lessons(12, 10), 100)
    assert.equal(lessons(-1, 10), 0)
    assert.equal(lessons(3, 0, { completion: 60 }), 60)
    assert.equal(lessons(0, 0, { completion: 250 }), 100)
  })

  it('never rounds up to a whole percent', () => {
    assert.equal(lessons(99_999, 100_000), 99.99)
    assert.equal(roundPercent(69.996), 69.99)
    assert.equal(roundPercent(69.9999999999), 70)
    assert.equal(roundPercent(66.666), 66.67)
  })

  it('may be rounded only where one lesson is less than half a percent', () => {
    assert.equal(mayBeRounded({ done: 198, total: 199, completion: 99, isFinal: true }), false)
    assert.equal(mayBeRounded({ done: 199, total: 200, completion: 100, isFinal: true }), true)
    assert.equal(mayBeRounded({ done: 200, total: 200, completion: 100, isFinal: true }), false)
  })

  it('decides the threshold with the weights of the other components', () => {
    const weights = { elearning: 1, sessions: 0, homework: 0, assessments: 0 }
    const components = componentsOf(
      {
        membership: 'active',
        completion: lessons(199, 200, { completion: 100, isFinal: true }),
        sessionsHeld: 0,
        minSessions: 0,
        homeworkGraded: 0,
        minHomework: 0,
        assessments: null,
      },
      weights,
    )
    assert.equal(overallProgress(components, weights), 99.5)
  })
})

describe('What Odoo would keep for lessons that it has not counted', () => {
  it('is a whole percent and the status that goes with it', () => {
    assert.deepEqual(countInOdoo(0, 3), { completion: 0, memberStatus: 'joined' })
    assert.deepEqual(countInOdoo(1, 3), { completion: 33, memberStatus: 'ongoing' })
    assert.deepEqual(countInOdoo(3, 3), { completion: 100, memberStatus: 'completed' })
    assert.deepEqual(countInOdoo(0, 0), { completion: 0, memberStatus: 'joined' })
  })
})
