import assert from 'node:assert/strict'
import fc from 'fast-check'
import { programProgress } from '../../src/domain/completion.js'
import { couldDecide } from '../../src/domain/could-decide.js'
import { newMilestones } from '../../src/domain/milestones.js'
import type { ProgramPolicy } from '../../src/domain/policy.js'
import type { ProgramSnapshot } from '../../src/domain/snapshot.js'
import {
  concernOf,
  coursesJustBegun,
  coursesJustCompleted,
  isProgramComplete,
  newTraining,
  takeSnapshot,
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

/** What the workflow decides at a look, done on the state; answers with whether there was anything. */
function look(training: TrainingState): string[] {
  const begun = coursesJustBegun(training)
  training.started.push(...begun)
  const completed = coursesJustCompleted(training)
  for (const { courseIntegrationId, overall } of completed) {
    training.completed[courseIntegrationId] = { at: '', by: 'threshold', overall }
  }
  const milestones = milestonesOf(training)
  training.milestones.push(...milestones)
  return [
    ...begun.map((id) => `begun ${String(id)}`),
    ...completed.map((course) => `completed ${String(course.courseIntegrationId)}`),
    ...milestones.map((percent) => `milestone ${String(percent)}`),
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

describe('could decide', () => {
  it('where it says no, a look at the new snapshot decides nothing, raises no concern and completes nothing', () => {
    fc.assert(
      fc.property(snapshotsOfOneProgram(6), policy, (snapshots, policy) => {
        const training = newTraining(policy, 0)
        let told: ProgramSnapshot | null = null
        for (const reading of snapshots) {
          const next = afterWriting(reading, training)
          const before = { concern: concernOf(training), complete: isProgramComplete(training) }
          const tell = couldDecide(told, next, policy)
          takeSnapshot(training, next)
          const decided = look(training)
          if (tell) {
            told = next
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

  it('a training that is told only what could decide decides the same as one that is told everything', () => {
    fc.assert(
      fc.property(snapshotsOfOneProgram(8), policy, (snapshots, policy) => {
        const [all, some] = [newTraining(policy, 0), newTraining(policy, 0)]
        let told: ProgramSnapshot | null = null
        const decisions: [string[], string[]] = [[], []]
        for (const reading of snapshots) {
          const next = afterWriting(reading, all)
          takeSnapshot(all, next)
          decisions[0].push(...look(all))
          if (!couldDecide(told, next, policy)) continue
          told = next
          takeSnapshot(some, next)
          decisions[1].push(...look(some))
        }
        assert.deepEqual(decisions[1], decisions[0])
      }),
      { numRuns: 2000 },
    )
  })

  const course = (overall: number, elearning = overall) => ({
    courseIntegrationId: 1,
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

  it('a lesson that crosses nothing costs no event; one that crosses a milestone travels', () => {
    assert.equal(couldDecide(of(course(30)), of(course(49)), ladder([25, 50])), false)
    assert.equal(couldDecide(of(course(30)), of(course(50)), ladder([25, 50])), true)
  })

  it('past the last threshold every change is evidence that a flagged certificate may be waiting for', () => {
    assert.equal(couldDecide(of(course(85)), of(course(86)), ladder([])), true)
    assert.equal(
      couldDecide(of(course(85)), of({ ...course(85), trackerStatus: 'in_progress' }), ladder([])),
      false,
    )
  })

  it('a mandatory assessment reached past the threshold completes the course; a session held after it is evidence', () => {
    const counted = (openAssessments: number[], sessionsHeld = 0) => {
      const one = { ...course(85), counts: { sessionsHeld, homeworkGraded: 0, openAssessments } }
      return { ...of(course(85)), hash: JSON.stringify(one), courses: [one] }
    }
    assert.equal(couldDecide(counted([501]), counted([]), ladder([])), true)
    assert.equal(couldDecide(counted([501]), counted([501], 1), ladder([])), false)
    assert.equal(couldDecide(counted([]), counted([], 1), ladder([])), true)
  })

  it('an approved document is evidence, once every course is complete', () => {
    const waiting = (overall: number): ProgramSnapshot => ({
      ...of(course(overall)),
      hash: 'passport',
      openDocuments: ['passport'],
    })
    assert.equal(couldDecide(waiting(85), of(course(85)), ladder([])), true)
    assert.equal(couldDecide(waiting(30), of(course(30)), ladder([])), false)
  })
})
