import type { LightMyRequestResponse } from 'fastify'
import assert from 'node:assert/strict'
import { type Application, applicationRef, enrollmentId, type Flow } from '../../src/contracts/application.js'
import { commandIdOf } from '../../src/api/services/send-command.js'
import { contentCompletionId } from '../../src/contracts/workflow-options.js'
import { connectOdoo } from '../../src/odoo/client/client.js'
import { commentsOn } from '../../src/store/comments.js'
import { readyOdoo } from '../support/odoo.js'
import { makeContact, makeLearner, unique } from '../support/odoo-records.js'
import { unavailableTemporal } from '../support/product-fixture.js'
import {
  type ApiFixture,
  openApi,
  endWorkflows,
  newApplication,
  openTask,
  recorded,
  startWorkflow,
} from './api-fixture.js'

interface Problem {
  type: string
  detail: string
  state?: Record<string, unknown>
  errors?: { pointer: string }[]
}

/** Within the ten years that a deadline may lie ahead. */
const FUTURE_YEAR = new Date().getUTCFullYear() + 2

describe('API: commands', () => {
  let world: ApiFixture
  let application: Application

  before(async () => {
    world = await openApi()
  })
  after(() => world.close())
  beforeEach(() => {
    application = newApplication()
  })
  afterEach(() => endWorkflows(world.temporal, application))

  const post = (verb: string, body: object = {}, headers: Record<string, string> = {}) =>
    world.call('POST', `/v1/enrollments/${applicationRef(application)}/${verb}`, body, headers)
  const start = (flow: Flow) => startWorkflow(world.temporal, flow, application)

  async function commentText(id: string): Promise<string | undefined> {
    const comments = await commentsOn(world.store, application)
    return comments.find((comment) => comment.id === id)?.text
  }

  /** Returns what the stub workflow received. */
  async function received(response: LightMyRequestResponse) {
    assert.equal(response.statusCode, 200, response.body)
    const { stage } = response.json<{ stage: string }>()
    const start = stage.indexOf('{')
    const input = JSON.parse(stage.slice(start)) as Record<string, unknown> & { comment?: string }
    return {
      update: stage.slice(0, start).trim(),
      input,
      text: input.comment && (await commentText(input.comment)),
    }
  }

  it('let the workflow overtake bulk work', async () => {
    await start('enrollment')
    const { priority } = await world.temporal.workflow.getHandle(enrollmentId(application)).describe()
    assert.notEqual(priority?.priorityKey, 1)
    await world.withWorker(() => post('review', { decision: 'ask_more', comment: 'Call Mariam' }))
    const raised = await world.temporal.workflow.getHandle(enrollmentId(application)).describe()
    assert.equal(raised.priority?.priorityKey, 1)
  })

  it('pass on the caller’s key as the author, and store the comment outside the workflow', async () => {
    await start('enrollment')
    await world.withWorker(async () => {
      const { update, input, text } = await received(
        await post('review', { decision: 'ask_more', comment: 'Call Mariam' }),
      )
      assert.equal(update, 'decided')
      assert.equal(input.decision, 'ask_more')
      assert.equal(input.by, world.key.split('_')[1])
      assert.equal(text, 'Call Mariam')
      assert.ok(!JSON.stringify(input).includes('Mariam'))
      const again = await received(await post('review', { decision: 'use_contact', partnerId: 12 }))
      assert.equal(again.input.partnerId, 12)
    })
  })

  it('reject a contact that does not exist, is archived or is another student’s, with a pointer', async () => {
    const sandbox = await readyOdoo({ data: 'empty' })
    try {
      const { bot, db, url } = sandbox
      const odoo = connectOdoo({ url, db, login: bot.login, apiKey: bot.password })
      const { call } = world.another({ odoo, commandLimit: 5_000 })
      const use = (partnerId: number) =>
        call('POST', `/v1/enrollments/${applicationRef(application)}/review`, {
          decision: 'use_contact',
          partnerId,
        })
      const usable = await makeContact({ direct: odoo }, `${unique()}@example.org`)
      const archived = await makeContact({ direct: odoo }, `${unique()}@example.org`, { active: false })
      const { partnerId: ofOther } = await makeLearner({ direct: odoo })
      await start('enrollment')
      await world.withWorker(async () => {
        for (const [partnerId, detail] of [
          [999_999_999, /does not exist/],
          [archived, /is archived/],
          [ofOther, /is the contact of student/],
        ] as const) {
          const response = await use(partnerId)
          assert.equal(response.statusCode, 422, response.body)
          const { errors, detail: text } = response.json<Problem>()
          assert.equal(errors?.[0]?.pointer, '/partnerId')
          assert.match(text, detail)
        }
        assert.equal((await received(await use(usable))).input.partnerId, usable)
      })
    } finally {
      await sandbox.close()
    }
  })

  it('reach the flow whose task is open: enrollment, training or certificate', async () => {
    for (const flow of ['enrollment', 'progress', 'certificate'] as const) await start(flow)
    await recorded(world.store, 'enrollment', application)
    await world.withWorker(async () => {
      assert.equal((await received(await post('review', { decision: 'retry' }))).update, 'decided')
      await recorded(world.store, 'progress', application, { task: openTask({ decisions: ['retry'] }) })
      assert.equal(
        (await received(await post('review', { decision: 'retry' }))).update,
        'decided in progress',
      )
      const task = openTask({ decisions: ['issue_anyway', 'decline'], since: '2025-01-01T00:00:00.000Z' })
      await recorded(world.store, 'certificate', application, { task })
      const issue = { decision: 'issue_anyway', comment: 'All seen on paper' }
      assert.equal((await received(await post('review', issue))).update, 'certificate decided')
      assert.equal(
        (await received(await post('review', { decision: 'retry' }))).update,
        'decided in progress',
      )
      const decision = await world.call(
        'POST',
        `/v1/certificates/${applicationRef(application)}/decision`,
        issue,
      )
      assert.equal((await received(decision)).text, 'All seen on paper')
    })
  })

  it('enroll, resync, pause, resume, extend, override and withdraw with their details', async () => {
    await start('enrollment')
    await start('progress')
    await world.withWorker(async () => {
      const enrolled = await received(await post('enroll', { courseIntegrationIds: [3] }))
      assert.deepEqual([enrolled.update, enrolled.input.courseIntegrationIds], ['enrolled', [3]])
      assert.equal((await received(await post('review', { decision: 'enroll' }))).update, 'enrolled')
      assert.equal((await received(await post('resync'))).update, 'resynced')
      assert.equal((await received(await post('pause', { reason: 'ill' }))).text, 'ill')
      assert.equal((await received(await post('resume'))).update, 'resumed')
      const extended = await received(
        await post('extend', { deadline: `${FUTURE_YEAR}-01-01T00:00:00+03:00`, reason: 'ill' }),
      )
      assert.equal(extended.input.deadline, `${FUTURE_YEAR - 1}-12-31T21:00:00.000Z`)
      // The workflow knows when the day ends in the center.
      const day = `${FUTURE_YEAR}-01-31`
      const toDay = await received(await post('extend', { deadline: day, reason: 'ill' }))
      assert.equal(toDay.input.deadline, day)
      const overridden = await received(
        await post('override', { courseIntegrationId: 4, reason: 'done elsewhere' }),
      )
      assert.deepEqual([overridden.input.courseIntegrationId, overridden.text], [4, 'done elsewhere'])
      // Both workflows of the application end.
      assert.equal((await received(await post('withdraw', { reason: 'moved' }))).update, 'left')
      await recorded(world.store, 'enrollment', application, { stage: 'withdrawn', closed: true })
      assert.equal((await post('withdraw', { reason: 'moved' })).statusCode, 409)
    })
  })

  it('respond 404 for an unknown application', async () => {
    for (const [verb, body] of Object.entries(BODIES))
      assert.equal((await post(verb, body)).statusCode, 404, verb)
  })

  it('respond 409 with the current state if the workflow rejects them', async () => {
    await start('enrollment')
    await world.withWorker(async () => {
      const response = await post('review', { decision: 'skip', comment: 'why not' })
      assert.equal(response.statusCode, 409)
      const { type, state } = response.json<Problem>()
      assert.equal(type, 'urn:training-orchestrator:problem:wrong-state')
      assert.deepEqual(state, { stage: 'received', closed: false })
    })
  })

  it('respond 409 with the current state if the workflow has ended or has not started', async () => {
    await recorded(world.store, 'enrollment', application, { stage: 'rejected', closed: true })
    for (const [verb, body] of Object.entries(BODIES)) {
      const response = await post(verb, body)
      assert.equal(response.statusCode, 409, verb)
      const { state } = response.json<Problem>()
      assert.deepEqual([state?.flow, state?.stage, state?.closed], ['enrollment', 'rejected', true])
    }
  })

  it('respond 422 if the workflow rejects the content', async () => {
    await start('enrollment')
    await world.withWorker(async () => {
      const response = await post('review', { decision: 'use_contact', partnerId: 13 })
      assert.equal(response.statusCode, 422)
      assert.match(response.json<Problem>().detail, /Contact 13/)
    })
  })

  for (const [verb, body, pointer] of [
    ['review', { decision: 'approve' }, '/comment'],
    ['review', { decision: 'use_contact' }, '/partnerId'],
    ['review', { decision: 'nonsense' }, '/decision'],
    ['review', { decision: 'approve', comment: '  ' }, '/comment'],
    ['withdraw', {}, '/reason'],
    ['extend', { deadline: '2001-01-01T00:00:00Z', reason: 'late' }, '/deadline'],
    ['extend', { deadline: '2001-01-01', reason: 'late' }, '/deadline'],
    ['extend', { deadline: `${FUTURE_YEAR}-02-30`, reason: 'late' }, '/deadline'],
    ['extend', { deadline: 'soon', reason: 'late' }, '/deadline'],
    ['override', { reason: 'late' }, '/courseIntegrationId'],
    ['enroll', { courseIntegrationIds: [] }, '/courseIntegrationIds'],
    ['progress', { courseIntegrationId: 1, slideIds: 'some', reason: 'x' }, '/slideIds'],
  ] as const)
    it(`respond 422 with the pointer ${pointer} to ${verb} with ${JSON.stringify(body)}`, async () => {
      const response = await post(verb, body)
      assert.equal(response.statusCode, 422)
      assert.deepEqual(
        response.json<Problem>().errors?.map((error) => error.pointer),
        [pointer],
      )
    })

  it('respond 202 if the workflow has accepted the command but needs more time', async () => {
    await start('enrollment')
    await world.withWorker(async () => {
      const { call } = world.another({ commandLimit: 2_000 })
      const url = `/v1/enrollments/${applicationRef(application)}/review`
      const response = await call('POST', url, { decision: 'wait' })
      assert.equal(response.statusCode, 202)
      await endWorkflows(world.temporal, application)
    })
  })

  it('respond 503 with Retry-After without a worker, and run once when repeated with the same key', async () => {
    await start('enrollment')
    const { call } = world.another({ commandLimit: 1_000 })
    const command = () =>
      call(
        'POST',
        `/v1/enrollments/${applicationRef(application)}/review`,
        { decision: 'retry' },
        { 'idempotency-key': 'once' },
      )
    const unavailable = await command()
    assert.equal(unavailable.statusCode, 503)
    assert.equal(unavailable.json<Problem>().type, 'urn:training-orchestrator:problem:worker-unavailable')
    assert.ok(Number(unavailable.headers['retry-after']) > 0)
    await world.withWorker(async () => {
      const done = await post('review', { decision: 'retry' }, { 'idempotency-key': 'once' })
      assert.equal(done.json<{ seq: number }>().seq, 1)
      assert.equal((await post('review', { decision: 'retry' })).json<{ seq: number }>().seq, 2)
    })
  })

  it('respond 503 with Retry-After while Temporal is unavailable', async () => {
    const temporal = unavailableTemporal()
    const { call } = world.another({ temporal, commandLimit: 1_000 })
    const url = `/v1/enrollments/${applicationRef(application)}`
    for (const response of [
      await call('POST', '/v1/enrollments', application),
      await call('POST', `${url}/resync`),
    ]) {
      assert.equal(response.statusCode, 503)
      assert.equal(response.json<Problem>().type, 'urn:training-orchestrator:problem:temporal-unavailable')
      assert.ok(Number(response.headers['retry-after']) > 0)
    }
    // The register knows the application that waits for its start.
    assert.equal((await call('GET', url)).statusCode, 200)
    await temporal.connection.close()
  })

  describe('POST …/progress', () => {
    const content = { courseIntegrationId: 5, slideIds: [1, 2], reason: 'Seen in class' }

    it('marks content as completed once per Idempotency-Key and returns the number', async () => {
      await recorded(world.store, 'progress', application, { stage: 'in_progress' })
      await world.withWorker(async () => {
        const first = await post('progress', content, { 'idempotency-key': 'a' })
        assert.deepEqual([first.statusCode, first.json()], [200, { marked: 2 }])
        const all = await post('progress', { ...content, slideIds: 'all' })
        assert.deepEqual(all.json(), { marked: 9 })
      })
      // The stored response is returned: no worker is running anymore.
      const repeated = await post('progress', content, { 'idempotency-key': 'a' })
      assert.deepEqual([repeated.statusCode, repeated.json()], [200, { marked: 2 }])
    })

    it('responds 404, 409 before the training, 502 if Odoo rejects it, and 202 if it needs more time', async () => {
      assert.equal((await post('progress', content)).statusCode, 404)
      await recorded(world.store, 'enrollment', application)
      assert.equal((await post('progress', content)).statusCode, 409)
      await recorded(world.store, 'progress', application, { stage: 'in_progress' })
      await world.withWorker(async () => {
        const rejected = await post('progress', { ...content, courseIntegrationId: 403 })
        assert.equal(rejected.statusCode, 502)
        assert.equal(rejected.json<Problem>().type, 'urn:training-orchestrator:problem:odoo-rejected')
        const { call } = world.another({ commandLimit: 500 })
        const url = `/v1/enrollments/${applicationRef(application)}/progress`
        const slow = { ...content, courseIntegrationId: 3600 }
        assert.equal((await call('POST', url, slow, { 'idempotency-key': 'slow' })).statusCode, 202)
        const commandId = commandIdOf(world.key.split('_')[1] ?? '', 'slow')
        await world.temporal.workflow.getHandle(contentCompletionId(application, commandId)).terminate()
      })
    })
  })
})

const BODIES = {
  review: { decision: 'retry' },
  enroll: {},
  resync: {},
  withdraw: { reason: 'moved' },
  pause: { reason: 'ill' },
  resume: {},
  extend: { deadline: `${FUTURE_YEAR}-01-01T00:00:00Z`, reason: 'ill' },
  override: { courseIntegrationId: 1, reason: 'done' },
}
