import assert from 'node:assert/strict'
import fc from 'fast-check'
import { componentsOf, overallProgress, round2, type CourseReading } from '../../src/domain/overall.js'
import { percent, weights } from './arbitraries.js'

const component = fc.option(percent)
const components = fc.record({
  elearning: component,
  sessions: component,
  homework: component,
  assessments: component,
})

const reading: fc.Arbitrary<CourseReading> = fc.record({
  membership: fc.constantFrom('active', 'archived', 'gone'),
  completion: fc.integer({ min: -10, max: 130 }),
  sessionsHeld: fc.nat(20),
  minSessions: fc.nat(10),
  homeworkGraded: fc.nat(20),
  minHomework: fc.nat(10),
  assessments: component,
})

const NAMES = ['elearning', 'sessions', 'homework', 'assessments'] as const

describe('overall progress', () => {
  it('is 100 when everything is done that the course asks for, whatever the weights', () => {
    fc.assert(
      fc.property(components, weights, (asked, weights) => {
        const done = Object.fromEntries(NAMES.map((name) => [name, asked[name] === null ? null : 100]))
        const counts = NAMES.some((name) => asked[name] !== null && weights[name] > 0)
        assert.equal(overallProgress({ ...asked, ...done }, weights), counts ? 100 : 0)
      }),
    )
  })

  it('lies between its lowest and highest component, in hundredths, never above 100', () => {
    fc.assert(
      fc.property(components, weights, (components, weights) => {
        const overall = overallProgress(components, weights)
        const counted = NAMES.filter((name) => weights[name] > 0).flatMap((name) => components[name] ?? [])
        assert.equal(overall, round2(overall))
        if (counted.length === 0) assert.equal(overall, 0)
        else assert.ok(overall >= round2(Math.min(...counted)) && overall <= round2(Math.max(...counted)))
      }),
    )
  })

  it('leaves out what the course does not ask for and re-normalizes the rest', () => {
    fc.assert(
      fc.property(components, weights, percent, (components, weights, other) => {
        const without = { ...components, homework: null }
        const unweighted = { ...weights, homework: 0 }
        assert.equal(
          overallProgress(without, weights),
          overallProgress({ ...components, homework: other }, unweighted),
        )
      }),
    )
  })

  it('never falls when a component rises', () => {
    fc.assert(
      fc.property(components, weights, percent, (components, weights, more) => {
        for (const name of NAMES) {
          const was = components[name]
          if (was === null) continue
          const risen = { ...components, [name]: Math.max(was, more) }
          assert.ok(overallProgress(risen, weights) >= overallProgress(components, weights))
        }
      }),
    )
  })

  it('lets an eLearning-only course be completed (the suite’s fixed mix stops at 70)', () => {
    const weights = { elearning: 0.7, sessions: 0.15, homework: 0.15, assessments: 0 }
    const reading = {
      membership: 'active',
      completion: 100,
      sessionsHeld: 0,
      minSessions: 0,
      homeworkGraded: 0,
      minHomework: 0,
      assessments: null,
    } as const
    assert.equal(overallProgress(componentsOf(reading, weights), weights), 100)
  })

  it('has components from 0 to 100 percent, and null where the course asks for nothing', () => {
    fc.assert(
      fc.property(reading, weights, (reading, weights) => {
        const { elearning, sessions, homework, assessments } = componentsOf(reading, weights)
        assert.equal(sessions === null, reading.minSessions === 0 || weights.sessions === 0)
        assert.equal(homework === null, reading.minHomework === 0 || weights.homework === 0)
        assert.equal(elearning === null, weights.elearning === 0)
        assert.equal(assessments, weights.assessments === 0 ? null : reading.assessments)
        if (reading.membership === 'gone') assert.ok(elearning === null || elearning === 0)
        for (const share of [elearning, sessions, homework]) {
          assert.ok(share === null || (share >= 0 && share <= 100 && share === round2(share)))
        }
        if (sessions !== null) assert.equal(sessions === 100, reading.sessionsHeld >= reading.minSessions)
      }),
    )
  })
})
