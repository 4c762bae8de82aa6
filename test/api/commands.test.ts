import type { LightMyRequestResponse } from 'fastify'
import assert from 'node:assert/strict'
import { type Application, applicationRef, type Flow } from '../../src/contracts/application.js'
import { commandIdOf } from '../../src/api/services/send-command.js'
import { contentCompletionId } from '../../src/contracts/workflow-options.js'
import { commentText } from '../../src/store/comments.js'
import {
  type ApiWorld,
  apiWorld,
  endWorkflows,
  newApplication,
  openTask,
  recorded,
  startWorkflow,
  temporalAway,
} from './world.js'

interface Problem {
  type: string
  detail: string
  state?: Record<string, unknown>
  errors?: { pointer: string }[]
}

describe('API: commands', () => {
  let world: ApiWorld
  let application: Application

  before(async () => {
    world = await apiWorld()
  })
  after(() => world.close())
  beforeEach(() => {
    application = newApplication()
  })
  afterEach(() => endWorkflows(world.temporal, application))

  const post = (verb: string, body: object = {}, headers: Record<string, string> = {}) =>
    world.call('POST', `/v1/enrollments/${applicationRef(application)}/${verb}`, body, headers)
  const start = (flow: Flow) => startWorkflow(world.temporal, flow, application)

  /** What the small workflow says that it was told. */
  async function told(answer: LightMyRequestResponse) {
    assert.equal(answer.statusCode, 200, answer.body)
    const { stage: state } = answer.json<{ stage: string }>()
    const at = state.indexOf('{')
    const given = JSON.parse(state.slice(at)) as Record<string, unknown> & { comment?: string }
    return {
      what: state.slice(0, at).trim(),
      given,
      text: given.comment && (await commentText(world.store, given.comment)),
    }
  }

  it('take the caller’s key as who decided, and leave what she wrote in the register', async () => {
    await start('enrollment')
    await world.withWorker(async () => {
      const { what, given, text } = await told(
        await post('review', { decision: 'ask_more', comment: 'Call Mariam' }),
      )
      assert.equal(what, 'decided')
      assert.equal(given.decision, 'ask_more')
      assert.equal(given.by, world.key.split('_')[1])
      assert.equal(text, 'Call Mariam')
      assert.ok(!JSON.stringify(given).includes('Mariam'))
      const again = await told(await post('review', { decision: 'use_contact', partnerId: 12 }))
      assert.equal(again.given.partnerId, 12)
    })
  })

  it('reach the flow that asks: enrollment, training, certificate', async () => {
    for (const flow of ['enrollment', 'progress', 'certificate'] as const) await start(flow)
    await recorded(world.store, 'enrollment', application)
    await world.withWorker(async () => {
      assert.equal((await told(await post('review', { decision: 'retry' }))).what, 'decided')
      await recorded(world.store, 'progress', application, { task: openTask({ decisions: ['retry'] }) })
      assert.equal((await told(await post('review', { decision: 'retry' }))).what, 'decided in progress')
      const task = openTask({ decisions: ['issue_anyway', 'decline'], since: '2025-01-01T00:00:00.000Z' })
      await recorded(world.store, 'certificate', application, { task })
      const issue = { decision: 'issue_anyway', comment: 'All seen on paper' }
      assert.equal((await told(await post('review', issue))).what, 'certificate decided')
      assert.equal((await told(await post('review', { decision: 'retry' }))).what, 'decided in progress')
      const decision = await world.call(
        'POST',
        `/v1/certificates/${applicationRef(application)}/decision`,
        issue,
      )
      assert.equal((await told(decision)).text, 'All seen on paper')
    })
  })

  it('enroll, resync, pause, resume, extend, override and withdraw with what they need', async () => {
    await start('enrollment')
    await start('progress')
    await world.withWorker(async () => {
      const enrolled = await told(await post('enroll', { courseIntegrationIds: [3] }))
      assert.deepEqual([enrolled.what, enrolled.given.courseIntegrationIds], ['enrolled', [3]])
      assert.equal((await told(await post('review', { decision: 'enroll' }))).what, 'enrolled')
      assert.equal((await told(await post('resync'))).what, 'resynced')
      assert.equal((await told(await post('pause', { reason: 'ill' }))).text, 'ill')
      assert.equal((await told(await post('resume'))).what, 'resumed')
      const extended = await told(
        await post('extend', { deadline: '2999-01-01T00:00:00+03:00', reason: 'ill' }),
      )
      assert.equal(extended.given.deadline, '2998-12-31T21:00:00.000Z')
      const overridden = await told(
        await post('override', { courseIntegrationId: 4, reason: 'done elsewhere' }),
      )
      assert.deepEqual([overridden.given.courseIntegrationId, overridden.text], [4, 'done elsewhere'])
      // Both processes of the application end.
      assert.equal((await told(await post('withdraw', { reason: 'moved' }))).what, 'left')
      await recorded(world.store, 'enrollment', application, { stage: 'withdrawn', closed: true })
      assert.equal((await post('withdraw', { reason: 'moved' })).statusCode, 409)
    })
  })

  it('404 for an application that is not known', async () => {
    for (const [verb, body] of Object.entries(BODIES))
      assert.equal((await post(verb, body)).statusCode, 404, verb)
  })

  it('409 with the present state when the workflow refuses', async () => {
    await start('enrollment')
    await world.withWorker(async () => {
      const answer = await post('review', { decision: 'skip', comment: 'why not' })
      assert.equal(answer.statusCode, 409)
      const { type, state } = answer.json<Problem>()
      assert.equal(type, 'urn:training-orchestrator:problem:wrong-state')
      assert.deepEqual(state, { stage: 'received', closed: false })
    })
  })

  it('409 with the present state when the process has ended, or has not begun', async () => {
    await recorded(world.store, 'enrollment', application, { stage: 'rejected', closed: true })
    for (const [verb, body] of Object.entries(BODIES)) {
      const answer = await post(verb, body)
      assert.equal(answer.statusCode, 409, verb)
      const { state } = answer.json<Problem>()
      assert.deepEqual([state?.flow, state?.stage, state?.closed], ['enrollment', 'rejected', true])
    }
  })

  it('422 when the workflow finds the content senseless', async () => {
    await start('enrollment')
    await world.withWorker(async () => {
      const answer = await post('review', { decision: 'use_contact', partnerId: 13 })
      assert.equal(answer.statusCode, 422)
      assert.match(answer.json<Problem>().detail, /Contact 13/)
    })
  })

  for (const [verb, body, pointer] of [
    ['review', { decision: 'approve' }, '/comment'],
    ['review', { decision: 'use_contact' }, '/partnerId'],
    ['review', { decision: 'nonsense' }, '/decision'],
    ['review', { decision: 'approve', comment: '  ' }, '/comment'],
    ['withdraw', {}, '/reason'],
    ['extend', { deadline: '2001-01-01T00:00:00Z', reason: 'late' }, '/deadline'],
    ['extend', { deadline: 'soon', reason: 'late' }, '/deadline'],
    ['override', { reason: 'late' }, '/courseIntegrationId'],
    ['enroll', { courseIntegrationIds: [] }, '/courseIntegrationIds'],
    ['progress', { courseIntegrationId: 1, slideIds: 'some', reason: 'x' }, '/slideIds'],
  ] as const)
    it(`422 at ${pointer} for ${verb} with ${JSON.stringify(body)}`, async () => {
      const answer = await post(verb, body)
      assert.equal(answer.statusCode, 422)
      assert.deepEqual(
        answer.json<Problem>().errors?.map((error) => error.pointer),
        [pointer],
      )
    })

  it('202 when the workflow has taken it and needs longer', async () => {
    await start('enrollment')
    await world.withWorker(async () => {
      const { call } = world.another({ commandLimit: 2_000 })
      const url = `/v1/enrollments/${applicationRef(application)}/review`
      const answer = await call('POST', url, { decision: 'wait' })
      assert.equal(answer.statusCode, 202)
      await endWorkflows(world.temporal, application)
    })
  })

  it('503 with Retry-After while no worker is there; repeated with its key it is done once', async () => {
    await start('enrollment')
    const { call } = world.another({ commandLimit: 1_000 })
    const command = () =>
      call(
        'POST',
        `/v1/enrollments/${applicationRef(application)}/review`,
        { decision: 'retry' },
        { 'idempotency-key': 'once' },
      )
    const away = await command()
    assert.equal(away.statusCode, 503)
    assert.equal(away.json<Problem>().type, 'urn:training-orchestrator:problem:worker-away')
    assert.ok(Number(away.headers['retry-after']) > 0)
    await world.withWorker(async () => {
      const done = await post('review', { decision: 'retry' }, { 'idempotency-key': 'once' })
      assert.equal(done.json<{ seq: number }>().seq, 1)
      assert.equal((await post('review', { decision: 'retry' })).json<{ seq: number }>().seq, 2)
    })
  })

  it('503 with Retry-After while Temporal is away', async () => {
    const temporal = temporalAway()
    const { call } = world.another({ temporal, commandLimit: 1_000 })
    const url = `/v1/enrollments/${applicationRef(application)}`
    for (const answer of [
      await call('POST', '/v1/enrollments', application),
      await call('POST', `${url}/resync`),
      await call('GET', url),
    ]) {
      assert.equal(answer.statusCode, 503)
      assert.equal(answer.json<Problem>().type, 'urn:training-orchestrator:problem:temporal-away')
      assert.ok(Number(answer.headers['retry-after']) > 0)
    }
    await temporal.connection.close()
  })

  describe('POST …/progress', () => {
    const content = { courseIntegrationId: 5, slideIds: [1, 2], reason: 'Seen in class' }

    it('marks content and answers how much, once for each Idempotency-Key', async () => {
      await recorded(world.store, 'progress', application, { stage: 'in_progress' })
      await world.withWorker(async () => {
        const first = await post('progress', content, { 'idempotency-key': 'a' })
        assert.deepEqual([first.statusCode, first.json()], [200, { marked: 2 }])
        const all = await post('progress', { ...content, slideIds: 'all' })
        assert.deepEqual(all.json(), { marked: 9 })
      })
      // Answered from the register: no worker is there any more.
      const repeated = await post('progress', content, { 'idempotency-key': 'a' })
      assert.deepEqual([repeated.statusCode, repeated.json()], [200, { marked: 2 }])
    })

    it('404, 409 before the training, 502 when Odoo refuses, 202 when it takes longer', async () => {
      assert.equal((await post('progress', content)).statusCode, 404)
      await recorded(world.store, 'enrollment', application)
      assert.equal((await post('progress', content)).statusCode, 409)
      await recorded(world.store, 'progress', application, { stage: 'in_progress' })
      await world.withWorker(async () => {
        const refused = await post('progress', { ...content, courseIntegrationId: 403 })
        assert.equal(refused.statusCode, 502)
        assert.equal(refused.json<Problem>().type, 'urn:training-orchestrator:problem:odoo-refuses')
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
  extend: { deadline: '2999-01-01T00:00:00Z', reason: 'ill' },
  override: { courseIntegrationId: 1, reason: 'done' },
}
