import fc from 'fast-check'
import type { ProgramPolicy } from '../../src/domain/policy.js'
import { DEFAULT_POLICY } from '../../src/domain/policy.js'
import type { CourseSnapshot, ProgramSnapshot } from '../../src/domain/snapshot.js'

/** Percent with two decimals, as all progress. */
export const percent = fc.integer({ min: 0, max: 10_000 }).map((hundredths) => hundredths / 100)

const component = fc.option(percent)

const courseSnapshot = (courseIntegrationId: number): fc.Arbitrary<CourseSnapshot> =>
  fc.record({
    courseIntegrationId: fc.constant(courseIntegrationId),
    name: fc.constant(`Course ${courseIntegrationId}`),
    trackerId: fc.option(fc.constant(2000 + courseIntegrationId), { freq: 8 }),
    trackerStatus: fc.constantFrom('not_started', 'in_progress', 'completed', 'certified'),
    membership: fc.constantFrom('active', 'active', 'active', 'archived', 'gone'),
    components: fc.record({
      elearning: component,
      sessions: component,
      homework: component,
      assessments: component,
    }),
    counts: fc.record({
      sessionsHeld: fc.nat(2),
      homeworkGraded: fc.nat(2),
      openAssessments: fc.subarray([501]),
    }),
    overall: fc.oneof(percent, fc.constantFrom(0, 79.99, 80, 100)),
    threshold: fc.constantFrom(60, 80, 100),
  })

/** Snapshots of a program with the same one to three courses. */
export const snapshotsOfOneProgram = (count: number): fc.Arbitrary<ProgramSnapshot[]> =>
  fc.integer({ min: 1, max: 3 }).chain((courses) =>
    fc
      .array(fc.tuple(...Array.from({ length: courses }, (_, index) => courseSnapshot(index + 1))), {
        minLength: count,
        maxLength: count,
      })
      .map((all) => all.map((courses, index) => snapshot(courses, index))),
  )

/** `order` seconds after the first. Equal courses have an equal hash. */
export const snapshot = (courses: readonly CourseSnapshot[], order = 0): ProgramSnapshot => ({
  readAt: new Date(Date.parse('2026-11-01T08:00:00Z') + order * 1000).toISOString(),
  hash: JSON.stringify(courses),
  courses,
  openDocuments: [],
})

export const weights: fc.Arbitrary<ProgramPolicy['weights']> = fc.record({
  elearning: fc.constantFrom(0, 0.3, 0.7, 1),
  sessions: fc.constantFrom(0, 0.15, 1),
  homework: fc.constantFrom(0, 0.15, 1),
  assessments: fc.constantFrom(0, 0.2),
})

export const policy: fc.Arbitrary<ProgramPolicy> = fc
  .uniqueArray(fc.integer({ min: 1, max: 100 }), { maxLength: 5 })
  .map((milestones) => ({ ...DEFAULT_POLICY, training: { ...DEFAULT_POLICY.training, milestones } }))
