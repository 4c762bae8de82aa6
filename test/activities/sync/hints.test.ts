import assert from 'node:assert/strict'
import {
  CourseIntegration,
  CourseSession,
  Membership,
  ProgressTracker,
  Student,
} from '../../../src/odoo/schema/index.js'
import type { Model } from '../../../src/odoo/schema/model.js'
import { saveLearningEvent } from '../../../src/webhooks/learning-events.js'
import { saveWebhookHints } from '../../../src/webhooks/webhook-hints.js'
import {
  learn,
  makeCourse,
  makeHeldSession,
  makeProgram,
  makeStudent,
  oneRow,
  trackersOf,
  type MadeCourse,
} from '../../support/odoo-records.js'
import { temporalServer } from '../../support/temporal.js'
import { enrollLearner, openActivities, type ActivityFixture } from '../activity-fixture.js'
import { findStudents, queuedStudents, sweepOnce } from './sweeping.js'

describe('Webhook hints', () => {
  let fixture: ActivityFixture
  let programId: number
  let course: MadeCourse
  let learner: { studentId: number; partnerId: number }
  before(async () => {
    fixture = await openActivities({ temporal: await temporalServer() })
    programId = await makeProgram(fixture, { status: 'draft' })
    course = await makeCourse(fixture, programId, { lessons: 4 })
  })
  after(() => fixture.close())
  beforeEach(async () => {
    learner = await enrollLearner(fixture, programId, [course])
    await sweepOnce(fixture)
    await fixture.store.pool.query('delete from webhook_hint')
  })

  const hint = (model: Pick<Model, 'name'>, recordId: number) =>
    saveWebhookHints(fixture.store, [{ model: model.name, recordId, action: null }])
  const resolve = () => fixture.run((activities) => activities.resolveHints())
  const open = async () => {
    const query = 'select record_id from webhook_hint where closed_at is null order by record_id'
    const { rows } = await fixture.store.pool.query<{ record_id: number }>(query)
    return rows.map((row) => row.record_id)
  }
  const age = () => fixture.store.pool.query("update webhook_hint set first_at = now() - interval '1 minute'")
  const membershipOf = async ({ partnerId }: typeof learner) =>
    (await oneRow(fixture.direct.searchRead(Membership, [['partner', '=', partnerId]], []))).id

  it('lead from a record to its student, whose numbers a page then writes', async () => {
    await learn(fixture, learner.partnerId, course.lessons.slice(0, 2))
    await hint(Membership, await membershipOf(learner))
    assert.deepEqual(await resolve(), { waiting: 1, more: false })
    assert.deepEqual(await queuedStudents(fixture), [learner.studentId])
    assert.deepEqual(await open(), [])
    await fixture.run((activities) => activities.syncPage({ pageSize: 10, source: 'webhook' }))
    assert.equal((await oneRow(trackersOf(fixture, learner.studentId))).elearningProgress, 50)
    const numbers = await fixture.store.db
      .selectFrom('progress_number')
      .select('source')
      .where('student_id', '=', learner.studentId)
      .executeTakeFirstOrThrow()
    assert.equal(numbers.source, 'webhook')
  })

  const kinds: [string, () => Promise<[Pick<Model, 'name'>, number]>][] = [
    ['a student', () => Promise.resolve([Student, learner.studentId])],
    ['a session', async () => [CourseSession, await makeHeldSession(fixture, learner.studentId)]],
    ['a tracker', async () => [ProgressTracker, (await oneRow(trackersOf(fixture, learner.studentId))).id]],
    [
      'an archived membership',
      async () => {
        const id = await membershipOf(learner)
        await fixture.direct.call(Membership, 'action_archive', [id])
        return [Membership, id]
      },
    ],
  ]
  for (const [what, make] of kinds)
    it(`lead from ${what} to the student`, async () => {
      await hint(...(await make()))
      await resolve()
      assert.deepEqual(await queuedStudents(fixture), [learner.studentId])
      await sweepOnce(fixture)
    })

  it('lead from a deleted record to the student it belonged to', async () => {
    const session = await makeHeldSession(fixture, learner.studentId)
    await sweepOnce(fixture)
    await fixture.direct.call(CourseSession, 'unlink', [session])
    await hint(CourseSession, session)
    await resolve()
    assert.deepEqual(await queuedStudents(fixture), [learner.studentId])
    assert.deepEqual(await open(), [])
    await sweepOnce(fixture)
    assert.equal((await oneRow(trackersOf(fixture, learner.studentId))).customSessionsCompleted, 0)
  })

  it('lead from a record that was given to another student to both', async () => {
    const session = await makeHeldSession(fixture, learner.studentId)
    const other = await enrollLearner(fixture, programId, [course])
    await sweepOnce(fixture)
    await fixture.direct.write(CourseSession, [session], { student: other.studentId })
    await hint(CourseSession, session)
    await resolve()
    assert.deepEqual(await queuedStudents(fixture), [learner.studentId, other.studentId])
    await sweepOnce(fixture)
  })

  it('do not keep the workflow busy while their records do not exist yet', async () => {
    const missing = Array.from({ length: 500 }, (_, index) => 800_000 + index)
    for (const id of missing) await hint(CourseSession, id)
    assert.deepEqual(await resolve(), { waiting: 0, more: false })
    await age()
    assert.deepEqual(await resolve(), { waiting: 0, more: true })
    assert.deepEqual(await resolve(), { waiting: 0, more: false })
  })

  it('stay open for a while where the record does not exist yet, and are then closed', async () => {
    await hint(CourseSession, 987_654)
    await resolve()
    assert.deepEqual(await open(), [987_654])
    await age()
    await resolve()
    assert.deepEqual(await open(), [])
    assert.deepEqual(await queuedStudents(fixture), [])
  })

  it('about models that we do not track are closed at once, without a call to Odoo', async () => {
    fixture.calls.length = 0
    await hint({ name: 'res.country' }, 5)
    assert.deepEqual(await resolve(), { waiting: 0, more: false })
    assert.deepEqual([await open(), fixture.calls], [[], []])
  })

  it('that are forged change nothing', async () => {
    const stranger = await makeStudent(fixture)
    await sweepOnce(fixture)
    const before = await trackersOf(fixture, learner.studentId)
    await hint(Student, 999_999)
    await hint(Membership, await membershipOf(learner))
    await hint(Student, stranger)
    await resolve()
    const { written, notified } = await fixture.run((activities) => activities.syncPage({ pageSize: 10 }))
    assert.deepEqual([written, notified], [0, 0])
    assert.deepEqual(await trackersOf(fixture, learner.studentId), before)
  })

  it('of a burst are one read of the student', async () => {
    const id = await membershipOf(learner)
    for (let call = 0; call < 50; call += 1) await hint(Membership, id)
    await hint(Student, learner.studentId)
    fixture.calls.length = 0
    await resolve()
    assert.deepEqual(await queuedStudents(fixture), [learner.studentId])
    assert.ok(fixture.calls.length <= 3, fixture.calls.join())
  })

  it('that are called again while they are resolved stay open', async () => {
    const id = await membershipOf(learner)
    await hint(Membership, id)
    fixture.rightBefore('read slide.channel.partner', () => hint(Membership, id))
    await resolve()
    assert.deepEqual(await open(), [id])
    await resolve()
    assert.deepEqual(await open(), [])
  })

  it('about a course lead to its students only', async () => {
    const elsewhere = await makeProgram(fixture, { status: 'draft' })
    const other = await makeCourse(fixture, elsewhere)
    const stranger = await enrollLearner(fixture, elsewhere, [other])
    await sweepOnce(fixture)
    await fixture.direct.write(CourseIntegration, [other.courseIntegrationId], { completionThreshold: 55 })
    await hint(CourseIntegration, other.courseIntegrationId)
    await resolve()
    assert.deepEqual(await queuedStudents(fixture), [stranger.studentId])
    await sweepOnce(fixture)
  })

  it('are resolved by the sweep if nothing else did', async () => {
    await learn(fixture, learner.partnerId, course.lessons.slice(0, 1))
    await hint(Membership, await membershipOf(learner))
    assert.deepEqual(await findStudents(fixture), [learner.studentId])
    assert.deepEqual(await open(), [])
  })

  it('and signed events are kept for some days', async () => {
    const old = "now() - interval '8 days'"
    await hint(Student, learner.studentId)
    await fixture.store.pool.query(`update webhook_hint set closed_at = ${old}`)
    await saveLearningEvent(fixture.store, {
      webhookId: 'old',
      type: 'elearning.completed',
      channelId: 1,
      partnerId: 1,
    })
    await fixture.store.pool.query(`update learning_event set closed_at = ${old}`)
    await findStudents(fixture)
    const { rows } = await fixture.store.pool.query(
      'select id::text from webhook_hint union all select webhook_id from learning_event',
    )
    assert.deepEqual(rows, [])
  })

  it('from a sender that signs lead from the contact to the student', async () => {
    await saveLearningEvent(fixture.store, {
      webhookId: 'msg_1',
      type: 'elearning.progress_updated',
      channelId: course.channelId,
      partnerId: learner.partnerId,
    })
    await resolve()
    assert.deepEqual(await queuedStudents(fixture), [learner.studentId])
    await sweepOnce(fixture)
    await resolve()
    assert.deepEqual(await queuedStudents(fixture), [])
  })
})
