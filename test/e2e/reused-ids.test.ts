import assert from 'node:assert/strict'
import { applicationRef, progressId, type Application } from '../../src/contracts/application.js'
import { ProgressTracker, Student } from '../../src/odoo/schema/index.js'
import { certificateOf } from '../../src/certificates/register.js'
import {
  learn,
  makeCourse,
  makeProgram,
  makeStudent,
  unique,
  type MadeCourse,
} from '../support/odoo-records.js'
import { reuseStudentId } from '../support/reused-id.js'
import { waitFor } from '../support/wait-for.js'
import { openSandboxEnvironment, type Detail, type SandboxEnvironment } from './environment.js'

describe('A student id that Odoo gives to another person, end to end', function () {
  this.timeout(180_000)

  let environment: SandboxEnvironment
  let course: MadeCourse
  let application: Application
  let address: string

  before(async () => {
    environment = await openSandboxEnvironment('empty')
  })
  after(() => environment.close())
  beforeEach(async () => {
    const odoo = { direct: environment.direct }
    const programId = await makeProgram(odoo)
    course = await makeCourse(odoo, programId)
    address = newAddress()
    application = { programId, studentId: await makeStudent(odoo, applies(address)) }
    await environment.sweep()
    await isEnrolled(1)
  })

  const newAddress = () => `${unique()}@learners.example`
  const applies = (email: string) => ({ email, preferredCourseIntegration: course.courseIntegrationId })
  const reaches = (what: string, holds: (detail: Detail) => boolean) =>
    environment.reaches(application, what, holds)
  const isEnrolled = (run: number) =>
    reaches(`is enrolled in run ${run}`, ({ flows }) =>
      flows.some((flow) => flow.flow === 'progress' && flow.run === run),
    )
  const asks = () => reaches('asks', ({ task }) => task?.kind === 'person')
  const decide = async (decision: string) => {
    const url = `/v1/enrollments/${applicationRef(application)}/review`
    const { status } = await environment.call(url, { decision, comment: 'A person looked at it.' })
    assert.equal(status, 200)
  }
  const mailsTo = (recipient: string) =>
    environment.mail.received
      .filter(({ envelope }) => envelope.to.includes(recipient))
      .flatMap(({ raw }) => /^X-Entity-Ref-ID: (\w+)\./im.exec(raw)?.[1] ?? [])
  const student = async () => {
    const [row] = await environment.direct.read(
      Student,
      [application.studentId],
      ['partner', 'state', 'integrationStatus'],
    )
    return row ?? assert.fail('no student')
  }
  const learnEverything = async () => learn(environment, (await student()).partner ?? 0, course.lessons)
  const trackers = () =>
    environment.direct.searchRead(
      ProgressTracker,
      [['student', '=', application.studentId]],
      ['overallProgress'],
    )
  const reuse = (email: string) =>
    reuseStudentId(
      {
        direct: environment.direct,
        sql: (query, parameters) => environment.sandbox.sql(query, parameters),
      },
      application.studentId,
      applies(email),
    )
  const certified = () => environment.client.workflow.getHandle(progressId(application)).result()

  it('stops a training, and the newcomer gets a run of their own once it is ended', async () => {
    const newcomer = newAddress()
    await reuse(newcomer)
    await environment.sweep()
    const { task } = await asks()
    assert.match(task?.instructions ?? '', /about another person.*created at/)
    assert.ok(!task?.instructions.includes(newcomer))
    assert.deepEqual([mailsTo(newcomer), await trackers()], [[], []])
    const { partner, state, integrationStatus } = await student()
    assert.deepEqual([partner, state, integrationStatus], [null, 'eligible', 'not_integrated'])

    await decide('end')
    await reaches('is ended', ({ stage }) => stage === 'withdrawn')
    await environment.sweep()
    await isEnrolled(2)
    await waitFor('the welcome email', () => mailsTo(newcomer).includes('welcome'))
    assert.deepEqual(mailsTo(address), ['welcome'])
    await learnEverything()
    await environment.sweep()
    assert.deepEqual(await certified(), { stage: 'certified' })
    assert.deepEqual(mailsTo(address), ['welcome'])
  })

  it('goes on with the training of the same person after a person has said so', async () => {
    await reuse(address)
    await environment.sweep()
    await asks()
    await decide('same_person')
    await reaches('goes on', ({ task }) => task?.kind !== 'person')
    await environment.sweep()
    assert.equal((await environment.detail(application)).task?.kind, 'problem', 'the contact is gone')
  })

  it('goes on by itself when the address is corrected', async () => {
    const corrected = newAddress()
    await environment.direct.write(Student, [application.studentId], { email: corrected })
    await environment.sweep()
    await learnEverything()
    await environment.sweep()
    assert.deepEqual(await certified(), { stage: 'certified' })
    assert.ok(mailsTo(corrected).includes('certificate'))
  })

  it('keeps the certificate of a graduate, and issues another one to the newcomer', async () => {
    await learnEverything()
    await environment.sweep()
    await certified()
    const [first] = (await environment.detail(application)).certificates
    assert.ok(first)
    const newcomer = newAddress()
    await reuse(newcomer)
    await environment.sweep()
    const { certificates } = await isEnrolled(2)
    assert.deepEqual(certificates, [], 'not the certificate of the graduate')

    await learnEverything()
    await environment.sweep()
    await certified()
    const [second] = (await environment.detail(application)).certificates
    assert.ok(second)
    assert.notEqual(second.number, first.number)
    for (const run of [1, 2]) {
      const certificate = await certificateOf(environment.store, { ...application, run })
      assert.equal(certificate?.number, run === 1 ? first.number : second.number)
      assert.equal(certificate.state, 'valid')
      const page = await environment.visit(new URL(certificate.facts.verificationUrl).pathname)
      assert.ok(page.body.includes(certificate.facts.student.latin ?? ''))
    }
    assert.ok(mailsTo(newcomer).includes('certificate'))
    assert.equal(mailsTo(address).filter((kind) => kind === 'certificate').length, 1)
  })
})
