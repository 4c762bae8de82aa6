import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  integrationStatusAfter,
  studentStateAfter,
  trackerStatusAfter,
  type StudentPoint,
} from '../../src/domain/student-state.js'

const WAY = [
  'draft',
  'eligible',
  'assigned',
  'contacted',
  'enrolled',
  'in_progress',
  'completed',
  'certified',
]
const point = fc.constantFrom<StudentPoint>('rejected', 'enrolled', 'in_progress', 'completed', 'certified')

describe('statuses of a student', () => {
  it('never move backwards, whatever several applications write in whatever order', () => {
    fc.assert(
      fc.property(fc.constantFrom(...WAY, 'rejected'), fc.array(point), (first, points) => {
        let state = first
        for (const reached of points) {
          const written = studentStateAfter(state, reached)
          if (written === null) continue
          assert.equal(written, reached)
          if (reached === 'rejected') assert.ok(['draft', 'eligible'].includes(state))
          else assert.ok(state === 'rejected' || WAY.indexOf(written) > WAY.indexOf(state))
          state = written
        }
        const furthest = Math.max(WAY.indexOf(first), ...points.map((reached) => WAY.indexOf(reached)))
        if (furthest >= WAY.indexOf('enrolled')) assert.equal(state, WAY[furthest])
      }),
    )
  })

  it('do not change with a rejection when the student is further in another application', () => {
    for (const state of WAY.slice(2)) assert.equal(studentStateAfter(state, 'rejected'), null)
    assert.equal(studentStateAfter('draft', 'rejected'), 'rejected')
    assert.equal(studentStateAfter('rejected', 'enrolled'), 'enrolled')
  })

  it('move only forward for trackers and the integration status, too', () => {
    assert.equal(trackerStatusAfter('certified', 'completed'), null)
    assert.equal(trackerStatusAfter('not_started', 'completed'), 'completed')
    assert.equal(integrationStatusAfter('completed', 'enrolled'), null)
    assert.equal(integrationStatusAfter('not_integrated', 'enrolled'), 'enrolled')
  })

  it('are not written a second time', () => {
    fc.assert(
      fc.property(fc.constantFrom(...WAY), point, (state, reached) => {
        const written = studentStateAfter(state, reached)
        if (written !== null) assert.equal(studentStateAfter(written, reached), null)
      }),
    )
  })
})
