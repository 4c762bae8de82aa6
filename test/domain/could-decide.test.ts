import { UTC_CALENDAR } from '../../src/domain/center-calendar.js'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { programProgress } from '../../src/domain/completion.js'
import { couldDecide } from '../../src/domain/could-decide.js'
import { newMilestones } from '../../src/domain/milestones.js'
import type { ProgramPolicy } from '../../src/domain/policy.js'
import type { ProgramSnapshot } from '../../src/domain/snapshot.js'
import {
  concernOf,
  coursesJustStarted,
  coursesJustCompleted,
  isProgramComplete,
  newTraining,
  applySnapshot,
  type TrainingState,
} from '../../src/domain/training.js'
import { policy, snapshotsOfOneProgram } from './arbitraries.js'

const milestonesOf = (training: TrainingState) =>
  training.snapshot === null
    ? []
    : newMilestones(
        programProgress(training.snapshot, training.completed),
        training.policy.training.milestones,
        training.milestones,
      )

/** Makes the decisions of the workflow on the state. Returns what was decided. */
function decide(training: TrainingState): string[] {
  const started = coursesJustStarted(training)
  training.started.push(...started)
  const completed = coursesJustCompleted(training)
  for (const { courseIntegrationId, overall } of completed) {
    training.completed[courseIntegrationId] = { at: '', by: 'threshold', overall }
  }
  const milestones = milestonesOf(training)
  training.milestones.push(...milestones)
  return [
    ...started.map((id) => `started ${id}`),
    ...completed.map((course) => `completed ${course.courseIntegrationId}`),
    ...milestones.map((percent) => `milestone ${percent}`),
  ]
}

/** What is written to Odoo comes back with the next reading: a completed course is final there. */
const afterWriting = (snapshot: ProgramSnapshot, training: TrainingState): ProgramSnapshot => {
  const courses = snapshot.courses.map((course) =>
    String(course.courseIntegrationId) in training.completed
      ? { ...course, trackerStatus: 'completed' as const }
      : course,
  )
  return { ...snapshot, courses, hash: JSON.stringify(courses) }
}

describe('couldDecide', () => {
  it('returns false only where the new snapshot decides nothing, raises no concern and completes nothing', () => {
    fc.assert(
      fc.property(snapshotsOfOneProgram(6), policy, (snapshots, policy) => {
        const training = newTraining(policy, UTC_CALENDAR, 0)
        let notified: ProgramSnapshot | null = null
        for (const reading of snapshots) {
          const next = afterWriting(reading, training)
          const before = { concern: concernOf(training), complete: isProgramComplete(training) }
          const notify = couldDecide(notified, next, policy)
          applySnapshot(training, next)
          const decided = decide(training)
          if (notify) {
            notified = next
            continue
          }
          assert.deepEqual(decided, [])
          assert.deepEqual(concernOf(training), before.concern)
          assert.equal(isProgramComplete(training), before.complete)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('lets a training that is notified only of what could decide decide the same as one notified of everything', () => {
    fc.assert(
      fc.property(snapshotsOfOneProgram(8), policy, (snapshots, policy) => {
        const [all, some] = [newTraining(policy, UTC_CALENDAR, 0), newTraining(policy, UTC_CALENDAR, 0)]
        let notified: ProgramSnapshot | null = null
        const decisions: [string[], string[]] = [[], []]
        for (const reading of snapshots) {
          const next = afterWriting(reading, all)
          applySnapshot(all, next)
          decisions[0].push(...decide(all))
          if (!couldDecide(notified, next, policy)) continue
          notified = next
          applySnapshot(some, next)
          decisions[1].push(...decide(some))
        }
        assert.deepEqual(decisions[1], decisions[0])
      }),
      { numRuns: 2000 },
    )
  })

  const course = (overall: number, elearning = overall) => ({
    courseIntegrationId: 1,
    name: 'Course 1',
    trackerId: 1,
    trackerStatus: 'in_progress' as const,
    membership: 'active' as const,
    components: { elearning, sessions: null, homework: null, assessments: null },
    overall,
    threshold: 80,
  })
  const of = (...courses: ReturnType<typeof course>[]): ProgramSnapshot => ({
    readAt: '2026-11-01T08:00:00Z',
    hash: JSON.stringify(courses),
    courses,
    openDocuments: [],
  })
  const ladder = (milestones: number[]): ProgramPolicy => {
    const base = fc.sample(policy, 1)[0]!
    return { ...base, training: { ...base.training, milestones } }
  }

  it('returns false for a lesson that crosses nothing, and true for one that crosses a milestone', () => {
    assert.equal(couldDecide(of(course(30)), of(course(49)), ladder([25, 50])), false)
    assert.equal(couldDecide(of(course(30)), of(course(50)), ladder([25, 50])), true)
  })

  it('counts every change past the last threshold as evidence that a flagged certificate may need', () => {
    assert.equal(couldDecide(of(course(85)), of(course(86)), ladder([])), true)
    assert.equal(
      couldDecide(of(course(85)), of({ ...course(85), trackerStatus: 'in_progress' }), ladder([])),
      false,
    )
  })

  it('counts a mandatory assessment that completes the course, and a session held after it as evidence', () => {
    const counted = (openAssessments: number[], sessionsHeld = 0) => {
      const one = { ...course(85), counts: { sessionsHeld, homeworkGraded: 0, openAssessments } }
      return { ...of(course(85)), hash: JSON.stringify(one), courses: [one] }
    }
    assert.equal(couldDecide(counted([501]), counted([]), ladder([])), true)
    assert.equal(couldDecide(counted([501]), counted([501], 1), ladder([])), false)
    assert.equal(couldDecide(counted([]), counted([], 1), ladder([])), true)
  })

  it('counts an approved document as evidence once every course is complete', () => {
    const waiting = (overall: number): ProgramSnapshot => ({
      ...of(course(overall)),
      hash: 'passport',
      openDocuments: ['passport'],
    })
    assert.equal(couldDecide(waiting(85), of(course(85)), ladder([])), true)
    assert.equal(couldDecide(waiting(30), of(course(30)), ladder([])), false)
  })
})
