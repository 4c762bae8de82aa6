import assert from 'node:assert/strict'
import type { BulkKindName, BulkParameters } from '../../src/contracts/bulk-operation.js'
import { progressId } from '../../src/contracts/application.js'
import { getTrainingTimes } from '../../src/contracts/progress.js'
import { DEFAULT_DOCUMENT } from '../../src/domain/policy.js'
import { IntakeBatch, ProgressTracker, Student, User } from '../../src/odoo/schema/index.js'
import { latestRun } from '../../src/store/application-runs.js'
import type { Changes } from '../../src/odoo/schema/model.js'
import { makeCourse, makeProgram, makeStudent, type MadeCourse } from '../support/odoo-records.js'
import { waitFor } from '../support/wait-for.js'
import { wakeBulkOperation } from '../../src/temporal/wake-bulk-operation.js'
import { bulkClient, type BulkClient } from './bulk-client.js'
import { openSandboxEnvironment, type SandboxEnvironment } from './environment.js'

describe('Bulk operations that give a command to each application, end to end', function () {
  this.timeout(180_000)

  let environment: SandboxEnvironment
  let bulk: BulkClient
  let programId: number
  let course: MadeCourse
  let byAgent: MadeCourse
  before(async () => {
    environment = await openSandboxEnvironment('empty')
    bulk = bulkClient(environment)
    programId = await makeProgram(environment)
    course = await makeCourse(environment, programId)
    byAgent = await makeCourse(environment, programId, { integration: { autoEnrollEligible: false } })
    await environment.call(
      `/v1/programs/${programId}/intake`,
      { mode: 'off', reason: 'in waves' },
      { method: 'PUT', headers: { 'if-match': '"0"' } },
    )
  })
  after(() => environment.close())

  const request = (
    kind: BulkKindName,
    studentIds: readonly number[],
    parameters: BulkParameters = {},
    filter: object = {},
  ) => ({ kind, filter: { programId, studentIds, ...filter }, parameters })
  const preview = (...of: Parameters<typeof request>) => bulk.preview(request(...of))
  const run = async (...of: Parameters<typeof request>) => bulk.run(await preview(...of))
  const refused = async (...of: Parameters<typeof request>) => {
    const { status, json } = await bulk.request(request(...of))
    assert.equal(status, 422, JSON.stringify(json))
    return (json as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer)
  }
  const stageOf = (studentId: number, flow: string) =>
    environment.detail({ programId, studentId }).then(({ flows }) => flows.find((one) => one.flow === flow))
  const reachesStage = (studentId: number, flow: string, stage: string) =>
    environment.reaches({ programId, studentId }, `has ${flow} in ${stage}`, ({ flows }) =>
      flows.some((one) => one.flow === flow && one.stage === stage),
    )
  const timesOf = (studentId: number) =>
    environment.client.workflow.getHandle(progressId({ programId, studentId })).query(getTrainingTimes)

  /** Students whose application has begun; their training too, unless they must be reviewed. */
  async function begun(number: number, values: Changes<typeof Student> = {}): Promise<number[]> {
    const made = await Promise.all(
      Array.from({ length: number }, () =>
        makeStudent(environment, { preferredCourseIntegration: course.courseIntegrationId, ...values }),
      ),
    )
    assert.deepEqual((await run('enroll', made)).outcomes, { done: number })
    return made
  }
  async function inTraining(number: number): Promise<number[]> {
    const made = await begun(number)
    await Promise.all(made.map((id) => reachesStage(id, 'enrollment', 'awaiting_agent')))
    await Promise.all(made.map((id) => reachesStage(id, 'progress', 'not_started')))
    return made
  }
  async function inReview(number: number): Promise<number[]> {
    const made = await begun(number, { hasCertificate: false })
    await Promise.all(made.map((id) => reachesStage(id, 'enrollment', 'review')))
    return made
  }

  it('pauses trainings, and its undo resumes them unless somebody has done so since', async () => {
    const [one = 0, other = 0] = await inTraining(2)
    const paused = await preview('pause', [one, other])
    assert.deepEqual(paused.effects, [{ effect: 'pause', count: 2, undoable: true }])
    assert.deepEqual((await bulk.run(paused)).outcomes, { done: 2 })
    await Promise.all([one, other].map((id) => reachesStage(id, 'progress', 'paused')))
    const again = await preview('pause', [one])
    assert.deepEqual(again.outcomes, { excluded: 1 })
    const [excluded] = await bulk.items(again.id)
    assert.deepEqual(excluded?.reasons, ['The training is paused already.'])
    assert.deepEqual(excluded.reasonsArabic, ['التدريب متوقف مؤقتًا من قبل.'])
    await environment.call(`/v1/enrollments/${programId}-${other}/resume`, {})
    await bulk.undo(paused.id)
    assert.deepEqual(
      (await bulk.items(paused.id)).map(({ outcome }) => outcome),
      ['undone', 'kept'],
    )
    assert.deepEqual(
      [await timesOf(one), await timesOf(other)].map(({ pausedAt }) => pausedAt),
      [null, null],
    )
  })

  it('resumes trainings, and its undo pauses them again', async () => {
    const [one = 0] = await inTraining(1)
    assert.deepEqual((await preview('resume', [one])).outcomes, { excluded: 1 })
    await run('pause', [one])
    await reachesStage(one, 'progress', 'paused')
    const resumed = await run('resume', [one])
    assert.deepEqual(resumed.outcomes, { done: 1 })
    assert.equal((await timesOf(one)).pausedAt, null)
    assert.deepEqual((await bulk.undo(resumed.id)).outcomes, { undone: 1 })
    assert.notEqual((await timesOf(one)).pausedAt, null)
  })

  it('moves deadlines by days or to a day, and its undo sets the earlier ones', async () => {
    const [one = 0, other = 0] = await inTraining(2)
    const before = await timesOf(one)
    const extended = await run('extend', [one, other], { days: 14 })
    assert.deepEqual(extended.outcomes, { done: 2 })
    const days =
      (Date.parse((await timesOf(one)).deadlineAt ?? '') - Date.parse(before.deadlineAt ?? '')) / 864e5
    assert.equal(Math.round(days), 14)
    const later = await run('extend', [other], { deadline: '2031-05-06' })
    assert.deepEqual(later.outcomes, { done: 1 })
    assert.match((await timesOf(other)).deadlineAt ?? '', /^2031-05-0[67]/)
    await bulk.undo(extended.id)
    const items = await bulk.items(extended.id)
    assert.deepEqual(
      items.map(({ outcome }) => outcome),
      ['undone', 'kept'],
    )
    assert.match(items[1]?.reasons.join() ?? '', /another deadline/)
    assert.deepEqual(await timesOf(one), before)
  })

  it('leaves out whom somebody has paused since the preview', async () => {
    const [one = 0, other = 0] = await inTraining(2)
    const extended = await preview('extend', [one, other], { days: 7 })
    await environment.call(`/v1/enrollments/${programId}-${one}/pause`, { reason: 'ill' })
    await reachesStage(one, 'progress', 'paused')
    assert.deepEqual((await bulk.run(extended)).outcomes, { changed: 1, done: 1 })
  })

  it('reads students in training from Odoo again', async () => {
    const [one = 0] = await inTraining(1)
    const trackers = await environment.direct.searchRead(ProgressTracker, [['student', '=', one]], [])
    await environment.direct.write(
      ProgressTracker,
      trackers.map(({ id }) => id),
      { status: 'completed' },
    )
    assert.deepEqual((await run('resync', [one])).outcomes, { done: 1 })
    const { steps } = await environment.reaches({ programId, studentId: one }, 'was read', ({ steps }) =>
      steps.some(({ message }) => /^Read again from Odoo/.test(message)),
    )
    assert.ok(
      steps.some(({ message }) => /completed/.test(message)),
      JSON.stringify(steps),
    )
  })

  it('approves and rejects reviews, says what follows, and that it cannot be undone', async () => {
    const [approved = 0, rejected = 0] = await inReview(2)
    const [elsewhere = 0] = await inTraining(1)
    const eligibility = { taskKind: 'eligibility' }
    const approval = await preview(
      'decide_reviews',
      [approved, elsewhere],
      { decision: 'approve' },
      eligibility,
    )
    assert.deepEqual(approval.outcomes, { pending: 1 })
    const effects = Object.fromEntries(approval.effects.map(({ effect, count }) => [effect, count]))
    assert.deepEqual(effects, {
      contact_created: 1,
      decision: 1,
      email: 1,
      membership: 1,
      status: 1,
      tracker: 1,
    })
    assert.equal(approval.notUndoable, 6)
    assert.deepEqual((await bulk.run(approval)).outcomes, { done: 1 })
    await reachesStage(approved, 'progress', 'not_started')
    const rejection = await run('decide_reviews', [rejected], { decision: 'reject' }, eligibility)
    assert.deepEqual(rejection.outcomes, { done: 1 })
    await reachesStage(rejected, 'enrollment', 'rejected')
    const { comments } = await environment.detail({ programId, studentId: rejected })
    assert.deepEqual(
      comments.map(({ text }) => text),
      ['the first wave', 'the first wave'].slice(0, comments.length),
    )
    await bulk.undo(rejection.id)
    assert.match((await bulk.items(rejection.id, 'kept'))[0]?.reasons.join() ?? '', /cannot be undone/)
  })

  it('enrolls in the courses that wait for an agent', async () => {
    const [one = 0] = await inTraining(1)
    assert.equal(
      (await preview('enroll_by_agent', [one], { courseIntegrationIds: [999_999] })).outcomes['excluded'],
      1,
    )
    const enrolled = await preview('enroll_by_agent', [one])
    const effects = Object.fromEntries(enrolled.effects.map(({ effect, count }) => [effect, count]))
    assert.deepEqual(effects, { email: 1, membership: 1, status: 1, tracker: 1 })
    assert.deepEqual((await bulk.run(enrolled)).outcomes, { done: 1 })
    await reachesStage(one, 'enrollment', 'training_started')
    const trackers = await environment.direct.searchRead(
      ProgressTracker,
      [['student', '=', one]],
      ['courseIntegration'],
    )
    assert.ok(trackers.some(({ courseIntegration }) => courseIntegration === byAgent.courseIntegrationId))
  })

  it('declares a course completed', async () => {
    const [one = 0] = await inTraining(1)
    await environment.sweep()
    await environment.reaches(
      { programId, studentId: one },
      'was read',
      ({ progress }) => progress.length > 0,
    )
    const { courseIntegrationId } = course
    assert.deepEqual((await preview('override', [one], { courseIntegrationId: 999_999 })).outcomes, {
      excluded: 1,
    })
    const overridden = await preview('override', [one], { courseIntegrationId })
    assert.equal(overridden.notUndoable, 3)
    assert.deepEqual((await bulk.run(overridden)).outcomes, { done: 1 })
    await environment.reaches({ programId, studentId: one }, 'has a completed course', ({ emails }) =>
      emails.some(({ kind }) => kind === 'completion'),
    )
  })

  it('sends an email again, once', async () => {
    const [one = 0] = await inTraining(1)
    await environment.sweep()
    await environment.reaches(
      { programId, studentId: one },
      'was welcomed',
      ({ emails, progress }) =>
        progress.length > 0 && emails.some(({ kind, state }) => kind === 'welcome' && state === 'accepted'),
    )
    assert.deepEqual((await preview('resend_email', [one], { email: 'certificate' })).outcomes, {
      excluded: 1,
    })
    const [student] = await environment.direct.read(Student, [one], ['email'])
    const welcomes = () =>
      environment.mail.received.filter(({ envelope }) => envelope.to.includes(student?.email ?? '')).length
    const before = welcomes()
    assert.deepEqual((await run('resend_email', [one], { email: 'welcome' })).outcomes, { done: 1 })
    await waitFor('the email arrives again', () => welcomes() === before + 1)
    const { emails } = await environment.detail({ programId, studentId: one })
    assert.equal(emails.filter(({ kind }) => kind === 'welcome').length, 2)
  })

  it('moves applications to another version of the policy, and back', async () => {
    const [one = 0] = await inTraining(1)
    const address = `/v1/programs/${programId}`
    const policy = {
      ...DEFAULT_DOCUMENT,
      training: { ...DEFAULT_DOCUMENT.training, milestones: [45] },
    }
    const { json } = await environment.call(`${address}/dry-runs`, { policy })
    const dryRun = json as { id: number; links: { self: string } }
    await waitFor('the dry run', async () => {
      const { json: now } = await environment.call(dryRun.links.self)
      return (now as { state: string }).state === 'completed'
    })
    const put = await environment.call(`${address}/policy`, policy, {
      method: 'PUT',
      headers: { 'if-match': '"0"' },
    })
    assert.equal(put.status, 200, JSON.stringify(put.json))
    assert.deepEqual(await refused('move_to_policy', [one], { policyVersion: 7, dryRun: dryRun.id }), [
      '/parameters/policyVersion',
    ])
    const moved = await run('move_to_policy', [one], { policyVersion: 1, dryRun: dryRun.id })
    assert.deepEqual(moved.outcomes, { done: 1 })
    const version = async () =>
      (await latestRun(environment.store, { programId, studentId: one }))?.policyVersion
    assert.equal(await version(), 1)
    await bulk.undo(moved.id)
    assert.equal(await version(), 0)
  })

  it('does a command once, also where a crash has lost its outcome', async () => {
    const [rejected = 0] = await inReview(1)
    const [extended = 0] = await inTraining(1)
    const rejection = await run(
      'decide_reviews',
      [rejected],
      { decision: 'reject' },
      { taskKind: 'eligibility' },
    )
    await reachesStage(rejected, 'enrollment', 'rejected')
    const extension = await run('extend', [extended], { days: 14 })
    const { deadlineAt } = await timesOf(extended)
    for (const { id } of [rejection, extension]) {
      await environment.store.pool.query(
        `update bulk_item set outcome = 'applying' where operation_id = ${id}`,
      )
      await environment.store.pool.query(`update bulk_operation set state = 'running' where id = ${id}`)
      await wakeBulkOperation(environment.client, id, 1)
      assert.deepEqual((await bulk.reaches(id, 'completed')).outcomes, { done: 1 })
    }
    assert.equal((await timesOf(extended)).deadlineAt, deadlineAt)
    const moved = (await environment.detail({ programId, studentId: extended })).steps
    assert.equal(moved.filter(({ message }) => message.startsWith('Deadline moved')).length, 1)
    const { steps } = await environment.detail({ programId, studentId: rejected })
    assert.equal(steps.filter(({ message }) => message.startsWith('Decision')).length, 1)
  })

  it('says what is missing or does not fit, before anything is previewed', async () => {
    assert.deepEqual(await refused('extend', [1]), ['/parameters/deadline'])
    assert.deepEqual(await refused('extend', [1], { deadline: '2020-01-01' }), ['/parameters/deadline'])
    assert.deepEqual(await refused('extend', [1], { deadline: '2099-01-01' }), ['/parameters/deadline'])
    assert.deepEqual(await refused('pause', [1], { days: 3 }), ['/parameters/days'])
    assert.deepEqual(await refused('decide_reviews', [1]), ['/filter/taskKind', '/parameters/decision'])
    assert.deepEqual(await refused('resend_email', [1]), ['/parameters/email'])
    assert.deepEqual(await refused('override', [1]), ['/parameters/courseIntegrationId'])
    assert.deepEqual(await refused('move_to_policy', [1]), [
      '/parameters/policyVersion',
      '/parameters/dryRun',
    ])
    assert.deepEqual(await refused('pause', [2_000_000_000]), ['/filter'])
  })

  it('filters applications by agent, intake batch, state and stage', async () => {
    const [one = 0, other = 0] = await inTraining(2)
    const [agent = 0] = (await environment.direct.searchRead(User, [], [], { order: 'id' })).map(
      ({ id }) => id,
    )
    await environment.direct.write(Student, [one], { assignedAgent: agent, state: 'contacted' })
    const batch = await environment.direct.create(IntakeBatch, {})
    await environment.direct.write(Student, [one], { intakeBatch: batch })
    // Every kind has the conditions that only Odoo can answer.
    for (const kind of ['pause', 'withdraw'] as const)
      for (const filter of [{ agentId: agent }, { intakeBatchId: batch }, { studentStates: ['contacted'] }]) {
        const { id } = await preview(kind, [one, other], {}, filter)
        assert.deepEqual(
          (await bulk.items(id)).map(({ studentId }) => studentId),
          [one],
          `${kind} ${JSON.stringify(filter)}`,
        )
      }
    assert.deepEqual(await refused('pause', [one], {}, { stage: 'review' }), ['/filter'])
    assert.equal((await stageOf(one, 'progress'))?.stage, 'not_started')
  })
})
