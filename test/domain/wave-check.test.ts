import assert from 'node:assert/strict'
import { checkStudent, type StudentBefore, type StudentInOdoo } from '../../src/domain/wave-check.js'

const NOTHING: StudentInOdoo = {
  partner: null,
  state: 'eligible',
  integrationStatus: 'not_integrated',
  memberships: [],
  trackers: [],
  certificates: [],
}
const BEFORE: StudentBefore = { ...NOTHING, newestMembership: 100 }
const ENROLLED: StudentInOdoo = {
  ...NOTHING,
  partner: 7,
  state: 'enrolled',
  integrationStatus: 'enrolled',
  memberships: [{ id: 101, active: true }],
  trackers: [11],
}
const ENROLLMENT = { contact_created: 1, membership: 1, tracker: 1, status: 1, email: 1 }

describe('The check of a student after a bulk operation', () => {
  const kinds = (differences: readonly { kind: string }[]) => differences.map(({ kind }) => kind)
  const check = (
    now: StudentInOdoo | null,
    effects: Readonly<Record<string, number>>,
    { before = BEFORE, emails = 0, isDone = true } = {},
  ) => {
    const { unforetold, missing } = checkStudent(before, now, emails, { effects, isDone })
    return [kinds(unforetold), kinds(missing)]
  }

  it('finds nothing where Odoo has what was foretold', () => {
    assert.deepEqual(check(ENROLLED, ENROLLMENT, { emails: 1 }), [[], []])
  })

  it('finds what was not foretold', () => {
    const found = ['access', 'tracker', 'contact', 'status', 'email']
    assert.deepEqual(check(ENROLLED, {}, { emails: 1 }), [found, []])
    const second = { ...ENROLLED, memberships: [...ENROLLED.memberships, { id: 102, active: true }] }
    assert.deepEqual(check(second, ENROLLMENT), [['access'], []])
    assert.deepEqual(check({ ...ENROLLED, certificates: [3] }, ENROLLMENT), [['certificate'], []])
  })

  it('finds what is missing, but only of what is done', () => {
    assert.deepEqual(check(NOTHING, ENROLLMENT), [[], ['access', 'tracker', 'contact']])
    assert.deepEqual(check(NOTHING, ENROLLMENT, { isDone: false }), [[], []])
  })

  it('finds what was archived or deleted', () => {
    const before = { ...ENROLLED, certificates: [3], newestMembership: 101 }
    const now = { ...ENROLLED, memberships: [{ id: 101, active: false }], trackers: [] }
    assert.deepEqual(check(now, {}, { before }), [['access', 'tracker', 'certificate'], []])
    assert.deepEqual(check(null, {}, { before }), [['student'], []])
  })

  it('takes a membership that came with the contact for an older one', () => {
    const linked = { ...ENROLLED, memberships: [{ id: 50, active: true }, ...ENROLLED.memberships] }
    assert.deepEqual(check(linked, { ...ENROLLMENT, contact_created: 0, contact_linked: 1 }), [[], []])
  })

  it('counts a membership that was opened again as a new one', () => {
    const before = { ...ENROLLED, memberships: [{ id: 60, active: false }], newestMembership: 100 }
    const now = { ...ENROLLED, memberships: [{ id: 60, active: true }] }
    assert.deepEqual(check(now, { membership: 1 }, { before }), [[], []])
    assert.deepEqual(check(now, {}, { before }), [['access'], []])
  })

  it('leaves open what a workflow decides on what it finds after a reading', () => {
    const now = { ...NOTHING, state: 'certified', certificates: [3] }
    assert.deepEqual(check(now, { reading: 1 }, { emails: 2 }), [[], []])
    assert.deepEqual(check(now, { deadline: 1 }, { emails: 2 }), [['status', 'certificate', 'email'], []])
  })
})
