import assert from 'node:assert/strict'
import {
  enrollmentId,
  progressId,
  applicationRef,
  type Application,
} from '../../src/contracts/application.js'
import { connectOdoo } from '../../src/odoo/client/client.js'
import { messageOf, say } from '../../src/domain/sentences/sentence.js'
import { latestRun } from '../../src/store/application-runs.js'
import { saveStaffUsers } from '../../src/store/staff-users.js'
import { sandboxOdoo } from '../support/odoo.js'
import {
  type ApiFixture,
  openApi,
  endWorkflows,
  newApplication,
  openTask,
  recorded,
  startWorkflow,
} from './api-fixture.js'

/** Where it stands, its flows and its steps, each with the message of a step. */
interface Said {
  readonly message: string
  readonly messageArabic: string | null
}
type Detail = Said & { readonly steps: readonly Said[]; readonly flows: readonly Said[] }

describe('API: enrollments', () => {
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

  const post = (body: object = application) => world.call('POST', '/v1/enrollments', body)
  const handle = () => world.temporal.workflow.getHandle(enrollmentId(application))
  const path = () => `/v1/enrollments/${applicationRef(application)}`

  describe('POST /v1/enrollments', () => {
    it('starts the workflow and responds 201 with its address, and 200 when repeated', async () => {
      const first = await post()
      assert.equal(first.statusCode, 201)
      assert.equal(first.headers.location, path())
      assert.equal(first.json<{ stage: string }>().stage, 'received')
      const { runId } = await handle().describe()
      const second = await post()
      assert.equal(second.statusCode, 200)
      assert.equal((await handle().describe()).runId, runId)
    })

    it('adopts a student in training, and remembers that they were adopted', async () => {
      assert.equal((await post({ ...application, adopt: true })).statusCode, 201)
      assert.equal((await latestRun(world.store, application))?.adopted, true)
      assert.equal((await post({ ...application, adopt: 'yes' })).statusCode, 422)
      await handle().terminate()
    })

    it('starts one workflow for several requests at once', async () => {
      const responses = await Promise.all([post(), post(), post(), post()])
      assert.deepEqual(responses.map(({ statusCode }) => statusCode).sort(), [200, 200, 200, 201])
    })

    it('does not restart an enrollment that has led to training', async () => {
      await world.withWorker(async () => {
        await post()
        await decide('approve')
        await handle().result()
      })
      assert.equal((await post()).statusCode, 200)
    })

    it('restarts an enrollment that was rejected or terminated', async () => {
      await world.withWorker(async () => {
        await post()
        await decide('reject')
        await handle().result()
      })
      assert.equal((await post()).statusCode, 201)
      await handle().terminate()
      assert.equal((await post()).statusCode, 201)
    })

    for (const [flow, stage] of [
      ['enrollment', 'rejected'],
      ['enrollment', 'lapsed'],
      ['enrollment', 'withdrawn'],
      ['enrollment', 'not_open'],
      ['progress', 'withdrawn'],
      ['progress', 'declined'],
    ] as const)
      it(`starts run 2 of an application whose ${flow} ended as ${stage} and which Temporal has forgotten`, async () => {
        await recorded(world.store, flow, application, { stage, closed: true })
        const response = await post()
        assert.equal(response.statusCode, 201)
        assert.equal(response.json<{ run: number }>().run, 2)
        const { stage: shown, run } = (await world.call('GET', path())).json<{ stage: string; run: number }>()
        assert.deepEqual([shown, run], ['received', 2])
        const { memo } = await handle().describe()
        assert.deepEqual(memo, { run: 2 })
        assert.equal((await post()).statusCode, 200)
      })

    for (const [flow, stage] of [
      ['enrollment', 'already_certified'],
      ['progress', 'certified'],
    ] as const)
      it(`starts nothing for an application whose ${flow} ended as ${stage}, and says so`, async () => {
        await recorded(world.store, flow, application, { stage, closed: true, message: 'Certified: TC-1.' })
        const response = await post()
        assert.equal(response.statusCode, 200)
        const { run, message } = response.json<{ run: number; message: string }>()
        assert.deepEqual([run, message], [1, 'Certified: TC-1.'])
        await assert.rejects(handle().describe())
      })

    it('starts the same run again after Temporal has lost its workflow', async () => {
      await recorded(world.store, 'enrollment', application)
      const response = await post()
      assert.equal(response.statusCode, 201)
      assert.equal(response.json<{ run: number }>().run, 1)
    })

    it('responds 409 while the previous training is still being closed, and starts nothing', async () => {
      await startWorkflow(world.temporal, 'progress', application)
      await recorded(world.store, 'progress', application, { stage: 'withdrawn', closed: true })
      const again = () =>
        world.call('POST', '/v1/enrollments', application, {
          'idempotency-key': applicationRef(application),
        })
      const response = await again()
      assert.equal(response.statusCode, 409)
      assert.equal(
        response.json<{ type: string }>().type,
        'urn:training-orchestrator:problem:previous-run-closing',
      )
      assert.ok(Number(response.headers['retry-after']) > 0)
      await assert.rejects(handle().describe())
      await world.temporal.workflow.getHandle(progressId(application)).terminate()
      assert.equal((await again()).statusCode, 201)
    })

    const decide = (decision: string) =>
      world.call('POST', `${path()}/review`, { decision, comment: 'because' })

    it('responds 422 with pointers to a wrong body', async () => {
      const response = await post({ studentId: '4711', extra: 1 })
      assert.equal(response.statusCode, 422)
      assert.match(String(response.headers['content-type']), /^application\/problem\+json/)
      const { type, errors } = response.json<{
        type: string
        errors: { pointer: string; detail: string }[]
      }>()
      assert.equal(type, 'urn:training-orchestrator:problem:invalid-content')
      assert.deepEqual(errors.map(({ pointer }) => pointer).sort(), ['/extra', '/programId', '/studentId'])
    })

    it('responds 400 to a body that is not JSON', async () => {
      const response = await world.app.inject({
        method: 'POST',
        url: '/v1/enrollments',
        headers: { authorization: `Bearer ${world.key}`, 'content-type': 'application/json' },
        payload: '{"studentId":',
      })
      assert.equal(response.statusCode, 400)
      assert.match(String(response.headers['content-type']), /problem\+json/)
    })

    it('responds 404 for a student or program that is not in Odoo, and 503 while Odoo is unavailable', async () => {
      const sandbox = await sandboxOdoo()
      const { bot, db, url } = sandbox
      const odoo = connectOdoo({ url, db, login: bot.login, apiKey: bot.password })
      const { call } = world.another({ odoo })
      try {
        const unknownStudent = await call('POST', '/v1/enrollments', { programId: 1, studentId: 999_999 })
        assert.equal(unknownStudent.statusCode, 404)
        assert.match(unknownStudent.json<{ detail: string }>().detail, /Student 999999/)
        const unknownProgram = await call('POST', '/v1/enrollments', { programId: 999_999, studentId: 1 })
        assert.match(unknownProgram.json<{ detail: string }>().detail, /Program 999999/)
      } finally {
        await sandbox.close()
      }
      const unavailable = await call('POST', '/v1/enrollments', application)
      assert.equal(unavailable.statusCode, 503)
      assert.equal(
        unavailable.json<{ type: string }>().type,
        'urn:training-orchestrator:problem:odoo-unavailable',
      )
      assert.ok(Number(unavailable.headers['retry-after']) > 0)
    })
  })

  describe('GET /v1/enrollments', () => {
    it('filters by stage and program, and pages without gaps or repetitions', async () => {
      const { programId } = application
      for (let studentId = 1; studentId <= 5; studentId += 1)
        await recorded(
          world.store,
          'enrollment',
          { programId, studentId },
          studentId === 3 ? { stage: 'lapsed' } : {},
        )
      const found: number[] = []
      let cursor = ''
      do {
        const page = await world.call(
          'GET',
          `/v1/enrollments?program=${programId}&stage=review&limit=2${cursor}`,
        )
        const { enrollments, next } = page.json<{
          enrollments: { studentId: number }[]
          next: string | null
        }>()
        found.push(...enrollments.map(({ studentId }) => studentId))
        cursor = next === null ? '' : `&cursor=${next}`
      } while (cursor !== '')
      assert.deepEqual(found, [1, 2, 4, 5])
    })

    for (const query of ['limit=201', 'limit=0', 'limit=many', 'cursor=xyz', 'unknown=1'])
      it(`responds 422 to ?${query}`, async () => {
        assert.equal((await world.call('GET', `/v1/enrollments?${query}`)).statusCode, 422)
      })
  })

  describe('GET /v1/enrollments/{programId}-{studentId}', () => {
    it('responds 404 for an unknown application', async () => {
      assert.equal((await world.call('GET', path())).statusCode, 404)
      assert.equal((await world.call('GET', '/v1/enrollments/7-somebody')).statusCode, 404)
    })

    it('finds an application whose first step is not recorded yet', async () => {
      await post()
      const response = await world.call('GET', path())
      assert.equal(response.statusCode, 200)
      assert.equal(response.json<{ stage: string }>().stage, 'received')
    })

    it('says what has happened in English and in Arabic, with the present names of who did it', async () => {
      const staff = { login: 'rana', language: 'ar', roles: ['agent'], checkedAt: new Date() } as const
      await saveStaffUsers(world.store, [{ ...staff, userId: 7, name: 'Rana' }])
      await recorded(world.store, 'progress', application, messageOf(say('paused', { by: 'user:7' })))
      const { steps, flows, ...summary } = (await world.call('GET', path())).json<Detail>()
      for (const { message, messageArabic } of [summary, ...steps, ...flows]) {
        assert.equal(message, 'Paused by Rana.')
        assert.equal(messageArabic, 'أُوقف التدريب مؤقتًا بأمر من \u2068Rana\u2069.')
      }
    })

    it('returns stage, steps, what is missing, progress and links', async () => {
      const verdict = {
        outcome: 'unknown',
        reasons: [{ criterion: 'age', kind: 'missing', message: 'The birth date is missing.' }],
        policyVersion: 1,
        factsVersion: 'x',
        inputs: { age: null },
      }
      await recorded(world.store, 'enrollment', application, { stage: 'received', facts: { verdict } })
      await recorded(world.store, 'enrollment', application, {
        seq: 2,
        at: '2026-01-02T00:00:00Z',
        task: openTask({ instructions: 'Complete the record.' }),
      })
      await world.store.db
        .insertInto('progress_number')
        .values({
          tracker_id: application.studentId,
          program_id: application.programId,
          student_id: application.studentId,
          course_integration_id: 5,
          elearning: 40,
          overall: 40,
          threshold: 80,
          tracker_status: 'in_progress',
          membership: 'active',
          read_at: '2026-01-02T00:00:00Z',
          source: 'webhook',
        })
        .execute()
      const response = await world.call('GET', path())
      const body = response.json<Record<string, unknown>>()
      assert.equal(body.stage, 'review')
      assert.deepEqual(body.missing, ['Complete the record.', 'The birth date is missing.'])
      const temporal = `http://127.0.0.1:8233/namespaces/default/workflows/${encodeURIComponent(enrollmentId(application))}`
      const step = { flow: 'enrollment', run: 1, message: 'A step.', messageArabic: null, temporal }
      assert.deepEqual(body.steps, [
        { ...step, at: '2026-01-01T00:00:00.000Z', stage: 'received' },
        { ...step, at: '2026-01-02T00:00:00.000Z', stage: 'review' },
      ])
      assert.deepEqual(body.links, {
        self: path(),
        temporal,
        student: `http://127.0.0.1:9/web#id=${application.studentId}&model=gr.student&view_type=form`,
        program: `http://127.0.0.1:9/web#id=${application.programId}&model=gr.training.program&view_type=form`,
      })
      const progress = await world.call('GET', `${path()}/progress`)
      assert.deepEqual(progress.json<{ courses: object[] }>().courses, body.progress)
      const [course] = body.progress as { overall: number; asOf: string; source: string }[]
      assert.deepEqual(
        [course?.overall, course?.asOf, course?.source],
        [40, '2026-01-02T00:00:00.000Z', 'webhook'],
      )
    })
  })
})
