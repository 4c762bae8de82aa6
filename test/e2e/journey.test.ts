import assert from 'node:assert/strict'
import { enrollmentId, progressId, type Application } from '../../src/contracts/application.js'
import { progressSnapshot } from '../../src/contracts/progress.js'
import { DEFAULT_POLICY } from '../../src/domain/policy.js'
import { CourseIntegration, Membership, Slide, SlideProgress, Student } from '../../src/odoo/schema/index.js'
import type { Row } from '../../src/odoo/schema/model.js'
import type { FaultKind } from '../../sandbox/odoo/protocol/faults.js'
import { waitFor } from '../support/wait-for.js'
import { openSandboxEnvironment, type Detail, type SandboxEnvironment } from './environment.js'
import {
  everythingShown,
  filesIn,
  listOf,
  tracesIn,
  tracesOf,
  tracesOfEverybody,
  type Traces,
} from './people.js'

/**
 * Places of students in the list of the seeded training center, named after what is hard about them
 * (`sandbox/odoo/seed/applicants.ts`).
 */
const PLACE = {
  plain: 0,
  hasClasses: 6,
  troubled: 8,
  beginner: 9,
  behind: 12,
  mailboxByAgent: 29,
  mailbox: 30,
}

/**
 * Makes Odoo refuse one contact, with a message that names the person, as a real constraint's does.
 */
const REFUSE_CONTACT = `
  CREATE FUNCTION refuse_contact() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'There is no room for % <%>', new.name, new.email USING errcode = '23514'; END $$;
  CREATE TRIGGER refuse_contact BEFORE INSERT ON res_partner FOR EACH ROW WHEN (new.email = '$email') EXECUTE FUNCTION refuse_contact()`

