import fc from 'fast-check'
import assert from 'node:assert/strict'
import { checkCharacter, formatNumber } from '../../src/certificates/number.js'

const ALPHABET = Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ')
const character = fc.constantFrom(...ALPHABET)
const parts = fc.record({
  code: fc.string({ unit: character, minLength: 2, maxLength: 8 }),
  year: fc.integer({ min: 2000, max: 2999 }),
  serial: fc.integer({ min: 1, max: 99_999_999 }),
})

/** Whether the last character is the check character of the others. */
const isConsistent = (number: string) =>
  checkCharacter(number.slice(0, -1).replaceAll('-', '')) === number.slice(-1)

describe('A certificate number', () => {
  it('has the shape that the plan asks for', () => {
    assert.match(formatNumber({ code: 'KFT', year: 2026, serial: 123 }), /^KFT-2026-000123-[A-Z0-9]$/)
  })

  it('ends with the check character of its other characters', () => {
    fc.assert(fc.property(parts, (number) => assert.ok(isConsistent(formatNumber(number)))))
  })

  it('has the check character of ISO 7064 MOD 37,36', () => {
    // The worked example of the standard, also used by the Global Release Identifier.
    assert.equal(checkCharacter('A12425GABC1234002'), 'M')
  })

  it('reveals every single wrong character', () => {
    fc.assert(
      fc.property(parts, (number) => {
        const right = formatNumber(number)
        for (let at = 0; at < right.length; at++) {
          if (right[at] === '-') continue
          for (const other of ALPHABET) {
            const wrong = right.slice(0, at) + other + right.slice(at + 1)
            if (other !== right[at]) assert.ok(!isConsistent(wrong), `${wrong} for ${right}`)
          }
        }
      }),
      { numRuns: 20 },
    )
  })

  it('reveals at least 99 of 100 swaps of neighbors, as MOD 37,36 can', () => {
    let swaps = 0
    let missed = 0
    for (const number of fc.sample(parts, { numRuns: 5000, seed: 7064 })) {
      const right = formatNumber(number)
      for (let at = 0; at < right.length - 1; at++) {
        const [a, b] = [right.charAt(at), right.charAt(at + 1)]
        if (a === b || a === '-' || b === '-') continue
        swaps++
        if (isConsistent(right.slice(0, at) + b + a + right.slice(at + 2))) missed++
      }
    }
    assert.ok(missed / swaps < 0.01, `${missed} of ${swaps} not revealed`)
  })
})
