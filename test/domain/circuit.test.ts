import assert from 'node:assert/strict'
import fc from 'fast-check'
import { isSuspicious, probePause, RAMP, slotsOf, type Outcome } from '../../src/domain/circuit.js'

const NOW = 1_000_000

/** `x`: a failure, `o`: a success, each a second later; the last one is now. */
const outcomes = (text: string): Outcome[] =>
  text.split('').map((one, index) => ({ failed: one === 'x', at: NOW - (text.length - 1 - index) * 1_000 }))

describe('circuit breaker', () => {
  const cases: [string, boolean, string][] = [
    ['', false, 'nothing has happened'],
    ['xx', false, 'two failures may be those of one connection'],
    ['xxx', true, 'three failures'],
    ['oooxxx', true, 'half of the outcomes are failures'],
    ['oooooooooxxx', true, 'three failures in a row after many successes'],
    ['ooooxoxx', false, 'more successes than failures'],
    ['xoxoxo', true, 'failures and successes take turns'],
    ['xoooxoooxooo', false, 'one record fails again and again, and the others succeed'],
  ]
  for (const [text, suspicious, why] of cases)
    it(`${suspicious ? 'suspects' : 'does not suspect'} an outage: ${why}`, () => {
      assert.equal(isSuspicious(outcomes(text), NOW), suspicious)
    })

  it('forgets outcomes after a minute', () => {
    assert.equal(isSuspicious(outcomes('xxx'), NOW + 59_000 - 2_000), true)
    assert.equal(isSuspicious(outcomes('xxx'), NOW + 60_000), false)
  })

  it('probes again after 1 to 10 seconds, a quarter more or less', () => {
    assert.deepEqual(
      [0, 1, 2, 3, 4, 1_000].map((failed) => probePause(failed, 0.5)),
      [1_000, 2_000, 4_000, 8_000, 10_000, 10_000],
    )
    assert.deepEqual([probePause(9, 0), probePause(9, 1)], [7_500, 12_500])
  })

  it('lets no work through while open, all of it while closed', () => {
    assert.equal(slotsOf('open', 0, 8), 0)
    assert.equal(slotsOf('closed', 0, 8), 8)
  })

  it('begins with one task after an outage, and grows evenly to the limit', () => {
    assert.deepEqual(
      [0, 0.25, 0.5, 1, 2].map((share) => slotsOf('half_open', share * RAMP, 8)),
      [1, 3, 5, 8, 8],
    )
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 64 }), fc.nat(2 * RAMP), fc.nat(2 * RAMP), (limit, a, b) => {
        const [early, late] = [Math.min(a, b), Math.max(a, b)]
        const [few, many] = [slotsOf('half_open', early, limit), slotsOf('half_open', late, limit)]
        assert.ok(few >= 1 && few <= many && many <= limit)
      }),
    )
  })

  it('never lets through nothing when the clock of the database has jumped back', () => {
    assert.equal(slotsOf('half_open', -5_000, 4), 1)
  })
})
