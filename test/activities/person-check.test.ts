import assert from 'node:assert/strict'
import type { Activities } from '../../src/contracts/activities.js'
import type { ApplicationRun } from '../../src/contracts/application.js'
import { FailureType } from '../../src/contracts/failures.js'
import type { MailRequest } from '../../src/contracts/mail.js'
import { UNKNOWN_PERSON } from '../../src/domain/same-person.js'
import { Student, User } from '../../src/odoo/schema/index.js'
import { enterRun, latestRun, registeredRun } from '../../src/store/application-runs.js'
import { personOf, rememberPerson } from '../../src/store/remembered-people.js'
import {
  makeCourse,
  makeProgram,
  makeStudent,
  oneRow,
  unique,
  type MadeCourse,
} from '../support/odoo-records.js'
import { reuseStudentId } from '../support/reused-id.js'
import { PersonCheck } from '../../activities/person-check.js'
import { openActivities, type ActivityFixture } from './activity-fixture.js'

describe('A student id that belongs to another person', () => {
  let world: ActivityFixture
  let programId: number
  let course: MadeCourse
  before(async function () {
    if (process.env['ODOO_URL'] !== undefined) this.skip()
    world = await openActivities()
    programId = await makeProgram(world)
    course = await makeCourse(world, programId)
  })
  after(() => world.close())

  const sql = <R extends object>(query: string, parameters: readonly unknown[] = []) =>
    (world.sql<R>)?.(query, parameters) ?? assert.fail('a real Odoo')

  /** Enters a run about a new student, whom nothing is known of yet. */
  async function application(): Promise<ApplicationRun> {
    const run = { programId, studentId: await makeStudent(world), run: 1 }
    await enterRun(world.store, { ...run, origin: 'sweep', person: UNKNOWN_PERSON, previous: undefined })
    return run
  }
  const remember = (run: ApplicationRun) => world.run((activities) => activities.readApplication(run))
  const remembered = async (run: ApplicationRun) => (await latestRun(world.store, run))?.person
  const isFlagged = async ({ studentId }: ApplicationRun) =>
    (
      await oneRow(
        world.store.db
          .selectFrom('application')
          .select('another_person_since')
          .where('student_id', '=', studentId)
          .execute(),
      )
    ).another_person_since !== null
  const reuse = (studentId: number, values = {}) =>
    reuseStudentId({ direct: world.direct, sql }, studentId, values)
  const check = () => ({
    met: true,
    requirements: [
      {
        criterion: 'overall' as const,
        courseIntegrationId: course.courseIntegrationId,
        wanted: 'overall progress of 75 %',
        found: '80 %',
        met: true,
      },
    ],
  })
  const mail = (run: ApplicationRun): MailRequest => ({
    ...run,
    kind: 'milestone',
    percent: 50,
    version: '50',
  })
  const stops = (call: Promise<unknown>) =>
    assert.rejects(call, (error: Error & { type?: string; nonRetryable?: boolean }) => {
      assert.equal(error.type, FailureType.AnotherPerson)
      assert.equal(error.nonRetryable, true)
      assert.doesNotMatch(error.message, /example\.org|Learner|[0-9a-f]{32}/)
      return true
    })

  const calls: Readonly<
    Partial<Record<keyof Activities, (activities: Activities, run: ApplicationRun) => Promise<unknown>>>
  > = {
    readApplication: (activities, run) => activities.readApplication(run),
    enroll: (activities, run) =>
      activities.enroll({
        ...run,
        courseIntegrationIds: [course.courseIntegrationId],
        at: '2026-11-01T00:00:00Z',
      }),
    markContentCompleted: (activities, { studentId }) =>
      activities.markContentCompleted({
        programId,
        studentId,
        courseIntegrationId: course.courseIntegrationId,
        slideIds: 'all',
      }),
    writeStatuses: (activities, run) =>
      activities.writeStatuses({ ...run, point: { kind: 'enrolled' }, at: '2026-11-01T00:00:00Z' }),
    syncApplication: (activities, run) => activities.syncApplication(run),
    collectEvidence: (activities, run) => activities.collectEvidence({ ...run, overridden: [] }),
    generateCertificate: (activities, run) =>
      activities.generateCertificate({ ...run, version: 1, validMonths: null, check: check() }),
    sendMail: (activities, run) => activities.sendMail(mail(run)),
  }
  for (const [name, call] of Object.entries(calls))
    it(`stops ${name}, and writes nothing to Odoo`, async () => {
      const run = await application()
      await remember(run)
      await reuse(run.studentId)
      world.calls.length = 0
      await stops(world.run((activities) => call(activities, run)))
      assert.deepEqual(world.writes(), [])
      assert.equal(await isFlagged(run), true)
    })

  it('stops recordCertificate, although the certificate was issued before', async () => {
    const run = await application()
    await world.run((activities) =>
      activities.issueCertificate({ ...run, version: 1, validMonths: null, check: check() }),
    )
    await reuse(run.studentId)
    world.calls.length = 0
    await stops(world.run((activities) => activities.recordCertificate({ ...run, version: 1 })))
    assert.deepEqual(world.writes(), [])
  })

  it('is remembered with the first read, as hashes and instants only', async () => {
    const run = await application()
    assert.deepEqual(await remembered(run), UNKNOWN_PERSON)
    await remember(run)
    const { email, createDate } = await oneRow(
      world.direct.read(Student, [run.studentId], ['email', 'createDate']),
    )
    const person = await remembered(run)
    assert.equal(person?.createdAt, createDate)
    assert.match(person.mailboxHash ?? '', /^[0-9a-f]{64}$/)
    assert.equal(person.databaseUuid, null, 'the bot may not read system parameters')
    const rows = JSON.stringify(await registeredRun(world.store, run))
    assert.ok(!rows.includes(email))
  })

  it('is no doubt when the address is corrected: the new one is remembered', async () => {
    const run = await application()
    await remember(run)
    const before = await remembered(run)
    await world.direct.write(Student, [run.studentId], { email: `${unique()}@example.org` })
    await remember(run)
    const after = await remembered(run)
    assert.notEqual(after?.mailboxHash, before?.mailboxHash)
    assert.equal(after?.createdAt, before?.createdAt)
    await world.direct.write(Student, [run.studentId], { email: 'nobody@@example' })
    await remember(run)
    assert.deepEqual(await remembered(run), after, 'an address that cannot be read is not remembered')
  })

  it('is no doubt for a run of which nothing is known', async () => {
    const run = await application()
    await reuse(run.studentId)
    await remember(run)
    await world.run((activities) => activities.readApplication({ ...run, run: 9 }))
  })

  it('continues after a person has said that it is the same person', async () => {
    const run = await application()
    await remember(run)
    await reuse(run.studentId)
    await stops(remember(run))
    await world.run((activities) => activities.rememberPerson(run))
    await remember(run)
    assert.equal(await isFlagged(run), false)
  })

  it('does not stop a request for review, which goes to the reviewers and names nobody', async () => {
    const run = await application()
    await remember(run)
    const [agent] = await world.direct.searchRead(User, [['email', '!=', null]], ['email'], { limit: 1 })
    assert.ok(agent)
    await reuse(run.studentId, { assignedAgent: agent.id })
    const task = {
      kind: 'person',
      instructions: 'Decide.',
      reminders: 0,
      escalated: false,
      deadline: null,
    } as const
    // Nothing listens at the configured mail server, so the email is deferred.
    await assert.rejects(
      world.run((activities) => activities.sendMail({ ...run, kind: 'review_request', version: '1', task })),
      { type: FailureType.MailDeferred },
    )
    const emails = await world.store.db
      .selectFrom('email')
      .select(['kind', 'recipient'])
      .where('student_id', '=', run.studentId)
      .execute()
    assert.deepEqual(emails, [{ kind: 'review_request', recipient: 'review@example.org' }])
  })

  it('holds the other emails until a person decides', async () => {
    const run = await application()
    await remember(run)
    await reuse(run.studentId)
    await world.run((activities) =>
      activities.recordTransitions([
        {
          workflowId: `progress/${run.programId}/${run.studentId}`,
          runEpoch: 1,
          seq: 2,
          application: run,
          flow: 'progress',
          stage: 'in_progress',
          message: 'Milestone.',
          at: '2026-11-01T00:00:00Z',
          task: null,
          closed: false,
          facts: {},
          effects: { emails: [mail(run)] },
        },
      ]),
    )
    const { delivered, waiting, nextInMs } = await world.run((activities) => activities.sendDueEmails())
    assert.deepEqual({ delivered, waiting }, { delivered: 0, waiting: 1 })
    assert.ok((nextInMs ?? 0) > 1_000, 'it is tried again later')
  })
})

describe('A student in a copy of the database', () => {
  let world: ActivityFixture
  before(async function () {
    if (process.env['ODOO_URL'] !== undefined) this.skip()
    world = await openActivities({ contents: 'without suite' })
  })
  after(() => world.close())

  it('is the same person, and the id of the database is remembered', async () => {
    // Administrators may read it, the bot of the other tests may not.
    const people = new PersonCheck({ odoo: world.direct, store: world.store })
    const run = { programId: await makeProgram(world), studentId: await makeStudent(world), run: 1 }
    const student = await oneRow(world.direct.read(Student, [run.studentId], ['createDate', 'email']))
    const original = { ...personOf(student, null), databaseUuid: 'of the original' }
    await enterRun(world.store, { ...run, origin: 'sweep', person: original, previous: undefined })
    await people.confirm(run, student)
    const { databaseUuid } = (await latestRun(world.store, run))?.person ?? assert.fail()
    assert.match(databaseUuid ?? '', /^[0-9a-f]{8}-[0-9a-f-]{27}$/)

    await rememberPerson(world.store, run, { ...original, mailboxHash: 'of another address' })
    await assert.rejects(
      people.confirm(run, student),
      { type: FailureType.AnotherPerson },
      'with another address, too, it is a question',
    )
  })
})
