import assert from 'node:assert/strict'
import fc from 'fast-check'
import { programsOf, type IntakeProgram } from '../../src/domain/intake.js'

const programs: fc.Arbitrary<IntakeProgram[]> = fc.uniqueArray(
  fc.record({
    programId: fc.integer({ min: 1, max: 6 }),
    status: fc.constantFrom('draft', 'active', 'archived'),
    intake: fc.constantFrom('all', 'manual'),
  }),
  { selector: ({ programId }) => programId },
)
const preferred = fc.option(fc.record({ programId: fc.option(fc.integer({ min: 1, max: 6 })) }))

describe('intake', () => {
  it('accepts students only in active programs', () => {
    fc.assert(
      fc.property(preferred, programs, (preferred, programs) => {
        const active = programs.filter(({ status }) => status === 'active').map(({ programId }) => programId)
        assert.ok(programsOf(preferred, programs).every((programId) => active.includes(programId)))
      }),
    )
  })

  it('follows a preferred course alone, also into a program with manual intake', () => {
    fc.assert(
      fc.property(programs, fc.integer({ min: 1, max: 6 }), (programs, programId) => {
        const open = programs.some(
          (program) => program.programId === programId && program.status === 'active',
        )
        assert.deepEqual(programsOf({ programId }, programs), open ? [programId] : [])
      }),
    )
  })

  it('without one, applies to every active program whose intake is "all"', () => {
    fc.assert(
      fc.property(programs, (programs) => {
        const wanted = programs.filter(({ status, intake }) => status === 'active' && intake === 'all')
        assert.deepEqual(
          programsOf(null, programs),
          wanted.map(({ programId }) => programId),
        )
      }),
    )
  })
})
