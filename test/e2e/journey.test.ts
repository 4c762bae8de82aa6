import assert from 'node:assert/strict'
import { enrollmentId, progressId, type Application } from '../../src/contracts/application.js'
import { progressSnapshot } from '../../src/contracts/progress.js'
import { DEFAULT_POLICY } from '../../src/domain/policy.js'
import { CourseIntegration, Membership, Slide, SlideProgress, Student } from '../../src/odoo/schema/index.js'
import type { Row } from '../../src/odoo/schema/model.js'
import type { FaultKind } from '../../sandbox/odoo/protocol/faults.js'
import { until } from '../support/wait-for.js'
import { openCentre, type Detail, type SandboxCentre } from './environment.js'
import {
  everythingTold,
  filesIn,
  listOf,
  tracesIn,
  tracesOf,
  tracesOfEverybody,
  type Traces,
} from './people.js'

/** Students of the seeded centre by their place in the list, told by what is hard about them (`sandbox/odoo/applicants.ts`). */
const PLACE = {
  plain: 0,

  hasClasses: 6,
  troubled: 8,
  beginner: 9,
  behind: 12,
  mailboxByAgent: 29,
  mailbox: 30,
}

/** Odoo's refusal of one contact, in words that name the person: as a real constraint's would. */
const REFUSE_CONTACT = `
  CREATE FUNCTION refuse_contact() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION 'There is no room for % <%>', new.name, new.email USING errcode = '23514'; END $$;
  CREATE TRIGGER refuse_contact BEFORE INSERT ON res_partner FOR EACH ROW WHEN (new.email = '$email') EXECUTE FUNCTION refuse_contact()`

