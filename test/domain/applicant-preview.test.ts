import assert from 'node:assert/strict'
import { previewApplicant, type ApplicantOutcome } from '../../src/domain/applicant-preview.js'
import { UTC_CALENDAR } from '../../src/domain/center-calendar.js'
import type { ApplicationFacts, CourseFacts, StudentFacts } from '../../src/domain/facts.js'
import { DEFAULT_POLICY } from '../../src/domain/policy.js'
import { textOf } from '../../src/domain/sentences/sentence.js'

const STUDENT: StudentFacts = {
  age: 30,
  birthDate: 'plausible',
  englishLevel: 'advanced',
  hasCertificate: true,
  enrollmentType: 'auto',
  state: 'draft',
  email: 'usable',
  documents: [],
  preferredCourseIntegrationId: null,
}

const COURSE: CourseFacts = { courseIntegrationId: 1, channelId: 1, name: 'Course', autoEnroll: true }

const FACTS: ApplicationFacts = {
  asOf: '2026-11-01T08:00:00Z',
  calendar: UTC_CALENDAR,
  version: 'v1',
  student: STUDENT,
  program: { status: 'active', name: 'Program', durationWeeks: null },
  courses: [COURSE],
  existingCertificate: null,
}

const ofStudent = (change: Partial<StudentFacts>): ApplicationFacts => ({
  ...FACTS,
  student: { ...STUDENT, ...change },
})
const ofProgram = (status: 'draft' | 'archived'): ApplicationFacts => ({
  ...FACTS,
  program: { ...FACTS.program, status },
})

/** With the reasons in English. */
interface Expected {
  readonly outcome: ApplicantOutcome
  readonly reasons: readonly string[]
}

describe('the preview of an applicant', () => {
  const cannotApply = (reason: string): Expected => ({ outcome: 'cannot_apply', reasons: [reason] })
  const review = (...reasons: string[]): Expected => ({ outcome: 'review', reasons })
  const agent = (reason: string): Expected => ({ outcome: 'agent', reasons: [reason] })
  const cases: [string, ApplicationFacts, boolean, Expected][] = [
    ['an eligible student', FACTS, true, { outcome: 'enroll', reasons: [] }],
    ['a draft program', ofProgram('draft'), true, cannotApply('The program is draft.')],
    [
      'a state that may not apply',
      ofStudent({ state: 'certified' }),
      false,
      cannotApply('The student’s state is “certified”.'),
    ],
    [
      'a certificate that Odoo has',
      { ...FACTS, existingCertificate: { id: 7 } },
      true,
      cannotApply('Odoo already has a certificate of this program.'),
    ],
    ['somebody too young', ofStudent({ age: 17 }), true, review('Age 17 is outside 18 to 65.')],
    [
      'missing facts',
      ofStudent({ age: null, birthDate: 'missing', englishLevel: null }),
      true,
      review('The birth date is missing.', 'The level of English is missing.'),
    ],
    [
      'a program without courses',
      { ...FACTS, courses: [] },
      true,
      review('The program has no active course.'),
    ],
    [
      'a student who is enrolled by hand',
      ofStudent({ enrollmentType: 'manual' }),
      true,
      agent('The student’s enrollment type is manual.'),
    ],
    [
      'courses that enroll by hand',
      { ...FACTS, courses: [{ ...COURSE, autoEnroll: false }] },
      true,
      agent('No course of the program enrolls automatically.'),
    ],
    [
      'one of two courses that enrolls automatically',
      { ...FACTS, courses: [{ ...COURSE, autoEnroll: false }, COURSE] },
      true,
      { outcome: 'enroll', reasons: [] },
    ],
  ]
  for (const [title, facts, mayApply, expected] of cases)
    it(`of ${title}: ${expected.outcome}`, () => {
      const { outcome, reasons } = previewApplicant(facts, DEFAULT_POLICY, mayApply)
      assert.deepEqual({ outcome, reasons: reasons.map(textOf) }, expected)
    })
})
