import assert from 'node:assert/strict'
import { issue } from '../../src/certificates/register.js'
import { applicationRef, enrollmentId, type Application } from '../../src/contracts/application.js'
import { connectOdoo, type Odoo } from '../../src/odoo/client/client.js'
import { Student } from '../../src/odoo/schema/index.js'
import { latestRun } from '../../src/store/application-runs.js'
import { exampleFacts } from '../certificates/example.js'
import { makeProgram, makeStudent } from '../support/odoo-records.js'
import { readyOdoo, type TestOdoo } from '../support/odoo.js'
import { reuseStudentId } from '../support/reused-id.js'
import { endWorkflows, openApi, openTask, recorded, type ApiFixture } from './api-fixture.js'

describe('API: a student id that belongs to another person', () => {
  let sandbox: TestOdoo
  let direct: Odoo
  let world: ApiFixture
  let call: ApiFixture['call']
  let application: Application

  before(async () => {
    sandbox = await readyOdoo({ data: 'empty' })
    const { bot, db, url } = sandbox
    direct = connectOdoo({ url, db, login: bot.login, apiKey: bot.password })
    world = await openApi()
    call = world.another({ odoo: direct }).call
  })
  after(async () => {
    await world.close()
    await sandbox.close()
  })
  beforeEach(async () => {
    application = { programId: await makeProgram({ direct }), studentId: await makeStudent({ direct }) }
    assert.equal((await post()).statusCode, 201)
  })
  afterEach(() => endWorkflows(world.temporal, application))

  const post = () => call('POST', '/v1/enrollments', application)
  const detail = async () =>
    (await call('GET', `/v1/enrollments/${applicationRef(application)}`)).json<{
      run: number
      missing: string[]
      certificates: { number: string }[]
      progress: unknown[]
    }>()
  const handle = () => world.temporal.workflow.getHandle(enrollmentId(application))
  const reuse = () =>
    reuseStudentId(
      { direct, sql: (query, parameters) => sandbox.sql(query, parameters) },
      application.studentId,
    )
  const ended = async (stage: string) => {
    await handle().terminate()
    await recorded(world.store, 'enrollment', application, { stage, closed: true })
  }
  const verdict = {
    outcome: 'unknown',
    reasons: [{ criterion: 'age', kind: 'missing', message: 'No birth date.' }],
    policyVersion: 1,
    factsVersion: 'x',
    inputs: { age: null },
  }

  it('is a conflict while the application of the one before is in progress, and starts nothing', async () => {
    const { runId } = await handle().describe()
    await reuse()
    const response = await post()
    assert.equal(response.statusCode, 409)
    const { type, detail: text } = response.json<{ type: string; detail: string }>()
    assert.equal(type, 'urn:training-orchestrator:problem:another-person')
    assert.match(text, /Run 1 .* is in progress.*Decide its open task/)
    assert.equal((await handle().describe()).runId, runId)
    assert.equal((await latestRun(world.store, application))?.run, 1)
  })

  for (const stage of ['withdrawn', 'already_certified'])
    it(`starts a run of their own after the one before ended as ${stage}`, async () => {
      await recorded(world.store, 'enrollment', application, {
        seq: 0,
        task: openTask(),
        facts: { verdict },
      })
      await ended(stage)
      const { number } = await certificateOfRun1()
      assert.deepEqual((await detail()).certificates.length, 1)

      await reuse()
      const response = await post()
      assert.equal(response.statusCode, 201)
      assert.equal(response.json<{ run: number }>().run, 2)
      assert.deepEqual((await handle().describe()).memo, { run: 2 })
      const { run, certificates, missing, progress } = await detail()
      assert.deepEqual([run, certificates, missing, progress], [2, [], [], []])
      const kept = await call('GET', `/v1/certificates/${number}`)
      assert.equal(kept.json<{ status: string }>().status, 'valid', 'the certificate of the one before')
      assert.equal((await post()).statusCode, 200)
    })

  const certificateOfRun1 = () =>
    issue(
      world.store,
      { render: () => Promise.resolve(Buffer.from('%PDF')) },
      {
        ...application,
        run: 1,
        version: 1,
        code: 'TC',
        highestInOdoo: 0,
        publicUrl: 'http://verify.example.org',
        facts: exampleFacts(),
        check: { met: true, requirements: [] },
        decision: null,
      },
    )

  it('is no conflict when the address was corrected', async () => {
    await direct.write(Student, [application.studentId], { email: 'corrected@example.org' })
    assert.equal((await post()).statusCode, 200)
  })

  it('can be decided: the decisions of its task are accepted with a reason', async () => {
    await recorded(world.store, 'enrollment', application, {
      task: openTask({ kind: 'person', decisions: ['same_person', 'end', 'retry'] }),
    })
    const review = (body: object) =>
      call('POST', `/v1/enrollments/${applicationRef(application)}/review`, body)
    for (const decision of ['same_person', 'end'])
      assert.equal((await review({ decision })).statusCode, 422, decision)
    await world.withWorker(async () => {
      const response = await review({ decision: 'same_person', comment: 'They told us.' })
      assert.equal(response.statusCode, 200)
      assert.match(response.json<{ stage: string }>().stage, /"decision":"same_person"/)
    })
    const home = await world.store.db
      .selectFrom('comment')
      .select('text')
      .where('student_id', '=', application.studentId)
      .execute()
    assert.ok(home.some(({ text }) => text === 'They told us.'))
  })
})
