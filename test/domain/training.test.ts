import assert from 'node:assert/strict'
import fc from 'fast-check'
import { allCoursesComplete, programProgress, reachesThreshold } from '../../src/domain/completion.js'
import { newMilestones } from '../../src/domain/milestones.js'
import { deadlineAfter, UTC_CALENDAR } from '../../src/domain/center-calendar.js'
import { DEFAULT_POLICY } from '../../src/domain/policy.js'
import {
  moveDeadline,
  newTraining,
  nextTrainingDue,
  resumeTraining,
  stageOf,
  applySnapshot,
  concernOf,
} from '../../src/domain/training.js'
import type { CourseSnapshot, RecordFault } from '../../src/domain/snapshot.js'
import { percent, snapshot, snapshotsOfOneProgram } from './arbitraries.js'

const STARTED = Date.parse('2026-11-01T08:00:00Z')
const ladder = fc.uniqueArray(fc.integer({ min: 1, max: 100 }), { maxLength: 6 })

describe('training', () => {
  it('keeps the newest snapshot, in whatever order and however often they arrive', () => {
    fc.assert(
      fc.property(
        snapshotsOfOneProgram(5).chain((snapshots) =>
          fc.record({
            newest: fc.constant(snapshots.at(-1)!),
            arrivals: fc.shuffledSubarray([...snapshots, ...snapshots, snapshot(snapshots[0]!.courses, 3)], {
              minLength: 11,
            }),
          }),
        ),
        ({ newest, arrivals }) => {
          const training = newTraining(DEFAULT_POLICY, UTC_CALENDAR, STARTED)
          for (const arrived of arrivals) applySnapshot(training, arrived)
          assert.equal(training.snapshot?.hash, newest.hash)
        },
      ),
    )
  })

  it('ignores equal content, and a late older snapshot does not undo it', () => {
    const [a, b] = fc
      .sample(snapshotsOfOneProgram(2), { numRuns: 50, seed: 7 })
      .find(([a, b]) => a!.hash !== b!.hash)!
    const training = newTraining(DEFAULT_POLICY, UTC_CALENDAR, STARTED)
    assert.equal(applySnapshot(training, snapshot(a!.courses, 1)), true)
    assert.equal(applySnapshot(training, snapshot(a!.courses, 3)), false)
    assert.equal(applySnapshot(training, snapshot(b!.courses, 2)), false)
    assert.equal(training.snapshot?.hash, a!.hash)
  })

  it('restarts the reminders after activity, and counts only progress as activity', () => {
    fc.assert(
      fc.property(snapshotsOfOneProgram(2), ([before, after]) => {
        const training = newTraining(DEFAULT_POLICY, UTC_CALENDAR, STARTED)
        applySnapshot(training, before!)
        training.remindersSent = 2
        training.stalledReported = true
        applySnapshot(training, after!)
        const advanced = after!.courses.some(
          (course, index) => course.overall > before!.courses[index]!.overall,
        )
        assert.equal(training.remindersSent, advanced ? 0 : 2)
        assert.equal(training.stalledReported, !advanced)
      }),
    )
  })

  it('stops the clocks during a pause: nothing is due, and everything ahead moves by its length', () => {
    const week = 7 * 86_400_000
    fc.assert(
      fc.property(fc.nat(100 * week), fc.nat(50 * week), (paused, length) => {
        const training = newTraining(DEFAULT_POLICY, UTC_CALENDAR, STARTED)
        moveDeadline(training, new Date(STARTED + 12 * week).toISOString())
        const before = nextTrainingDue(training)
        training.pausedAt = new Date(STARTED + paused).toISOString()
        assert.equal(nextTrainingDue(training), null)
        assert.equal(stageOf(training), 'paused')
        resumeTraining(training, STARTED + paused + length)
        assert.deepEqual(nextTrainingDue(training), { ...before, at: before!.at + length })
        assert.equal(training.deadlineAt, deadlineAfter(UTC_CALENDAR, STARTED + 12 * week + length, 0))
      }),
    )
  })
})

