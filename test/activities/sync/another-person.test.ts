import type { Client } from '@temporalio/client'
import assert from 'node:assert/strict'
import { enrollmentId, progressId, type Application } from '../../../src/contracts/application.js'
import { Student } from '../../../src/odoo/schema/index.js'
import { endRun, latestRun } from '../../../src/store/application-runs.js'
import { readLastNotified } from '../../../src/store/last-notified.js'
import { recordTransitions } from '../../../src/store/transitions.js'
import {
  learn,
  makeCourse,
  makeLearner,
  makeProgram,
  makeStudent,
  oneRow,
  trackersOf,
  type MadeCourse,
} from '../../support/odoo-records.js'
import { reuseStudentId } from '../../support/reused-id.js'
import { temporalServer } from '../../support/temporal.js'
import { enrollLearner, openActivities, type ActivityFixture } from '../activity-fixture.js'
import { sweepOnce, syncStudents } from './sweeping.js'

describe('A sweep that finds another person under a student id', () => {
  let client: Client
  let world: ActivityFixture
  let course: MadeCourse
  let application: Application
  before(async function () {
    if (process.env['ODOO_URL'] !== undefined) this.skip()
    const temporal = await temporalServer()
    client = temporal.client
    world = await openActivities({ temporal })
  })
  after(() => world.close())
  beforeEach(async () => {
    const programId = await makeProgram(world)
    course = await makeCourse(world, programId, { lessons: 2 })
    application = { programId, studentId: await makeStudent(world, applies()) }
  })
  afterEach(async () => {
    for (const id of [enrollmentId(application), progressId(application)])
      await client.workflow
        .getHandle(id)
        .terminate()
        .catch(() => undefined)
  })

  const applies = () => ({ preferredCourseIntegration: course.courseIntegrationId })
  const sql = <R extends object>(query: string, parameters: readonly unknown[] = []) =>
    (world.sql<R>)?.(query, parameters) ?? assert.fail('a real Odoo')
  const reuse = (values = {}) =>
    reuseStudentId({ direct: world.direct, sql }, application.studentId, { ...applies(), ...values })
  const syncPage = (...studentIds: number[]) => syncStudents(world, studentIds)
  const sweep = () => sweepOnce(world)
  const latest = async () => {
    const run = await latestRun(world.store, application)
    return run && [run.run, run.personNumber, run.endedStage]
  }
  const signalsTo = async (workflowId: string) => {
    const { events } = await client.workflow.getHandle(workflowId).fetchHistory()
    return (events ?? []).flatMap(
      ({ workflowExecutionSignaledEventAttributes: signal }) => signal?.signalName ?? [],
    )
  }
  const memoOf = async () => (await client.workflow.getHandle(enrollmentId(application)).describe()).memo
  /** The run as its workflows recorded it. */
  const ran = (flow: 'enrollment' | 'progress', stage: string, closed: boolean) =>
    recordTransitions(world.store, [
      {
        workflowId: `${flow}/${application.programId}/${application.studentId}`,
        runEpoch: flow === 'progress' ? 2 : 1,
        seq: 1,
        application: { ...application, run: 1 },
        flow,
        stage,
        message: 'A step.',
        at: '2026-01-01T00:00:00Z',
        task: null,
        closed,
        facts: {},
      },
    ])

  it('tells a running enrollment that the facts have changed, and enrolls nobody', async () => {
    await syncPage(application.studentId)
    const { email } = await oneRow(world.direct.read(Student, [application.studentId], ['email']))
    // Everything that a decision depends on is the same.
    await reuse({ email })
    await syncPage(application.studentId)
    assert.deepEqual(await signalsTo(enrollmentId(application)), ['factsChanged'])
    assert.deepEqual(await latest(), [1, 1, null])
    assert.equal((await syncPage(application.studentId)).notified, 0)
  })

  it('gives a running training nothing of the newcomer, and writes none of their numbers', async () => {
    await syncPage(application.studentId)
    await ran('enrollment', 'training_started', true)
    await ran('progress', 'in_progress', false)
    const { partnerId } = await makeLearner(world)
    await reuse({ partner: partnerId })
    const grants = await world.run((activities) =>
      activities.grantAccess({
        ...application,
        run: 9,
        partnerId,
        courseIntegrationIds: [course.courseIntegrationId],
      }),
    )
    await world.run((activities) =>
      activities.ensureTrackers({
        ...application,
        run: 9,
        memberships: grants.flatMap((grant) => (grant.granted ? [grant] : [])),
      }),
    )
    await learn(world, partnerId, course.lessons)
    world.calls.length = 0
    await syncPage(application.studentId)
    assert.deepEqual(world.writes(), [])
    const [tracker] = await trackersOf(world, application.studentId)
    assert.equal(tracker?.overallProgress, 0)
    const [notified] = await readLastNotified(world.store, [application.studentId])
    assert.deepEqual(notified?.snapshot?.courses, [])
    assert.deepEqual(notified.snapshot.faults, [{ record: 'student', state: 'replaced' }])
  })

  for (const [flow, stage] of [
    ['enrollment', 'withdrawn'],
    ['enrollment', 'rejected'],
    ['progress', 'certified'],
  ] as const)
    it(`enrolls the newcomer after an application that ended as ${stage}, as a run of their own`, async () => {
      const { trackerIds, studentId } = await enrollLearner(world, application.programId, [course])
      application = { ...application, studentId }
      await world.direct.write(Student, [studentId], applies())
      await syncPage(studentId)
      await ran('enrollment', flow === 'enrollment' ? stage : 'training_started', true)
      if (flow === 'progress') await ran('progress', stage, true)
      await client.workflow.getHandle(enrollmentId(application)).terminate()
      await world.run((activities) => activities.syncApplication({ ...application, run: 1 }))
      assert.equal((await numbers()).length, trackerIds.length)

      await reuse()
      assert.ok((await sweep()).includes(studentId))
      assert.deepEqual(await latest(), [2, 2, null])
      assert.deepEqual(await memoOf(), { run: 2 })
      assert.deepEqual(await signalsTo(enrollmentId(application)), ['factsChanged'])
      assert.deepEqual(await numbers(), [], 'the numbers of the one before')
      const [notified] = await readLastNotified(world.store, [studentId])
      assert.equal(notified?.snapshot, null)
    })
  const numbers = () =>
    world.store.db
      .selectFrom('progress_number')
      .select('tracker_id')
      .where('student_id', '=', application.studentId)
      .execute()

  it('enrolls the newcomer whose record did not change again after the other one’s application was ended', async () => {
    await sweep()
    await reuse()
    await sweep()
    assert.deepEqual(await latest(), [1, 1, null])
    await endRun(world.store, { ...application, run: 1 }, 'withdrawn')
    await client.workflow.getHandle(enrollmentId(application)).terminate()
    assert.ok((await sweep()).includes(application.studentId))
    assert.deepEqual(await latest(), [2, 2, null])
    assert.ok(!(await sweep()).includes(application.studentId), 'they were checked')
  })

  it('enrolls a newcomer whose state the suite set by its own rules, as it does any newcomer', async () => {
    await sweep()
    await endRun(world.store, { ...application, run: 1 }, 'rejected')
    await client.workflow.getHandle(enrollmentId(application)).terminate()
    await reuse({ hasCertificate: false, englishLevel: 'beginner', state: 'rejected' })
    await sweep()
    assert.deepEqual(await latest(), [2, 2, null])
  })

  it('enrolls no newcomer who does not apply', async () => {
    await sweep()
    await endRun(world.store, { ...application, run: 1 }, 'withdrawn')
    await client.workflow.getHandle(enrollmentId(application)).terminate()
    await reuse({ state: 'certified' })
    await sweep()
    assert.deepEqual(await latest(), [1, 1, 'withdrawn'])
  })

  it('leaves a closed application closed when only the address was corrected', async () => {
    await sweep()
    await endRun(world.store, { ...application, run: 1 }, 'withdrawn')
    await world.direct.write(Student, [application.studentId], { email: 'corrected@example.org' })
    await sweep()
    assert.deepEqual(await latest(), [1, 1, 'withdrawn'])
  })

  it('notices a newcomer with the same values in every other field', async () => {
    await sweep()
    const [student] = await world.direct.read(
      Student,
      [application.studentId],
      ['email', 'birthDate', 'englishLevel', 'hasCertificate', 'enrollmentType'],
    )
    assert.ok(student)
    const { email, birthDate, englishLevel, hasCertificate, enrollmentType } = student
    await reuse({ email, birthDate, englishLevel, hasCertificate, enrollmentType })
    assert.ok((await sweep()).includes(application.studentId))
  })
})
