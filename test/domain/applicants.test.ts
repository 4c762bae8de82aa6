import assert from 'node:assert/strict'
import fc from 'fast-check'
import { maySelfApply, programsOf, type OfferedProgram } from '../../src/domain/applicants.js'

const programs: fc.Arbitrary<OfferedProgram[]> = fc.uniqueArray(
  fc.record({
    programId: fc.integer({ min: 1, max: 6 }),
    status: fc.constantFrom('draft', 'active', 'archived'),
    applicants: fc.constantFrom('all', 'preferring'),
  }),
  { selector: ({ programId }) => programId },
)
const preferred = fc.option(fc.record({ programId: fc.option(fc.integer({ min: 1, max: 6 })) }))

describe('applicants', () => {
  const applies = (state: string, states?: readonly string[]) =>
    maySelfApply({ state, passesSuiteRules: true, hadApplication: false }, states)

  it('lets students apply who are neither finished, nor rejected, nor in a state it does not know', () => {
    const states = ['draft', 'eligible', 'in_progress', 'completed', 'certified', 'rejected', 'withdrawn', '']
    assert.deepEqual(
      states.filter((state) => applies(state)),
      ['draft', 'eligible', 'in_progress'],
    )
  })

  it('lets the policy say which states apply', () => {
    assert.equal(applies('completed', ['completed']), true)
    assert.equal(applies('draft', ['completed']), false)
    assert.equal(applies('draft', []), false)
  })

  it('lets a newcomer apply whom only the suite has rejected', () => {
    const newcomer = { state: 'rejected', passesSuiteRules: false, hadApplication: false }
    assert.equal(maySelfApply(newcomer, undefined), true)
    assert.equal(maySelfApply({ ...newcomer, hadApplication: true }, undefined), false)
    assert.equal(maySelfApply({ ...newcomer, passesSuiteRules: true }, undefined), false)
  })

  it('accepts students only in active programs', () => {
    fc.assert(
      fc.property(preferred, programs, (preferred, programs) => {
        const active = programs.filter(({ status }) => status === 'active').map(({ programId }) => programId)
        assert.ok(programsOf(preferred, programs).every((programId) => active.includes(programId)))
      }),
    )
  })

  it('follows a preferred course alone, also into a program that is open only to those who prefer it', () => {
    fc.assert(
      fc.property(programs, fc.integer({ min: 1, max: 6 }), (programs, programId) => {
        const open = programs.some(
          (program) => program.programId === programId && program.status === 'active',
        )
        assert.deepEqual(programsOf({ programId }, programs), open ? [programId] : [])
      }),
    )
  })

  it('without one, applies to every active program that is open to "all"', () => {
    fc.assert(
      fc.property(programs, (programs) => {
        const wanted = programs.filter(
          ({ status, applicants }) => status === 'active' && applicants === 'all',
        )
        assert.deepEqual(
          programsOf(null, programs),
          wanted.map(({ programId }) => programId),
        )
      }),
    )
  })
})
