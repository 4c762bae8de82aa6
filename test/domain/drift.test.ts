import assert from 'node:assert/strict'
import {
  accuracyOf,
  actionFor,
  classifyRow,
  DRIFT_CLASSES,
  isTooMuch,
  type DriftClass,
  type RowEvidence,
} from '../../src/domain/drift.js'

const EQUAL: RowEvidence = {
  of: 'other',
  isKnown: true,
  isPresent: true,
  fields: [],
  isStatusBehind: false,
  isActive: true,
  hasReplacedContact: false,
  hasOpenRun: false,
}

describe('Drift', () => {
  const cases: readonly (readonly [string, Partial<RowEvidence>, DriftClass | null])[] = [
    ['an equal row', {}, null],
    ['a row that neither side has', { isKnown: false, isPresent: false }, null],
    ['a row that we do not know', { isKnown: false }, 'missing'],
    ['other values', { fields: ['state'] }, 'stale'],
    ['a deleted homework', { isPresent: false }, 'deleted'],
    ['a deleted student without an application', { of: 'student', isPresent: false }, 'deleted'],
    [
      'a deleted student with an open application',
      { of: 'student', isPresent: false, hasOpenRun: true },
      'workflow_without_student',
    ],
    ['the row of a student with an open application', { isPresent: false, hasOpenRun: true }, 'deleted'],
    ['a membership of another contact', { of: 'membership', fields: ['partner'] }, 'merged_contact'],
    [
      'a student whose contact was replaced and is gone',
      { of: 'student', fields: ['partner'], hasReplacedContact: true },
      'merged_contact',
    ],
    ['a student with another contact', { of: 'student', fields: ['partner'] }, 'stale'],
    [
      'a membership that was archived',
      { of: 'membership', fields: ['active'], isActive: false },
      'archived_membership',
    ],
    ['a membership that was restored', { of: 'membership', fields: ['active'] }, 'stale'],
    ['a status behind ours', { isStatusBehind: true }, 'status_set_by_hand'],
    [
      'a status behind ours in a row that differs',
      { isStatusBehind: true, fields: ['status'] },
      'status_set_by_hand',
    ],
  ]
  for (const [what, evidence, expected] of cases)
    it(`is ${expected ?? 'nothing'}: ${what}`, () =>
      assert.equal(classifyRow({ ...EQUAL, ...evidence }), expected))

  it('has an action for every class, and a person for what only a person can put right', () => {
    assert.deepEqual(
      DRIFT_CLASSES.filter((one) => actionFor(one) === 'person'),
      ['duplicate_tracker', 'workflow_without_student'],
    )
    assert.ok(DRIFT_CLASSES.every((one) => typeof actionFor(one) === 'string'))
  })
})

describe('The guard of a repair', () => {
  const guard = { percent: 5, always: 20 }
  const cases: readonly (readonly [number, number, boolean])[] = [
    [0, 0, false],
    [20, 20, false],
    [21, 20, true],
    [21, 420, false],
    [22, 420, true],
    [50_000, 1_000_000, false],
    [50_001, 1_000_000, true],
  ]
  for (const [concerned, known, expected] of cases)
    it(`${expected ? 'stops' : 'allows'} ${concerned} of ${known} students at 5 %`, () =>
      assert.equal(isTooMuch({ concerned, known }, guard), expected))

  it('stops everything above the minimum at 0 %', () => {
    assert.equal(isTooMuch({ concerned: 21, known: 1_000_000 }, { ...guard, percent: 0 }), true)
    assert.equal(isTooMuch({ concerned: 20, known: 1_000_000 }, { ...guard, percent: 0 }), false)
  })
})

describe('Accuracy', () => {
  it('is 1 − mismatches / compared', () => {
    assert.equal(accuracyOf({ compared: 200, mismatches: 1 }), 0.995)
    assert.equal(accuracyOf({ compared: 10, mismatches: 10 }), 0)
  })
  it('is 1 where there was nothing to compare', () =>
    assert.equal(accuracyOf({ compared: 0, mismatches: 0 }), 1))
})