describe('The training centre, end to end', function () {
  this.timeout(180_000)

  let centre: SandboxCentre
  let students: Row<typeof Student, 'name' | 'email'>[]
  let courses: Row<typeof CourseIntegration, 'elearningCourse' | 'trainingProgram'>[]

  /** English (automatic) and safety (by the agent). */
  const jobs = (place: number): Application => applicationOf(place, 0)
  /** Digital skills (automatic, with live sessions and homework); nobody comes in but through the API. */
  const digital = (place: number): Application => applicationOf(place, 1)

  const student = (place: number) => students[place] ?? assert.fail(`no student ${place}`)
  const course = (place: number) => courses[place] ?? assert.fail(`no course ${place}`)
  const applicationOf = (place: number, programOf: number): Application => ({
    programId: course(programOf).trainingProgram ?? assert.fail('a course without a program'),
    studentId: student(place).id,
  })

  before(async () => {
    centre = await openCentre('seed')
    const { direct } = centre
    students = await direct.searchRead(Student, [], ['name', 'email'], { order: 'id' })
    courses = await direct.searchRead(CourseIntegration, [], ['elearningCourse', 'trainingProgram'], {
      order: 'id',
    })
    await takeOnlyThroughTheApi(digital(PLACE.plain).programId)
    await centre.sandbox.sql(REFUSE_CONTACT.replace('$email', student(PLACE.troubled).email))
    await centre.sweep()
  })
  after(() => centre.close())

  async function takeOnlyThroughTheApi(programId: number): Promise<void> {
    const { version, ...rules } = DEFAULT_POLICY
    const { status } = await centre.call(
      `/v1/programs/${programId}/policy`,
      { ...rules, intake: 'manual' },
      { method: 'PUT', headers: { 'if-match': `"${version}"` } },
    )
    assert.equal(status, 200)
  }
  const post = async (application: Application, verb: string, body: object) => {
    const { status, json } = await centre.call(
      `/v1/enrollments/${application.programId}-${application.studentId}/${verb}`,
      body,
    )
    assert.equal(status, 200, JSON.stringify(json))
  }
  const asked = (application: Application, kind: string) =>
    centre.reaches(application, `is asked: ${kind}`, ({ task }) => task?.kind === kind)
  const isEnrolled = (application: Application) =>
    centre.reaches(
      application,
      'is enrolled in every course',
      ({ charts }) => stageOf(charts, 'enrollment') === 'begun',
    )

  /** The learner clicks through everything the course holds. */
  async function learn(application: Application, ...places: number[]): Promise<void> {
    const [person] = await centre.direct.read(Student, [application.studentId], ['partner'])
    const partner = person?.partner ?? assert.fail('no contact')
    for (const place of places) {
      const channel = course(place).elearningCourse
      const slides = await centre.direct.searchRead(Slide, [['channel', '=', channel]], [], { order: 'id' })
      for (const slide of slides)
        await centre.direct.create(SlideProgress, { slide: slide.id, partner, completed: true })
    }
  }

  /** The certificate is on the register, in the mail and on the public page. */
  async function isCertified(application: Application): Promise<Detail> {
    const detail = await centre.reaches(
      application,
      'is certified',
      ({ charts }) => stageOf(charts, 'progress') === 'certified',
    )
    const [certificate] = detail.certificates
    assert.ok(certificate)
    const page = await centre.visit(new URL(certificate.links.verification).pathname)
    assert.equal(page.statusCode, 200)
    assert.ok(page.body.includes(certificate.number))
    const mails = centre.mail.received.filter(({ parsed }) =>
      parsed.attachments.some(({ filename }) => filename?.includes(certificate.number)),
    )
    assert.equal(mails.length, 1)
    const pdf = mails[0]?.parsed.attachments[0]?.content
    assert.equal(pdf?.subarray(0, 5).toString(), '%PDF-')
    return detail
  }

  it('carries a student whom the sweep found to a mailed certificate; the agent enrolls through the API', async () => {
    const application = jobs(PLACE.plain)
    await asked(application, 'enroll')
    await post(application, 'enroll', {})
    await isEnrolled(application)
    await learn(application, 0, 2)
    await centre.sweep()
    const { charts, mails } = await isCertified(application)
    assert.deepEqual(
      charts.map(({ flow, state }) => `${flow}: ${state}`),
      ['enrollment: begun', 'progress: certified', 'certificate: issued'],
    )
    const kinds = mails.map(({ kind }) => kind)
    for (const kind of ['welcome', 'completion', 'milestone', 'certificate']) assert.ok(kinds.includes(kind))
  })

  it('carries an application that came through the API twice at once, once', async () => {
    const application = digital(PLACE.hasClasses)
    const answers = await Promise.all([
      centre.call('/v1/enrollments', application),
      centre.call('/v1/enrollments', application),
    ])
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 201])
    await isEnrolled(application)
    await learn(application, 1)
    await centre.sweep()
    await isCertified(application)
    const runs = []
    for await (const run of centre.client.workflow.list({
      query: `WorkflowId = '${enrollmentId(application)}'`,
    }))
      runs.push(run)
    assert.equal(runs.length, 1)
    const [person] = await centre.direct.read(Student, [application.studentId], ['partner'])
    const memberships = await centre.direct.count(Membership, [
      ['partner', '=', person?.partner ?? 0],
      ['channel', '=', course(1).elearningCourse],
    ])
    assert.equal(memberships, 1)
  })

  it('has a review approved through the API, in words that stay with us', async () => {
    const application = jobs(PLACE.beginner)
    const { task } = await asked(application, 'eligibility')
    assert.match(task?.instructions ?? '', /English/)
    const comment = `I have talked to ${student(PLACE.beginner).name}, and it will be all right.`
    await post(application, 'review', { decision: 'approve', comment })
    const { comments } = await asked(application, 'enroll')
    assert.deepEqual(
      comments.map(({ text }) => text),
      [comment],
    )
  })

  it('asks a person which of two students with one mailbox is which', async () => {
    const [byAgent, atOnce] = [jobs(PLACE.mailboxByAgent), jobs(PLACE.mailbox)]
    // All her courses wait for the agent, and until then nobody asks which contact she is.
    await asked(byAgent, 'enroll')
    await asked(atOnce, 'enroll')
    await post(byAgent, 'enroll', {})
    await asked(byAgent, 'identity')
    const { json } = await centre.call('/v1/reviews?limit=200')
    const { reviews } = json as { reviews: { studentId: number; instructions: string }[] }
    const review = reviews.find(({ studentId }) => studentId === byAgent.studentId)
    assert.match(
      review?.instructions ?? '',
      new RegExp(`Student ${atOnce.studentId} has the same e-mail address`),
    )
    await post(byAgent, 'review', { decision: 'create_contact' })
    await isEnrolled(byAgent)
    const linked = await centre.direct.read(Student, [byAgent.studentId, atOnce.studentId], ['partner'])
    assert.equal(new Set(linked.map(({ partner }) => partner)).size, 2)
  })

  it('drops a snapshot that is older than the one it knows', async () => {
    const application = jobs(PLACE.behind)
    await asked(application, 'enroll')
    await post(application, 'enroll', {})
    await isEnrolled(application)
    await post(application, 'resync', {})
    const courseSnapshot = (place: number) => ({
      courseIntegrationId: course(place).id,
      trackerId: 1,
      trackerStatus: 'in_progress' as const,
      membership: 'active' as const,
      components: { elearning: 100, sessions: null, homework: null, assessments: null },
      overall: 100,
      threshold: 75,
    })
    const { progress } = await centre.detail(application)
    assert.deepEqual(
      progress.map(({ overall }) => overall),
      [0, 0],
    )
    const older = new Date(Date.now() - 3_600_000).toISOString()
    await centre.client.workflow.getHandle(progressId(application)).signal(progressSnapshot, {
      readAt: older,
      hash: 'older',
      openDocuments: [],
      courses: [courseSnapshot(0), courseSnapshot(2)],
    })
    // Commands are handled after the signals that came before them.
    await post(application, 'resync', {})
    const { steps } = await centre.detail(application)
    assert.ok(steps.every(({ words }) => !/completed|begins in course|Milestone/.test(words)))
  })

  describe('with trouble on the way', () => {
    /** Nobody of the centre: must be found where it was put on purpose. */
    const CANARY = { name: 'Perpetua Grünfink', arabic: 'عصفورة الكناري', email: 'perpetua@canary.example' }
    const canary = tracesOf([CANARY.name, CANARY.arabic], [CANARY.email])

    /** Every call to Odoo fails in this way from now on, until one has. */
    async function meets(kind: FaultKind): Promise<void> {
      const { faults } = centre.sandbox
      const before = faults.met[kind] ?? 0
      faults.set({ rate: 1, kinds: [kind] })
      await until(() => Promise.resolve((faults.met[kind] ?? 0) > before), { what: kind })
      faults.set({ rate: 0 })
    }

    let everybody: Traces
    let told: Buffer
    let files: Buffer[]
    let workflows: number

    before(async () => {
      const application = jobs(PLACE.troubled)
      await asked(application, 'problem')
      await centre.sandbox.sql('DROP TRIGGER refuse_contact ON res_partner')
      await Promise.all([meets('badGateway'), post(application, 'review', { decision: 'retry' })])
      await asked(application, 'enroll')
      centre.mail.script({ at: 'recipient', code: 451 })
      await Promise.all([meets('serialization'), post(application, 'enroll', {})])
      await isEnrolled(application)
      await learn(application, 0, 2)
      await Promise.all([meets('halfResponse'), centre.sweep()])
      await isCertified(application)
      everybody = await tracesOfEverybody(centre)
      await putCanary()
      ;({ workflows, told } = await everythingTold(centre.client))
      await centre.stopTemporal()
      files = await filesIn(centre.temporalFolder)
    })

    async function putCanary(): Promise<void> {
      const { client } = centre
      const { name, arabic, email } = CANARY
      const handle = await client.workflow.start('nobody', {
        workflowId: `canary/${name}`,
        taskQueue: 'nobody',
        args: [{ arabic, email }],
      })
      await handle.terminate()
    }

    it('goes on where it stopped, and the histories tell of failures', () => {
      assert.ok(workflows > students.length)
      for (const type of ['OdooRefused', 'OdooUnavailable', 'OdooBusy', 'MailDeferred'])
        assert.ok(told.includes(type), type)
    })

    it('leaves nobody’s name, address or number in any history or list', () => {
      assert.deepEqual(tracesIn(told, canary).toSorted(), listOf(canary).toSorted())
      assert.deepEqual(tracesIn(told, everybody), [])
    })

    it('leaves nobody’s name, address or number in Temporal’s files', () => {
      const found = (traces: Traces) => [...new Set(files.flatMap((file) => tracesIn(file, traces)))]
      assert.deepEqual(found(canary).toSorted(), listOf(canary).toSorted())
      assert.deepEqual(found(everybody), [])
    })
  })
})

const stageOf = (charts: Detail['charts'], flow: string) =>
  charts.find((candidate) => candidate.flow === flow)?.state
