import assert from 'node:assert/strict'
import { stateAfter } from '../../src/domain/certificate-state.js'
import type { RegisteredState } from '../../src/domain/registered-state.js'

describe('The state of a certificate after a look at Odoo', () => {
  const cases: readonly (readonly [RegisteredState, string | null, boolean, RegisteredState])[] = [
    ['valid', 'delivered', false, 'valid'],
    ['valid', 'revoked', false, 'revoked'],
    ['valid', 'expired', false, 'expired'],
    // It has, and the page says so by its last day.
    ['valid', 'expired', true, 'valid'],
    ['valid', 'deleted', false, 'withdrawn'],
    ['valid', null, false, 'valid'],
    ['revoked', 'verified', false, 'valid'],
    ['revoked', 'deleted', false, 'revoked'],
    ['revoked', null, false, 'revoked'],
    ['expired', 'delivered', false, 'valid'],
    ['withdrawn', 'delivered', false, 'valid'],
    ['withdrawn', 'revoked', false, 'revoked'],
    ['superseded', 'delivered', false, 'superseded'],
    ['superseded', 'revoked', false, 'superseded'],
    ['superseded', 'deleted', false, 'superseded'],
  ]
  for (const [registered, inOdoo, isPast, expected] of cases)
    it(`is ${expected}: ${registered} here, ${inOdoo ?? 'unknown'} there${isPast ? ', past its last day' : ''}`, () =>
      assert.equal(stateAfter(registered, inOdoo, isPast), expected))
})
