import type { Client } from '@temporalio/client'
import assert from 'node:assert/strict'
import { progressId, type Application, type ApplicationRun } from '../../../src/contracts/application.js'
import { DEFAULT_POLICY } from '../../../src/domain/policy.js'
import { UNKNOWN_PERSON } from '../../../src/domain/same-person.js'
import { CourseIntegration } from '../../../src/odoo/schema/index.js'
import { moveToPolicy } from '../../../src/rules/move-to-policy.js'
import { enterRun } from '../../../src/store/application-runs.js'
import { policyOf, savePolicy } from '../../../src/store/policies.js'
import {
  learn,
  makeCourse,
  makeHeldSession,
  makeProgram,
  oneRow,
  trackersOf,
  type MadeCourse,
} from '../../support/odoo-records.js'
import { temporalServer } from '../../support/temporal.js'
import { enrollLearner, openActivities, type ActivityFixture } from '../activity-fixture.js'
import { syncStudents } from './sweeping.js'

describe('A new policy version', () => {
  let client: Client
  let fixture: ActivityFixture
  let programId: number
  let course: MadeCourse
  const started: Application[] = []
  before(async () => {
    const temporal = await temporalServer()
    client = temporal.client
    fixture = await openActivities({ temporal })
  })
  after(async () => {
    await Promise.all(started.map((application) => progressOf(application).terminate()))
    await fixture.close()
  })
  beforeEach(async () => {
    // Not active: otherwise the students of other tests would apply to it.
    programId = await makeProgram(fixture, { status: 'draft' })
    course = await makeCourse(fixture, programId, {
      lessons: 10,
      integration: { minSessionsRequired: 2, minHomeworkRequired: 0 },
    })
  })

  const progressOf = (application: Application) => client.workflow.getHandle(progressId(application))

  /** Half of the lessons and one session of two: 41 % by the default weights, 5 % by ours. */
  const WEIGHTS = { elearning: 0.1, sessions: 0.9, homework: 0, assessments: 0 }
  async function writePolicy(change: Partial<typeof DEFAULT_POLICY>): Promise<number> {
    const { version: basedOn } = await policyOf(fixture.store, programId)
    const { version, ...document } = { ...DEFAULT_POLICY, ...change }
    const written = await savePolicy(fixture.store, {
      programId,
      document,
      basedOn,
      author: `test ${version}`,
    })
    return written.version
  }

  const register = (run: ApplicationRun) =>
    enterRun(fixture.store, { ...run, origin: 'api', person: UNKNOWN_PERSON, previous: undefined })

  /** A student whose run starts under the newest policy. Half of the lessons are completed. */
  async function learner(run = 1) {
    const { studentId, partnerId } = await enrollLearner(fixture, programId, [course])
    const application = { programId, studentId }
    await register({ ...application, run })
    await learn(fixture, partnerId, course.lessons.slice(0, 5))
    return { ...application, partnerId }
  }
  const syncPage = (...studentIds: number[]) => syncStudents(fixture, studentIds)
  const overallInOdoo = async (studentId: number) =>
    (await oneRow(trackersOf(fixture, studentId))).overallProgress

  it('changes the weights of runs that start later only: in Odoo, in snapshots and in the evidence', async () => {
    const before = await learner()
    await writePolicy({ weights: WEIGHTS })
    const after = await learner()
    await syncPage(before.studentId, after.studentId)
    const eLearningFirst = await overallInOdoo(before.studentId)
    const sessionsFirst = await overallInOdoo(after.studentId)
    assert.ok(eLearningFirst > 40 && sessionsFirst === 5, `${eLearningFirst} and ${sessionsFirst}`)
    for (const [application, overall] of [
      [before, eLearningFirst],
      [after, sessionsFirst],
    ] as const) {
      const { studentId } = application
      const [snapshot, { evidence }] = await Promise.all([
        fixture.run((activities) => activities.syncApplication({ programId, studentId, run: 1 })),
        fixture.run((activities) =>
          activities.collectEvidence({ programId, studentId, run: 1, overridden: [] }),
        ),
      ])
      assert.equal(snapshot.courses[0]?.overall, overall)
      assert.equal(evidence.courses[0]?.overall, overall)
      assert.equal(await overallInOdoo(studentId), overall)
    }
  })

  it('does not reach the workflows of a running student, but those of a later one', async () => {
    const before = await learner()
    await writePolicy({ training: { ...DEFAULT_POLICY.training, milestones: [10] } })
    const after = await learner()
    const read = async ({ studentId }: Application) =>
      (await fixture.run((activities) => activities.readApplication({ programId, studentId, run: 1 }))).policy
    assert.deepEqual([(await read(before)).version, (await read(after)).version], [0, 1])
    assert.deepEqual((await read(before)).training.milestones, DEFAULT_POLICY.training.milestones)
    assert.deepEqual((await read(after)).training.milestones, [10])
  })

  it('changes the milestones of which workflows are notified for later runs only', async () => {
    const before = await learner()
    await writePolicy({ training: { ...DEFAULT_POLICY.training, milestones: [50] } })
    const after = await learner()
    for (const { studentId } of [before, after]) {
      const application = { programId, studentId, run: 1 }
      started.push(application)
      await client.workflow.start('progress', {
        workflowId: progressId(application),
        taskQueue: 'nobody',
        args: [application],
      })
      await fixture.run((activities) => activities.readApplication(application))
      await fixture.run((activities) => activities.syncApplication(application))
    }
    // From 41 % to 49 %: past no milestone of either version.
    for (const { partnerId } of [before, after]) await learn(fixture, partnerId, course.lessons.slice(5, 6))
    assert.equal((await syncPage(before.studentId, after.studentId)).notified, 0)
    // To 66 %: past the milestone of 50 % that both versions have.
    for (const { partnerId } of [before, after]) await learn(fixture, partnerId, course.lessons.slice(6, 8))
    assert.equal((await syncPage(before.studentId, after.studentId)).notified, 2)
    // To 83 %: past the milestone of 75 % of the older version only. The threshold is higher.
    await fixture.direct.write(CourseIntegration, [course.courseIntegrationId], { completionThreshold: 95 })
    for (const { studentId, partnerId } of [before, after]) {
      await makeHeldSession(fixture, studentId)
      await learn(fixture, partnerId, course.lessons.slice(8, 9))
    }
    assert.equal((await syncPage(before.studentId)).notified, 1)
    assert.equal((await syncPage(after.studentId)).notified, 0)
  })

  it('is no news for a student who is being reviewed', async () => {
    const { studentId } = await learner()
    await fixture.run((activities) => activities.readApplication({ programId, studentId, run: 1 }))
    const factsOf = async () =>
      (await fixture.run((activities) => activities.readApplication({ programId, studentId, run: 1 }))).facts
        .version
    const known = await factsOf()
    await writePolicy({ eligibility: { ...DEFAULT_POLICY.eligibility, maxAge: 20 } })
    assert.equal(await factsOf(), known)
  })

  it('counts for a student who is reopened under it', async () => {
    const { studentId } = await learner()
    const version = await writePolicy({ weights: WEIGHTS })
    await register({ programId, studentId, run: 2 })
    await syncPage(studentId)
    assert.equal(await overallInOdoo(studentId), 5)
    const { policy } = await fixture.run((activities) =>
      activities.readApplication({ programId, studentId, run: 2 }),
    )
    assert.equal(policy.version, version)
  })

  it('weighs the progress of a student who is moved to it, and notifies the training at the next page', async () => {
    const { studentId } = await learner()
    await syncPage(studentId)
    const before = await overallInOdoo(studentId)
    const to = await writePolicy({ weights: WEIGHTS })
    const application = { programId, studentId, run: 1 }
    const move = { from: 0, to, by: 'test', commandId: `move ${studentId}` }
    assert.equal(await moveToPolicy({ store: fixture.store, temporal: client }, application, move), 'moved')
    const { policy } = await fixture.run((activities) => activities.readApplication(application))
    assert.equal(policy.version, to)
    await fixture.run((activities) => activities.syncPage({ pageSize: 200 }))
    assert.deepEqual([before > 40, await overallInOdoo(studentId)], [true, 5])
    const back = { ...move, from: to, to: 0, commandId: `back ${studentId}` }
    assert.equal(await moveToPolicy({ store: fixture.store, temporal: client }, application, back), 'moved')
    await fixture.run((activities) => activities.syncPage({ pageSize: 200 }))
    assert.equal(await overallInOdoo(studentId), before)
  })
})