describe('The product, end to end', function () {
  this.timeout(180_000)

  let environment: SandboxEnvironment
  let students: Row<typeof Student, 'name' | 'email'>[]
  let courses: Row<typeof CourseIntegration, 'elearningCourse' | 'trainingProgram'>[]

  /** An application to the program with English (automatic) and safety (by the agent). */
  const jobs = (place: number): Application => applicationOf(place, 0)
  /**
   * An application to the program with digital skills (automatic, with live sessions and homework).
   * It accepts students only through the API.
   */
  const digital = (place: number): Application => applicationOf(place, 1)

  const student = (place: number) => students[place] ?? assert.fail(`no student ${place}`)
  const course = (place: number) => courses[place] ?? assert.fail(`no course ${place}`)
  const applicationOf = (place: number, programOf: number): Application => ({
    programId: course(programOf).trainingProgram ?? assert.fail('a course without a program'),
    studentId: student(place).id,
  })

  before(async () => {
    environment = await openSandboxEnvironment('demo')
    const { direct } = environment
    students = await direct.searchRead(Student, [], ['name', 'email'], { order: 'id' })
    courses = await direct.searchRead(CourseIntegration, [], ['elearningCourse', 'trainingProgram'], {
      order: 'id',
    })
    await acceptOnlyThroughTheApi(digital(PLACE.plain).programId)
    await environment.sandbox.sql(REFUSE_CONTACT.replace('$email', student(PLACE.troubled).email))
    await environment.sweep()
  })
  after(() => environment.close())

  async function acceptOnlyThroughTheApi(programId: number): Promise<void> {
    const { version, ...rules } = DEFAULT_POLICY
    const { status } = await environment.call(
      `/v1/programs/${programId}/policy`,
      { ...rules, applicants: 'preferring' },
      { method: 'PUT', headers: { 'if-match': `"${version}"` } },
    )
    assert.equal(status, 200)
  }
  const post = async (application: Application, verb: string, body: object) => {
    const { status, json } = await environment.call(
      `/v1/enrollments/${application.programId}-${application.studentId}/${verb}`,
      body,
    )
    assert.equal(status, 200, JSON.stringify(json))
  }
  const taskOpens = (application: Application, kind: string) =>
    environment.reaches(application, `has a task of kind ${kind}`, ({ task }) => task?.kind === kind)
  const isEnrolled = (application: Application) =>
    environment.reaches(
      application,
      'is enrolled in every course',
      ({ flows }) => stageOf(flows, 'enrollment') === 'training_started',
    )

  /** Completes everything in the courses, as a learner does by clicking through it. */
  async function learn(application: Application, ...places: number[]): Promise<void> {
    const [person] = await environment.direct.read(Student, [application.studentId], ['partner'])
    const partner = person?.partner ?? assert.fail('no contact')
    for (const place of places) {
      const channel = course(place).elearningCourse
      const slides = await environment.direct.searchRead(Slide, [['channel', '=', channel]], [], {
        order: 'id',
      })
      for (const slide of slides)
        await environment.direct.create(SlideProgress, { slide: slide.id, partner, completed: true })
    }
  }

  /**
   * Waits for the certificate, and checks that it is in the register, in an email and on the public
   * page.
   */
  async function isCertified(application: Application): Promise<Detail> {
    const detail = await environment.reaches(
      application,
      'is certified',
      ({ flows }) => stageOf(flows, 'progress') === 'certified',
    )
    const [certificate] = detail.certificates
    assert.ok(certificate)
    const page = await environment.visit(new URL(certificate.links.verification).pathname)
    assert.equal(page.statusCode, 200)
    assert.ok(page.body.includes(certificate.number))
    const received = environment.mail.received.filter(({ parsed }) =>
      parsed.attachments.some(({ filename }) => filename?.includes(certificate.number)),
    )
    assert.equal(received.length, 1)
    const pdf = received[0]?.parsed.attachments[0]?.content
    assert.equal(pdf?.subarray(0, 5).toString(), '%PDF-')
    return detail
  }

  it('takes a student that the sweep found to a certificate by email, with the agent enrolling through the API', async () => {
    const application = jobs(PLACE.plain)
    await taskOpens(application, 'enroll')
    await post(application, 'enroll', {})
    await isEnrolled(application)
    await learn(application, 0, 2)
    await environment.sweep()
    const { flows, emails } = await isCertified(application)
    assert.deepEqual(
      flows.map(({ flow, stage }) => `${flow}: ${stage}`),
      ['enrollment: training_started', 'progress: certified', 'certificate: issued'],
    )
    const kinds = emails.map(({ kind }) => kind)
    for (const kind of ['welcome', 'completion', 'milestone', 'certificate']) assert.ok(kinds.includes(kind))
  })

  it('runs one workflow for an application that the API receives twice at once', async () => {
    const application = digital(PLACE.hasClasses)
    const responses = await Promise.all([
      environment.call('/v1/enrollments', application),
      environment.call('/v1/enrollments', application),
    ])
    assert.deepEqual(responses.map(({ status }) => status).sort(), [200, 201])
    await isEnrolled(application)
    await learn(application, 1)
    await environment.sweep()
    await isCertified(application)
    const runs = []
    for await (const run of environment.client.workflow.list({
      query: `WorkflowId = '${enrollmentId(application)}'`,
    }))
      runs.push(run)
    assert.equal(runs.length, 1)
    const [person] = await environment.direct.read(Student, [application.studentId], ['partner'])
    const memberships = await environment.direct.count(Membership, [
      ['partner', '=', person?.partner ?? 0],
      ['channel', '=', course(1).elearningCourse],
    ])
    assert.equal(memberships, 1)
  })

  it('goes on when a review is approved through the API, and keeps the comment', async () => {
    const application = jobs(PLACE.beginner)
    const { task } = await taskOpens(application, 'eligibility')
    assert.match(task?.instructions ?? '', /English/)
    const comment = `I have talked to ${student(PLACE.beginner).name}, and it will be all right.`
    await post(application, 'review', { decision: 'approve', comment })
    const { comments } = await taskOpens(application, 'enroll')
    assert.deepEqual(
      comments.map(({ text }) => text),
      [comment],
    )
  })

  it('opens a task for a person when two students share a mailbox', async () => {
    const [byAgent, atOnce] = [jobs(PLACE.mailboxByAgent), jobs(PLACE.mailbox)]
    // All courses of the first one wait for the agent. Until then nobody asks for the contact.
    await taskOpens(byAgent, 'enroll')
    await taskOpens(atOnce, 'enroll')
    await post(byAgent, 'enroll', {})
    await taskOpens(byAgent, 'identity')
    const { json } = await environment.call('/v1/reviews?limit=200')
    const { reviews } = json as { reviews: { studentId: number; instructions: string }[] }
    const review = reviews.find(({ studentId }) => studentId === byAgent.studentId)
    assert.match(
      review?.instructions ?? '',
      new RegExp(`Student ${atOnce.studentId} has the same email address`),
    )
    await post(byAgent, 'review', { decision: 'create_contact' })
    await isEnrolled(byAgent)
    const linked = await environment.direct.read(Student, [byAgent.studentId, atOnce.studentId], ['partner'])
    assert.equal(new Set(linked.map(({ partner }) => partner)).size, 2)
  })

  it('drops a snapshot that is older than the last one', async () => {
    const application = jobs(PLACE.behind)
    await taskOpens(application, 'enroll')
    await post(application, 'enroll', {})
    await isEnrolled(application)
    await post(application, 'resync', {})
    const courseSnapshot = (place: number) => ({
      courseIntegrationId: course(place).id,
      name: 'Course',
      trackerId: 1,
      trackerStatus: 'in_progress' as const,
      membership: 'active' as const,
      components: { elearning: 100, sessions: null, homework: null, assessments: null },
      overall: 100,
      threshold: 75,
    })
    const { progress } = await environment.detail(application)
    assert.deepEqual(
      progress.map(({ overall }) => overall),
      [0, 0],
    )
    const older = new Date(Date.now() - 3_600_000).toISOString()
    await environment.client.workflow.getHandle(progressId(application)).signal(progressSnapshot, {
      readAt: older,
      hash: 'older',
      openDocuments: [],
      courses: [courseSnapshot(0), courseSnapshot(2)],
    })
    // Commands are handled after the signals that came before them.
    await post(application, 'resync', {})
    const { steps } = await environment.detail(application)
    assert.ok(steps.every(({ message }) => !/completed|begins in course|Milestone/.test(message)))
  })

  describe('when Odoo and the mail server fail on the way', () => {
    /**
     * A person who is nowhere in Odoo. The search must find them where the test put them on
     * purpose.
     */
    const CANARY = { name: 'Perpetua Grünfink', arabic: 'عصفورة الكناري', email: 'perpetua@canary.example' }
    const canary = tracesOf([CANARY.name, CANARY.arabic], [CANARY.email])

    /** Makes every call to Odoo fail in this way until one has failed. */
    async function failOnce(kind: FaultKind): Promise<void> {
      const { faults } = environment.sandbox
      const before = faults.met[kind] ?? 0
      faults.set({ rate: 1, kinds: [kind] })
      await waitFor(`a fault of kind ${kind}`, () => (faults.met[kind] ?? 0) > before)
      faults.set({ rate: 0 })
    }

    let everybody: Traces
    let shown: Buffer
    let files: Buffer[]
    let workflows: number

    before(async () => {
      const application = jobs(PLACE.troubled)
      await taskOpens(application, 'problem')
      await environment.sandbox.sql('DROP TRIGGER refuse_contact ON res_partner')
      await Promise.all([failOnce('badGateway'), post(application, 'review', { decision: 'retry' })])
      await taskOpens(application, 'enroll')
      environment.mail.script({ at: 'recipient', code: 451 })
      await Promise.all([failOnce('serialization'), post(application, 'enroll', {})])
      await isEnrolled(application)
      await learn(application, 0, 2)
      await Promise.all([failOnce('halfResponse'), environment.sweep()])
      await isCertified(application)
      await waitFor('the next attempt at the deferred email', async () => {
        const attempted = "select 1 from email where attempts > 1 and state = 'accepted'"
        return (await environment.store.pool.query(attempted)).rows.length > 0
      })
      everybody = await tracesOfEverybody(environment)
      await putCanary()
      ;({ workflows, shown } = await everythingShown(environment.client))
      await environment.stopTemporal()
      files = await filesIn(environment.temporalFolder)
    })

    async function putCanary(): Promise<void> {
      const { client } = environment
      const { name, arabic, email } = CANARY
      const handle = await client.workflow.start('nobody', {
        workflowId: `canary/${name}`,
        taskQueue: 'nobody',
        args: [{ arabic, email }],
      })
      await handle.terminate()
      const listed = () => client.workflow.count('WorkflowType = "nobody" AND ExecutionStatus = "Terminated"')
      await waitFor('the canary in the list', async () => (await listed()).count === 1)
    }

    it('goes on where it stopped, and the histories show the failures of Odoo', () => {
      assert.ok(workflows > students.length)
      for (const type of ['OdooRejected', 'OdooUnavailable', 'OdooBusy'])
        assert.ok(shown.includes(type), type)
    })

    it('leaves no name, address or phone number of anybody in any history or list', () => {
      assert.deepEqual(tracesIn(shown, canary).toSorted(), listOf(canary).toSorted())
      assert.deepEqual(tracesIn(shown, everybody), [])
    })

    it('leaves no name, address or phone number of anybody in Temporal’s files', () => {
      const found = (traces: Traces) => [...new Set(files.flatMap((file) => tracesIn(file, traces)))]
      assert.deepEqual(found(canary).toSorted(), listOf(canary).toSorted())
      assert.deepEqual(found(everybody), [])
    })
  })
})

const stageOf = (flows: Detail['flows'], flow: string) =>
  flows.find((candidate) => candidate.flow === flow)?.stage