describe('what staff should check', () => {
  const course: CourseSnapshot = {
    courseIntegrationId: 7,
    name: 'Pruning',
    trackerId: 70,
    trackerStatus: 'in_progress',
    membership: 'active',
    components: { elearning: 50, sessions: null, homework: null, assessments: null },
    overall: 50,
    threshold: 80,
  }
  function concern(change: Partial<CourseSnapshot>, faults: RecordFault[] = []): string {
    const training = newTraining(DEFAULT_POLICY, UTC_CALENDAR, STARTED)
    applySnapshot(training, snapshot([course], 0))
    assert.equal(concernOf(training), null)
    const gone = faults.some(({ state }) => state === 'deleted')
    applySnapshot(training, { ...snapshot(gone ? [] : [{ ...course, ...change }], 1), faults })
    if (faults.length > 0) assert.equal(nextTrainingDue(training), null)
    return concernOf(training)?.instructions ?? ''
  }

  it('is the record that was deleted, archived or unlinked, and what to do', () => {
    assert.match(concern({}, [{ record: 'student', state: 'deleted' }]), /student was deleted.*withdraw/)
    assert.match(concern({}, [{ record: 'program', state: 'deleted' }]), /program was deleted.*withdraw/)
    const gone = { membership: 'gone' } as const
    assert.match(concern(gone, [{ record: 'contact', state: 'unlinked' }]), /contact.*deleted.*or removed/)
    assert.match(concern({}, [{ record: 'contact', state: 'archived' }]), /contact.*archived.*Restore/)
    const shared: RecordFault = { record: 'contact', state: 'shared', students: [11, 12] }
    assert.match(concern(gone, [shared]), /shares a contact.*11, 12.*counts for nobody/)
    const archived: RecordFault = { record: 'course', state: 'archived', courseIntegrationIds: [7] }
    assert.match(concern({}, [archived]), /eLearning course of "Pruning" is archived.*Restore/)
    assert.match(concern({ trackerId: null }), /tracker for "Pruning" was deleted.*Create a tracker/)
    assert.match(concern({ membership: 'archived' }), /they left, or failed the last attempt\./)
    assert.match(concern(gone), /somebody deleted their membership/)
  })

  it('is nothing for a course in which the student was never enrolled', () => {
    const training = newTraining(DEFAULT_POLICY, UTC_CALENDAR, STARTED)
    applySnapshot(training, snapshot([{ ...course, trackerId: null, membership: 'gone' }], 0))
    assert.equal(concernOf(training), null)
  })
})

describe('completion', () => {
  it('does not complete a course that was left, nor one without its mandatory assessments', () => {
    fc.assert(
      fc.property(snapshotsOfOneProgram(1), ([one]) => {
        for (const course of one!.courses) {
          const left = { ...course, membership: 'archived' as const }
          assert.equal(reachesThreshold(left), false)
          const present = { ...course, membership: 'active' as const }
          const counts = { sessionsHeld: 0, homeworkGraded: 0 }
          const done = { ...present, counts: { ...counts, openAssessments: [] } }
          assert.equal(reachesThreshold(done), course.overall >= course.threshold)
          assert.equal(reachesThreshold({ ...done, counts: { ...counts, openAssessments: [501] } }), false)
        }
      }),
    )
  })

  it('judges a snapshot from before assessments counted by its number', () => {
    fc.assert(
      fc.property(snapshotsOfOneProgram(1), ([one]) => {
        for (const { counts, ...before } of one!.courses) {
          assert.ok(counts)
          assert.equal(
            reachesThreshold({ ...before, membership: 'active' }),
            before.overall >= before.threshold,
          )
        }
      }),
    )
  })

  it('completes a program with its last course, at 100 %, and never a program without courses', () => {
    fc.assert(
      fc.property(snapshotsOfOneProgram(1), ([one]) => {
        const ids = one!.courses.map(({ courseIntegrationId }) => courseIntegrationId)
        const all = Object.fromEntries(ids.map((id) => [id, true]))
        assert.equal(allCoursesComplete(one!, all), true)
        assert.equal(programProgress(one!, all), 100)
        const some = Object.fromEntries(ids.slice(1).map((id) => [id, true]))
        assert.equal(allCoursesComplete(one!, some), false)
      }),
    )
    assert.equal(allCoursesComplete(snapshot([]), {}), false)
    assert.equal(programProgress(snapshot([]), {}), 0)
  })

  it('never lowers the program by completing a course', () => {
    fc.assert(
      fc.property(snapshotsOfOneProgram(1), ([one]) => {
        const first = one!.courses[0]!.courseIntegrationId
        assert.ok(programProgress(one!, { [first]: true }) >= programProgress(one!, {}))
        assert.ok(programProgress(one!, {}) <= 100)
      }),
    )
  })
})

describe('milestones', () => {
  it('are reached once each, lowest first, and never before their percentage', () => {
    fc.assert(
      fc.property(fc.array(percent, { maxLength: 20 }), ladder, (course, ladder) => {
        const sent: number[] = []
        for (const progress of course) {
          const reached = newMilestones(progress, ladder, sent)
          assert.deepEqual(
            reached,
            [...reached].sort((a, b) => a - b),
          )
          assert.ok(reached.every((milestone) => milestone <= progress && !sent.includes(milestone)))
          sent.push(...reached)
        }
        const highest = Math.max(0, ...course)
        assert.deepEqual(new Set(sent), new Set(ladder.filter((milestone) => milestone <= highest)))
        assert.equal(sent.length, new Set(sent).size)
      }),
    )
  })
})
