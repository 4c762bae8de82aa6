import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { AssessmentResult } from '../../src/domain/attribution.js'
import { DEFAULT_POLICY } from '../../src/domain/policy.js'
import { checkRequirements, type CourseEvidence, type Evidence } from '../../src/domain/requirements.js'
import { percent } from './arbitraries.js'

const CERTIFICATE = DEFAULT_POLICY.certificate
const component = fc.option(percent)

const assessment: fc.Arbitrary<AssessmentResult> = fc.record({
  id: fc.integer({ min: 501, max: 509 }),
  name: fc.constantFrom('Final exam', 'Essay'),
  kind: fc.constantFrom('certification', 'quiz', 'homework', 'session'),
  weight: fc.constantFrom(0, 1),
  minimumScore: fc.constantFrom(0, 60),
  mandatory: fc.boolean(),
  named: fc.boolean(),
  score: component,
  reached: fc.boolean(),
})

const course: fc.Arbitrary<CourseEvidence> = fc.record({
  courseIntegrationId: fc.integer({ min: 1, max: 9 }),
  name: fc.constant('Course'),
  trackerStatus: fc.constantFrom('not_started', 'in_progress', 'completed', 'certified', 'missing'),
  membership: fc.constantFrom('active', 'archived', 'gone'),
  components: fc.record({
    elearning: component,
    sessions: component,
    homework: component,
    assessments: component,
  }),
  overall: percent,
  threshold: fc.constantFrom(0, 60, 80),
  minElearning: fc.constantFrom(0, 50),
  sessionsHeld: fc.nat(4),
  minSessions: fc.nat(3),
  homeworkGraded: fc.nat(4),
  minHomework: fc.nat(3),
  assessments: fc.array(assessment, { maxLength: 2 }),
  overridden: fc.boolean(),
})

const evidence: fc.Arbitrary<Evidence> = fc.record({
  readAt: fc.constant('2026-11-01T08:00:00Z'),
  courses: fc.array(course, { maxLength: 3 }),
  openDocuments: fc.subarray(['passport', 'diploma'], { maxLength: 1 }),
  foreignCertificateId: fc.option(fc.nat(), { freq: 1 }),
})

/** The rule, said a second time and in another way. */
const deserves = ({ courses, openDocuments, foreignCertificateId }: Evidence) =>
  courses.length > 0 &&
  openDocuments.length === 0 &&
  foreignCertificateId === null &&
  courses.every(
    (course) =>
      course.overridden ||
      (['completed', 'certified'].includes(course.trackerStatus) &&
        course.overall >= course.threshold &&
        (course.components.elearning ?? Infinity) >= course.minElearning &&
        course.sessionsHeld >= course.minSessions &&
        course.homeworkGraded >= course.minHomework &&
        !(course.assessments ?? []).some(({ mandatory, reached }) => mandatory && !reached)),
  )

describe('requirements for a certificate', () => {
  it('are met exactly when every course is, no document is open and there is no other certificate', () => {
    fc.assert(
      fc.property(evidence, (evidence) => {
        assert.equal(checkRequirements(evidence, CERTIFICATE).met, deserves(evidence))
      }),
      { numRuns: 1000 },
    )
  })

  it('say what is wanted and found for each, and are met only together', () => {
    fc.assert(
      fc.property(evidence, (evidence) => {
        const { met, requirements } = checkRequirements(evidence, CERTIFICATE)
        for (const { wanted, found } of requirements) assert.ok(wanted.length > 0 && found.length > 0)
        if (met) assert.ok(requirements.every((requirement) => requirement.met))
        else assert.ok(evidence.courses.length === 0 || requirements.some((requirement) => !requirement.met))
        const ids = new Set(evidence.courses.map(({ courseIntegrationId }) => courseIntegrationId))
        for (const { courseIntegrationId } of requirements) {
          assert.ok(courseIntegrationId === null || ids.has(courseIntegrationId))
        }
      }),
    )
  })

  it('stay met with better evidence', () => {
    fc.assert(
      fc.property(evidence, (evidence) => {
        const better = {
          ...evidence,
          openDocuments: [],
          foreignCertificateId: null,
          courses: evidence.courses.map((course) => ({
            ...course,
            overall: 100,
            sessionsHeld: course.sessionsHeld + 1,
            homeworkGraded: course.homeworkGraded + 1,
          })),
        }
        if (checkRequirements(evidence, CERTIFICATE).met)
          assert.ok(checkRequirements(better, CERTIFICATE).met)
      }),
    )
  })

  describe('of a mandatory assessment', () => {
    const result: AssessmentResult = {
      id: 501,
      name: 'Final exam',
      kind: 'certification',
      weight: 1,
      minimumScore: 0,
      mandatory: true,
      named: true,
      score: null,
      reached: false,
    }
    const cases: [Partial<AssessmentResult>, wanted: string, found: string][] = [
      [{}, 'certification passed', 'not passed'],
      [{ minimumScore: 80, score: 62.5 }, 'certification passed with at least 80 %', 'not passed, 62.5 %'],
      [{ score: 85, reached: true }, 'certification passed', 'passed with 85 %'],
      [{ kind: 'quiz' }, 'quiz completed', 'not completed'],
      [{ kind: 'quiz', score: 100, reached: true }, 'quiz completed', 'completed'],
      [{ kind: 'homework', minimumScore: 60 }, 'homework graded with at least 60 %', 'not graded'],
      [
        { kind: 'homework', minimumScore: 60, score: 40 },
        'homework graded with at least 60 %',
        'graded with 40 %',
      ],
      [{ kind: 'session', minimumScore: 60 }, 'session attended', 'not attended'],
      [{ kind: 'session', score: 100, reached: true }, 'session attended', 'attended'],
      [
        { kind: 'homework', named: false },
        'homework graded',
        'nothing: the assessment does not say in Odoo which homework it means',
      ],
    ]
    for (const [assessment, wanted, found] of cases) {
      it(`${wanted}: ${found}`, () => {
        const [one] = fc.sample(course, { numRuns: 1, seed: 3 })
        const assessments = [
          { ...result, ...assessment },
          { ...result, mandatory: false },
        ]
        const check = checkRequirements(
          {
            readAt: '',
            courses: [{ ...one!, overridden: false, assessments }],
            openDocuments: [],
            foreignCertificateId: null,
          },
          CERTIFICATE,
        )
        assert.deepEqual(
          check.requirements
            .filter(({ criterion }) => criterion === 'assessment')
            .map(({ criterion, courseIntegrationId, wanted, found, met }) => ({
              criterion,
              courseIntegrationId,
              wanted,
              found,
              met,
            })),
          [
            {
              criterion: 'assessment',
              courseIntegrationId: one!.courseIntegrationId,
              wanted: `Course: Final exam: ${wanted}`,
              found,
              met: assessment.reached ?? false,
            },
          ],
        )
      })
    }
  })

  it('include the minimum of eLearning only where the policy asks for it', () => {
    const [one] = fc.sample(course, { numRuns: 1, seed: 3 })
    const slow = {
      ...one!,
      overridden: false,
      trackerStatus: 'completed' as const,
      overall: 100,
      minElearning: 50,
      minSessions: 0,
      minHomework: 0,
      components: { elearning: 40, sessions: null, homework: null, assessments: null },
    }
    const evidence = { readAt: '', courses: [slow], openDocuments: [], foreignCertificateId: null }
    assert.equal(checkRequirements(evidence, CERTIFICATE).met, false)
    assert.equal(checkRequirements(evidence, { ...CERTIFICATE, requireMinElearning: false }).met, true)
  })
})
