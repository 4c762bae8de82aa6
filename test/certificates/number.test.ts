import fc from 'fast-check'
import assert from 'node:assert/strict'
import { checkCharacter, formatNumber, parseNumber } from '../../src/certificates/number.js'

const ALPHABET = Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ')
const character = fc.constantFrom(...ALPHABET)
const parts = fc.record({
  code: fc.string({ unit: character, minLength: 2, maxLength: 8 }),
  year: fc.integer({ min: 2000, max: 2999 }),
  serial: fc.integer({ min: 1, max: 99_999_999 }),
})

describe('certificate number', () => {
  it('has the shape of the plan and comes back as its parts', () => {
    assert.match(formatNumber({ code: 'KFT', year: 2026, serial: 123 }), /^KFT-2026-000123-[A-Z0-9]$/)
    fc.assert(
      fc.property(parts, (number) => assert.deepEqual(parseNumber(formatNumber(number)), { ...number })),
    )
  })

  it('is read in any case and with space around it', () => {
    const number = formatNumber({ code: 'KFT', year: 2026, serial: 7 })
    assert.deepEqual(parseNumber(` ${number.toLowerCase()}\n`), { code: 'KFT', year: 2026, serial: 7 })
  })

  it('has the check character of ISO 7064 MOD 37,36', () => {
    // The worked example of the standard, also used by the Global Release Identifier.
    assert.equal(checkCharacter('A12425GABC1234002'), 'M')
  })

  it('finds every single wrong character', () => {
    fc.assert(
      fc.property(parts, (number) => {
        const right = formatNumber(number)
        for (let at = 0; at < right.length; at++) {
          if (right[at] === '-') continue
          for (const other of ALPHABET) {
            const wrong = right.slice(0, at) + other + right.slice(at + 1)
            if (other !== right[at]) assert.equal(parseNumber(wrong), undefined, `${wrong} for ${right}`)
          }
        }
      }),
      { numRuns: 20 },
    )
  })

  it('finds 99 of 100 swapped neighbours: what MOD 37,36 can see', () => {
    let swaps = 0
    let missed = 0
    for (const number of fc.sample(parts, { numRuns: 5000, seed: 7064 })) {
      const right = formatNumber(number)
      for (let at = 0; at < right.length - 1; at++) {
        const [a, b] = [right.charAt(at), right.charAt(at + 1)]
        if (a === b || a === '-' || b === '-') continue
        swaps++
        if (parseNumber(right.slice(0, at) + b + a + right.slice(at + 2))) missed++
      }
    }
    assert.ok(missed / swaps < 0.01, `${String(missed)} of ${String(swaps)} not found`)
  })

  it('is not a number when a part is missing, empty or too long', () => {
    for (const text of ['', 'KFT', 'KFT-2026-000000-X', 'KFT-2026-1-X', 'K-2026-000001-X', 'KFT-26-000001-X'])
      assert.equal(parseNumber(text), undefined, text)
  })
})
