import assert from 'node:assert/strict'
import {
  applicationRef,
  enrollmentId,
  progressId,
  type Application,
} from '../../src/contracts/application.js'
import type { SweepResult } from '../../src/contracts/sweep.js'
import { TaskQueue } from '../../src/contracts/task-queues.js'
import { Certificate, Membership, ProgressTracker, Student } from '../../src/odoo/schema/index.js'
import { learn, makeCourse, makeProgram, makeStudent, type MadeCourse } from '../support/odoo-records.js'
import { skipHours } from '../support/skip-hours.js'
import { waitFor } from '../support/wait-for.js'
import { OPERATOR, openSandboxEnvironment, type SandboxEnvironment } from './environment.js'

interface SystemHealth {
  readonly system: string
  readonly state: string
  readonly since: string | null
}

describe('Odoo is down or paused, end to end', function () {
  this.timeout(240_000)

  const LEARNERS = 12
  let environment: SandboxEnvironment
  let programId: number
  let course: MadeCourse
  let learners: { application: Application; partnerId: number }[]

  before(async () => {
    environment = await openSandboxEnvironment('empty')
    programId = await makeProgram(environment)
    course = await makeCourse(environment, programId, {
      lessons: 1,
      integration: { completionThreshold: 100 },
    })
    const applications = await apply(LEARNERS)
    await environment.sweep()
    learners = await Promise.all(applications.map(inTraining))
  })
  after(() => environment.close())

  const apply = (count: number): Promise<Application[]> =>
    Promise.all(
      Array.from({ length: count }, async () => ({
        programId,
        studentId: await makeStudent(environment, { preferredCourseIntegration: course.courseIntegrationId }),
      })),
    )

  async function inTraining(application: Application) {
    await environment.reaches(application, 'is in training', ({ flow }) => flow === 'progress')
    const [student] = await environment.direct.read(Student, [application.studentId], ['partner'])
    return { application, partnerId: student?.partner ?? assert.fail('no contact') }
  }

  /** As the schedule does, without waiting for its end. */
  const startSweep = (workflowId: string) =>
    environment.client.workflow.start<(input: object) => Promise<SweepResult>>('sweep', {
      workflowId,
      taskQueue: TaskQueue.orchestrator,
      args: [{ pageSize: 200, parallelPages: 2 }],
    })

  const systemState = async (name: string): Promise<SystemHealth> => {
    const { json } = await environment.call('/v1/sync')
    const found = (json as { systems: SystemHealth[] }).systems.find(({ system }) => system === name)
    return found ?? assert.fail(name)
  }
  const reachesState = (state: string) =>
    waitFor(`Odoo ${state}`, async () => (await systemState('odoo')).state === state)

  const attempts = async (workflowId: string): Promise<number> => {
    const { raw } = await environment.client.workflow.getHandle(workflowId).describe()
    return Math.max(0, ...(raw.pendingActivities ?? []).map(({ attempt }) => attempt ?? 0))
  }

  const SYNC_HEALTH = 'TrainingSyncHealth != "ok"'
  const heldUp = async () => (await environment.client.workflow.count(SYNC_HEALTH)).count

  /** Without those about the end of an alarm, which come a minute later. */
  const operatorMails = () =>
    environment.mail.received.filter(
      ({ envelope, parsed }) =>
        envelope.to.includes(OPERATOR) && parsed.subject?.includes('needs your help') === true,
    )

  it('writes nothing to Odoo while it is paused, and catches up by itself', async () => {
    const paused = await environment.call('/v1/pauses', { system: 'odoo', reason: 'Odoo is being updated' })
    assert.equal(paused.status, 201)
    await reachesState('paused')
    const applications = await apply(3)
    const written = () =>
      environment.sandbox.sql<{ count: string }>(
        "SELECT count(*) FROM gr_student WHERE integration_status <> 'not_enrolled'",
      )
    const before = await written()
    // The API still accepts applications, and the sweep is still started.
    const [first] = applications
    assert.ok(first)
    const { status } = await environment.call('/v1/enrollments', first)
    assert.equal(status, 201)
    const sweep = await startSweep('sweep-while-paused')
    await waitFor('the call that waits', async () => (await attempts(enrollmentId(first))) > 0)
    const resync = await environment.call(`/v1/enrollments/${applicationRef(first)}/resync`, {})
    assert.equal(resync.status, 503)
    assert.match((resync.json as { detail: string }).detail, /paused since .*: Odoo is being updated/)
    assert.deepEqual(await written(), before)
    assert.equal((await environment.visit('/readyz')).statusCode, 200)

    const resumed = await environment.call('/v1/pauses/odoo', undefined, { method: 'DELETE' })
    assert.deepEqual([resumed.status, resumed.json], [200, { pauses: [] }])
    await sweep.result()
    for (const application of applications) await inTraining(application)
    assert.ok((await attempts(enrollmentId(first)).catch(() => 0)) <= 2)
    assert.equal(await heldUp(), 0)
  })

  it('loses and duplicates nothing in an outage of hours, and needs nobody afterwards', async () => {
    const { sandbox, store, mail } = environment
    // All learners finish, and others apply, in the last second before the outage.
    await Promise.all(learners.map(({ partnerId }) => learn(environment, partnerId, course.lessons)))
    const newcomers = await apply(8)
    sandbox.faults.set({ down: true })
    const sweep = await startSweep('sweep-in-outage')
    await reachesState('unavailable')

    const asked = Date.now()
    const { status, json } = await environment.call('/v1/enrollments', { programId, studentId: 1 })
    assert.equal(status, 503)
    assert.match((json as { detail: string }).detail, /Odoo has not responded since/)
    assert.ok(Date.now() - asked < 1_000)

    await skipHours(environment, 3)
    const since = (await systemState('odoo')).since
    assert.ok(Date.now() - Date.parse(since ?? '') > 2.9 * 3_600_000)
    await waitFor('the alarm by email', () => operatorMails().length === 1)
    const { alarms } = (await environment.visit('/readyz')).json<{ alarms: { key: string }[] }>()
    assert.deepEqual(
      alarms.map(({ key }) => key),
      ['odoo-unavailable'],
    )
    const sweepAttempts = await attempts('sweep-in-outage')
    assert.ok(sweepAttempts <= 5, `${sweepAttempts} attempts`)

    sandbox.faults.set({ down: false })
    await sweep.result()
    for (const { application } of learners)
      await environment.reaches(
        application,
        'is certified',
        ({ certificates, emails }) =>
          certificates.length === 1 &&
          emails.some(({ kind, state }) => kind === 'certificate' && state === 'accepted'),
      )
    for (const application of newcomers) await inTraining(application)
    assert.equal(await heldUp(), 0)
    assert.equal(
      (await environment.call('/v1/reviews').then(({ json: list }) => list as { reviews: unknown[] })).reviews
        .length,
      0,
    )

    const studentIds = [...learners.map(({ application }) => application), ...newcomers].map(
      ({ studentId }) => studentId,
    )
    const { direct } = environment
    const trackers = await direct.searchRead(ProgressTracker, [['student', 'in', studentIds]], ['student'])
    const partners = (await direct.read(Student, studentIds, ['partner'])).map(({ partner }) => partner ?? 0)
    const memberships = await direct.searchRead(Membership, [['partner', 'in', partners]], ['partner'])
    const certificates = await direct.searchRead(Certificate, [['student', 'in', studentIds]], ['student'])
    assert.deepEqual(
      [trackers.length, memberships.length, certificates.length],
      [studentIds.length, studentIds.length, LEARNERS],
    )
    const sent = await store.pool.query<{ kind: string; count: string }>(
      "select kind, count(*) from email where state = 'accepted' and student_id = any($1) group by kind order by kind",
      [studentIds],
    )
    const counts = Object.fromEntries(sent.rows.map(({ kind, count }) => [kind, Number(count)]))
    assert.deepEqual([counts['welcome'], counts['certificate']], [studentIds.length, LEARNERS])
    const ids = mail.received.map(({ parsed }) => parsed.messageId)
    assert.equal(new Set(ids).size, ids.length)
    assert.deepEqual(
      operatorMails().map(({ raw }) => /Odoo has not responded/.test(raw)),
      [true],
    )
    // Progress workflows of learners have ended: nothing waits any more.
    for (const { application } of learners) assert.equal(await attempts(progressId(application)), 0)
  })
})
