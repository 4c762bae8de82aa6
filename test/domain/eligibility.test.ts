import assert from 'node:assert/strict'
import fc from 'fast-check'
import { UTC_CALENDAR } from '../../src/domain/center-calendar.js'
import { assessEligibility } from '../../src/domain/eligibility.js'
import type { ApplicationFacts, DocumentFacts, StudentFacts } from '../../src/domain/facts.js'
import { DEFAULT_POLICY, type ProgramPolicy } from '../../src/domain/policy.js'

const documents: fc.Arbitrary<DocumentFacts[]> = fc.array(
  fc.record({
    type: fc.constantFrom('passport', 'diploma', 'photo'),
    mandatory: fc.boolean(),
    state: fc.constantFrom('draft', 'requested', 'submitted', 'approved', 'rejected', 'expired'),
  }),
  { maxLength: 4 },
)

const student: fc.Arbitrary<StudentFacts> = fc.record({
  age: fc.option(fc.integer({ min: 10, max: 80 })),
  birthDate: fc.constant('plausible'),
  englishLevel: fc.option(fc.constantFrom('beginner', 'elementary', 'intermediate', 'advanced')),
  hasCertificate: fc.boolean(),
  enrollmentType: fc.constantFrom('auto', 'manual', 'import'),
  state: fc.constant('draft'),
  email: fc.constantFrom('usable', 'missing', 'not_one_address'),
  documents,
  preferredCourseIntegrationId: fc.constant(null),
})

const policy: fc.Arbitrary<ProgramPolicy> = fc
  .record({
    minAge: fc.option(fc.integer({ min: 15, max: 30 })),
    maxAge: fc.option(fc.integer({ min: 40, max: 70 })),
    englishLevels: fc.option(fc.subarray(['elementary', 'intermediate', 'advanced'])),
    requiresPriorCertificate: fc.boolean(),
    documents: fc.subarray(['passport', 'diploma']),
  })
  .map((eligibility) => ({ ...DEFAULT_POLICY, eligibility }))

const factsOf = (student: StudentFacts): ApplicationFacts => ({
  asOf: '2026-11-01T08:00:00Z',
  calendar: UTC_CALENDAR,
  version: 'v1',
  student,
  program: { status: 'active', name: 'Program', durationWeeks: null },
  courses: [],
  existingCertificate: null,
})
const assess = (student: StudentFacts, policy: ProgramPolicy) => assessEligibility(factsOf(student), policy)

/** What may become known of a missing fact. */
const completions = ({ age, englishLevel }: StudentFacts): Partial<StudentFacts>[] => [
  ...(age === null ? [{ age: 5 }, { age: 25 }, { age: 99 }] : []),
  ...(englishLevel === null ? [{ englishLevel: 'beginner' }, { englishLevel: 'advanced' }] : []),
]

describe('eligibility', () => {
  it('is not_eligible for a failed rule, else unknown for a missing fact, else eligible', () => {
    fc.assert(
      fc.property(student, policy, (student, policy) => {
        const { outcome, reasons } = assess(student, policy)
        const kinds = new Set(reasons.map(({ kind }) => kind))
        assert.equal(
          outcome,
          kinds.has('fails') ? 'not_eligible' : kinds.has('missing') ? 'unknown' : 'eligible',
        )
      }),
    )
  })

  it('never reverses a yes or a no when a fact becomes known', () => {
    fc.assert(
      fc.property(student, policy, (student, policy) => {
        const before = assess(student, policy).outcome
        for (const known of completions(student)) {
          const after = assess({ ...student, ...known }, policy).outcome
          if (before !== 'unknown') assert.equal(after, before)
        }
      }),
    )
  })

  it('keeps a student eligible when a rule is dropped', () => {
    fc.assert(
      fc.property(student, policy, (student, policy) => {
        if (assess(student, policy).outcome !== 'eligible') return
        const { eligibility } = policy
        for (const looser of [
          { minAge: null },
          { maxAge: null },
          { englishLevels: null },
          { requiresPriorCertificate: false },
          { documents: [] },
        ]) {
          const relaxed = { ...policy, eligibility: { ...eligibility, ...looser } }
          assert.equal(assess(student, relaxed).outcome, 'eligible')
        }
      }),
    )
  })

  it('never gets worse with an approved document', () => {
    const rank = { not_eligible: 0, unknown: 1, eligible: 2 }
    fc.assert(
      fc.property(student, policy, (student, policy) => {
        const approved = student.documents.map((document) => ({ ...document, state: 'approved' }))
        const before = assess(student, policy).outcome
        assert.ok(rank[assess({ ...student, documents: approved }, policy).outcome] >= rank[before])
      }),
    )
  })

  it('accepts everybody in a program without rules', () => {
    const none = {
      minAge: null,
      maxAge: null,
      englishLevels: null,
      requiresPriorCertificate: false,
      documents: [],
    }
    fc.assert(
      fc.property(student, (student) => {
        const free = { ...student, documents: [] }
        assert.equal(assess(free, { ...DEFAULT_POLICY, eligibility: none }).outcome, 'eligible')
      }),
    )
  })

  it('is unknown when the birth date is missing, or is not plausible, and says which', () => {
    fc.assert(
      fc.property(student, (student) => {
        const messageFor = (birthDate: StudentFacts['birthDate']) =>
          assess({ ...student, age: null, birthDate }, DEFAULT_POLICY).reasons.find(
            ({ criterion, kind }) => criterion === 'age' && kind === 'missing',
          )?.message
        assert.equal(messageFor('missing'), 'The birth date is missing.')
        assert.equal(messageFor('implausible'), 'The birth date is not a plausible birth date.')
      }),
    )
  })

  it('gives each reason as a message with its numbers', () => {
    const { reasons } = assess(
      {
        age: 16,
        birthDate: 'plausible',
        englishLevel: 'elementary',
        hasCertificate: false,
        enrollmentType: 'auto',
        state: 'draft',
        email: 'usable',
        documents: [{ type: 'passport', mandatory: true, state: 'rejected' }],
        preferredCourseIntegrationId: null,
      },
      DEFAULT_POLICY,
    )
    assert.deepEqual(
      reasons.map(({ message }) => message),
      [
        'Age 16 is outside 18 to 65.',
        'Level of English "elementary" is not among: intermediate, upper_intermediate, advanced, proficient.',
        'There is no prior certificate.',
        'Document "passport" is rejected, not approved.',
      ],
    )
  })
})
