import assert from 'node:assert/strict'
import fc from 'fast-check'
import { clockBehind, fateOf, isRestoredCopy, windowStart } from '../../src/domain/sync-window.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const TOLERANCES = { overlap: 5 * MINUTE, behind: 0 }
/** Odoo's clock at the last search. */
const POSITION = 100 * HOUR

describe('the window of a search for changes', () => {
  const start = (elapsed: number, odooNow: number, behind = 0) =>
    (windowStart({ position: POSITION, elapsed }, odooNow, { ...TOLERANCES, behind }) - POSITION) / MINUTE

  it('begins an overlap before the last search', () => {
    assert.equal(start(30_000, POSITION + 30_000), -5)
  })
  it('still does after hours in which nothing was read', () => {
    assert.equal(start(3 * HOUR, POSITION + 3 * HOUR), -5)
  })
  it('begins earlier by as much as the clock of Odoo’s database is behind', () => {
    assert.equal(start(30_000, POSITION + 30_000, 10 * MINUTE), -15)
  })
  it('begins at the last search by the present clock when Odoo’s clock was set back', () => {
    // An hour back, and half an hour has passed since the last search.
    assert.equal(start(30 * MINUTE, POSITION - 30 * MINUTE), -65)
  })
  it('does not begin later when Odoo’s clock was set forward', () => {
    assert.equal(start(30_000, POSITION + HOUR), -5)
  })
  it('is only wider when our own clock was set forward, and as usual when it was set back', () => {
    assert.equal(start(HOUR, POSITION + MINUTE), -64)
    assert.equal(start(-HOUR, POSITION + MINUTE), -5)
  })

  it('contains every row written since the last search, wherever one of the clocks jumps', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -10 * HOUR, max: 10 * HOUR }),
        fc.nat(5 * HOUR),
        fc.nat(1000),
        fc.boolean(),
        (jump, passed, share, isOdoos) => {
          const odooNow = POSITION + passed + (isOdoos ? jump : 0)
          const elapsed = passed + (isOdoos ? 0 : jump)
          const age = (passed * share) / 1000
          // Stamped before or after the jump.
          for (const stamp of [odooNow - age, POSITION + passed - age])
            assert.ok(windowStart({ position: POSITION, elapsed }, odooNow, TOLERANCES) <= stamp)
        },
      ),
    )
  })
})

describe('the clock of Odoo’s database', () => {
  it('is behind if a row has a stamp from before the write', () => {
    assert.equal(clockBehind(POSITION, POSITION - 10 * MINUTE), 10 * MINUTE)
  })
  it('is not behind because of whole seconds, or if it is ahead', () => {
    assert.equal(clockBehind(POSITION, POSITION - 1_000), 0)
    assert.equal(clockBehind(POSITION, POSITION + HOUR), 0)
  })
})

describe('a restored copy', () => {
  const rows = (text: string) =>
    text.split('').map((one, index) => {
      const known = 1_000 - index
      return {
        known,
        present: one === '-' ? null : one === '<' ? known - 500 : one === '>' ? known + 1 : known,
      }
    })
  const cases: [string, ReturnType<typeof fateOf>, string][] = [
    ['', 'intact', 'nothing is known'],
    ['===', 'intact', 'nothing has changed'],
    ['>==', 'intact', 'the newest was written again'],
    ['<<=', 'older', 'stamps went back'],
    ['--<<=', 'older', 'new rows are gone, and stamps went back'],
    ['--==', 'gone', 'the newest are gone: deleted, or made after the copy'],
    ['---', 'gone', 'all are gone'],
  ]
  for (const [text, fate, why] of cases)
    it(`${fate}: ${why}`, () => {
      assert.equal(fateOf(rows(text)), fate)
    })

  it('is one if stamps went back anywhere, or the newest rows of all models are gone', () => {
    assert.equal(isRestoredCopy(['intact', 'older', 'gone']), true)
    assert.equal(isRestoredCopy(['gone', 'gone', 'gone']), true)
    assert.equal(isRestoredCopy(['gone', 'gone', 'intact']), false)
    assert.equal(isRestoredCopy(['intact', 'intact', 'intact']), false)
    assert.equal(isRestoredCopy([]), false)
  })
})
