import type { Client } from '@temporalio/client'
import assert from 'node:assert/strict'
import {
  enrollmentId,
  progressId,
  type Application,
  type ApplicationRun,
} from '../../../src/contracts/application.js'
import { DEFAULT_POLICY } from '../../../src/domain/policy.js'
import type { Changes } from '../../../src/odoo/schema/model.js'
import {
  Certificate,
  Channel,
  Membership,
  Partner,
  ProgressTracker,
  Student,
  TrainingProgram,
} from '../../../src/odoo/schema/index.js'
import { FailureType } from '../../../src/contracts/failures.js'
import { OdooError } from '../../../src/odoo/client/errors.js'
import { countFreeStudents, noticeStudents } from '../../../src/store/changed-students.js'
import { savePolicy } from '../../../src/store/policies.js'
import { recordTransitions } from '../../../src/store/transitions.js'
import { temporalServer } from '../../support/temporal.js'
import { enrollLearner, openActivities, type ActivityFixture } from '../activity-fixture.js'
import { queuedStudents, syncStudents } from './sweeping.js'
import {
  learn,
  makeContact,
  makeCourse,
  makeGradedHomework,
  makeHeldSession,
  makeProgram,
  makeStudent,
  oneRow,
  trackersOf,
  type MadeCourse,
  unique,
} from '../../support/odoo-records.js'

describe('A page of the sync', () => {
  let client: Client
  let world: ActivityFixture
  let programId: number
  let course: MadeCourse
  before(async () => {
    const temporal = await temporalServer()
    client = temporal.client
    world = await openActivities({ temporal })
  })
  after(() => world.close())
  beforeEach(async () => {
    programId = await makeProgram(world, { status: 'draft' })
    course = await makeCourse(world, programId, {
      lessons: 4,
      integration: { minSessionsRequired: 2, minHomeworkRequired: 1 },
    })
  })

  const syncPage = (...studentIds: number[]) => syncStudents(world, studentIds)
  const syncApplication = (application: Application) =>
    world.run((activities) => activities.syncApplication({ ...application, run: 1 }))
  const setMembership = async (partnerId: number, values: Changes<typeof Membership>) => {
    const rows = await world.direct.searchRead(Membership, [['partner', '=', partnerId]], ['channel'])
    await world.direct.write(
      Membership,
      rows.map(({ id }) => id),
      values,
    )
  }
  const numbersOf = (studentId: number) =>
    world.store.db.selectFrom('progress_number').selectAll().where('student_id', '=', studentId).execute()

  it('writes progress, counters and overall progress to trackers, student and our own numbers', async () => {
    const { studentId, partnerId, trackerIds } = await enrollLearner(world, programId, [course])
    await learn(world, partnerId, course.lessons.slice(0, 3))
    await makeHeldSession(world, studentId)
    await makeGradedHomework(world, studentId)
    assert.equal((await syncPage(studentId)).written, 2)
    const tracker = await oneRow(trackersOf(world, studentId))
    assert.deepEqual(
      [tracker.elearningProgress, tracker.customSessionsCompleted, tracker.homeworkSubmissions],
      [75, 1, 1],
    )
    assert.equal(tracker.overallProgress, 75)
    assert.equal(tracker.status, 'not_started')
    const student = await oneRow(
      world.direct.read(Student, [studentId], ['elearningProgress', 'completedCourses']),
    )
    assert.deepEqual([student.elearningProgress, student.completedCourses], [75, 1])
    const row = await oneRow(numbersOf(studentId))
    assert.deepEqual(
      [row.tracker_id, row.elearning, row.sessions, row.homework, row.assessments, row.overall],
      [trackerIds[0], 75, 50, 100, null, 75],
    )
  })

  it('counts the lessons itself where the final status of Odoo may come from rounding', async function () {
    this.timeout(120_000)
    const long = await makeCourse(world, programId, { lessons: 200 })
    const { studentId, partnerId, trackerIds } = await enrollLearner(world, programId, [long])
    await learn(world, partnerId, long.lessons.slice(0, 3))
    await setMembership(partnerId, { completion: 100, completedSlidesCount: 199, memberStatus: 'completed' })
    const { courses } = await syncApplication({ programId, studentId })
    const snapshot = courses.find(({ trackerId }) => trackerId === trackerIds[0])
    assert.equal(snapshot?.components.elearning, 1.5)
  })

  it('counts the final status of Odoo, whatever the percentage', async () => {
    const { studentId, partnerId } = await enrollLearner(world, programId, [course])
    await setMembership(partnerId, { completion: 80, memberStatus: 'completed' })
    const { courses } = await syncApplication({ programId, studentId })
    assert.equal(courses[0]?.components.elearning, 100)
  })

  it('takes an attendee status that it does not know as unknown, and goes on with the others', async () => {
    if (!world.sql) return
    const strange = await enrollLearner(world, programId, [course])
    const other = await enrollLearner(world, programId, [course])
    await learn(world, other.partnerId, course.lessons)
    await world.sql('UPDATE slide_channel_partner SET member_status = $1 WHERE partner_id = $2', [
      'expelled',
      strange.partnerId,
    ])
    const page = await syncPage(strange.studentId, other.studentId)
    assert.deepEqual([page.students, page.setAside], [2, 0])
    assert.equal((await oneRow(numbersOf(strange.studentId))).membership, 'unknown')
    assert.equal((await oneRow(numbersOf(other.studentId))).elearning, 100)
  })

  it('sets a row aside that cannot be read, and goes on with the others', async () => {
    if (!world.sql) return
    const strange = await enrollLearner(world, programId, [course])
    const other = await enrollLearner(world, programId, [course])
    await makeGradedHomework(world, strange.studentId)
    await makeGradedHomework(world, other.studentId)
    await world.sql("UPDATE gr_homework_attempt SET grade = 'NaN' WHERE student_id = $1", [strange.studentId])
    const page = await syncPage(strange.studentId, other.studentId)
    assert.deepEqual([page.students, page.setAside], [2, 1])
    assert.equal((await oneRow(numbersOf(strange.studentId))).homework, 0)
    assert.equal((await oneRow(numbersOf(other.studentId))).homework, 100)
  })

  it('writes nothing that does not differ, and takes thirteen calls for many students', async () => {
    const learners = [
      await enrollLearner(world, programId, [course]),
      await enrollLearner(world, programId, [course]),
    ]
    const ids = learners.map(({ studentId }) => studentId)
    for (const { partnerId } of learners) await learn(world, partnerId, course.lessons.slice(0, 1))
    world.calls.length = 0
    assert.equal((await syncPage(...ids)).written, 4)
    assert.deepEqual(world.writes(), ['load gr.progress.tracker', 'load gr.student'])
    world.calls.length = 0
    assert.equal((await syncPage(...ids)).written, 0)
    assert.deepEqual(world.writes(), [])
    assert.equal(world.calls.length, 13)
  })

  it('does not change the tracker of a student without a membership', async () => {
    const studentId = await makeStudent(world)
    await world.direct.create(ProgressTracker, {
      student: studentId,
      courseIntegration: course.courseIntegrationId,
      status: 'certified',
      elearningProgress: 100,
      customSessionsCompleted: 10,
    })
    await syncPage(studentId)
    const tracker = await oneRow(trackersOf(world, studentId))
    assert.deepEqual(
      [tracker.status, tracker.elearningProgress, tracker.customSessionsCompleted],
      ['certified', 100, 10],
    )
  })

  it('does not let one bad row hold up the others', async () => {
    const learners: Awaited<ReturnType<typeof enrollLearner>>[] = []
    for (let one = 0; one < 3; one += 1) learners.push(await enrollLearner(world, programId, [course]))
    for (const { partnerId } of learners) await learn(world, partnerId, course.lessons)
    const [good, bad, fine] = learners
    // Somebody deletes a tracker after the page was read: Odoo refuses the whole call.
    world.rightBefore('load gr.progress.tracker', async () => {
      await world.direct.call(ProgressTracker, 'unlink', bad!.trackerIds)
    })
    world.calls.length = 0
    const { students, written } = await syncPage(...learners.map(({ studentId }) => studentId))
    assert.deepEqual([students, written], [3, 5])
    assert.ok(world.writes().length > 2)
    for (const { studentId } of [good!, fine!])
      assert.equal((await oneRow(trackersOf(world, studentId))).elearningProgress, 100)
  })

  it('has the same result after a lost response', async () => {
    const { studentId, partnerId } = await enrollLearner(world, programId, [course])
    await learn(world, partnerId, course.lessons.slice(0, 2))
    world.loseAnswers(1)
    await assert.rejects(syncPage(studentId), { type: 'OdooUnavailable' })
    await syncPage(studentId)
    assert.equal((await oneRow(trackersOf(world, studentId))).elearningProgress, 50)
  })

  it('skips students who no longer exist in Odoo', async () => {
    assert.deepEqual(await syncPage(999_999_999), {
      claimed: 1,
      students: 0,
      written: 0,
      notified: 0,
      setAside: 0,
      remaining: 0,
    })
  })

  it('keeps a student in the queue who was noticed again while their page ran', async () => {
    const { studentId } = await enrollLearner(world, programId, [course])
    world.rightBefore('searchRead gr.progress.tracker', () =>
      noticeStudents(world.store.db, [studentId], 'webhook'),
    )
    assert.equal((await syncPage(studentId)).remaining, 1)
    const again = await world.run((activities) => activities.syncPage({ pageSize: 200 }))
    assert.deepEqual([again.claimed, again.remaining], [1, 0])
    assert.equal((await oneRow(numbersOf(studentId))).source, 'webhook')
  })

  it('frees its students at once when Odoo is unavailable', async () => {
    const { studentId } = await enrollLearner(world, programId, [course])
    const failWith = (type: FailureType) =>
      world.rightBefore('searchRead gr.progress.tracker', () =>
        Promise.reject(new OdooError({ type, exceptionName: 'scripted' })),
      )
    failWith(FailureType.OdooUnavailable)
    await assert.rejects(syncPage(studentId))
    assert.equal(await countFreeStudents(world.store), 1)
    await syncPage(studentId)
  })

  it('sets a student aside at whose records Odoo fails, for a while, and finishes the others', async () => {
    const learners: Awaited<ReturnType<typeof enrollLearner>>[] = []
    for (let one = 0; one < 5; one += 1) learners.push(await enrollLearner(world, programId, [course]))
    for (const { partnerId } of learners) await learn(world, partnerId, course.lessons)
    const [, poison, ...others] = learners
    world.rejectAbout('searchRead gr.progress.tracker', poison!.studentId)
    try {
      const { students, setAside } = await syncPage(...learners.map(({ studentId }) => studentId))
      assert.deepEqual([students, setAside], [4, 1])
      assert.deepEqual(await queuedStudents(world), [poison!.studentId])
      assert.equal(await countFreeStudents(world.store), 0, 'not tried again at once')
    } finally {
      world.rejectAbout('searchRead gr.progress.tracker', null)
    }
    // As when the claim has ended.
    assert.equal((await syncPage()).students, 1)
    for (const { studentId } of [poison!, ...others])
      assert.equal((await oneRow(trackersOf(world, studentId))).elearningProgress, 100)
  })

  describe('with students who share a contact', () => {
    /** Students with their own contacts, which staff then merge into the first. */
    async function merged(count: number) {
      const learners: Awaited<ReturnType<typeof enrollLearner>>[] = []
      for (let one = 0; one < count; one += 1) learners.push(await enrollLearner(world, programId, [course]))
      const ids = learners.map(({ studentId }) => studentId)
      const contact = learners[0]!.partnerId
      await learn(world, contact, course.lessons.slice(0, 2))
      await syncPage(...ids)
      await world.direct.write(Student, ids, { partner: contact })
      return { ids, contact, own: learners.map(({ partnerId }) => partnerId) }
    }
    const snapshotOf = (studentId: number) => syncApplication({ programId, studentId })
    const figures = async (studentId: number) => {
      const tracker = await oneRow(trackersOf(world, studentId))
      const [student] = await world.direct.read(Student, [studentId], ['elearningProgress'])
      return [tracker.elearningProgress, student?.elearningProgress]
    }

    it('credits nobody with its progress, and leaves their numbers as they are', async () => {
      const { ids, contact } = await merged(3)
      const [first, second, third] = ids as [number, number, number]
      await learn(world, contact, course.lessons.slice(2))
      await syncPage(first)
      assert.deepEqual(await figures(first), [50, 50])
      assert.deepEqual(await figures(second), [0, 0])
      for (const [one, students] of [
        [first, [second, third]],
        [second, [first, third]],
        [third, [first, second]],
      ] as const) {
        const { faults, courses } = await snapshotOf(one)
        assert.deepEqual(faults, [{ record: 'contact', state: 'shared', students }])
        assert.deepEqual([courses[0]?.membership, courses[0]?.components.elearning], ['gone', 0])
      }
    })

    it('synchronizes all of them when one changes, and again once it is decided whose it is', async () => {
      const { ids, contact, own } = await merged(2)
      const [first, second] = ids as [number, number]
      await learn(world, contact, course.lessons.slice(2))
      assert.equal((await syncPage(first)).students, 2)
      for (const studentId of ids) await snapshotOf(studentId)
      // It is the first one's: the second gets their own contact back.
      await world.direct.write(Student, [second], { partner: own[1]! })
      assert.equal((await syncPage(second)).students, 2)
      assert.deepEqual(await figures(first), [100, 100])
      assert.deepEqual(await figures(second), [0, 0])
      assert.equal((await snapshotOf(first)).faults, undefined)
    })
  })

  describe('of one application', () => {
    it('returns every active course, even without an enrollment', async () => {
      const other = await makeCourse(world, programId)
      await makeCourse(world, programId, { integration: { status: 'draft' } })
      const { studentId, partnerId, trackerIds } = await enrollLearner(world, programId, [course])
      await learn(world, partnerId, course.lessons)
      const snapshot = await syncApplication({ programId, studentId })
      assert.deepEqual(
        snapshot.courses.map(({ courseIntegrationId, trackerId, membership }) => [
          courseIntegrationId,
          trackerId,
          membership,
        ]),
        [
          [course.courseIntegrationId, trackerIds[0], 'active'],
          [other.courseIntegrationId, null, 'gone'],
        ],
      )
      assert.equal((await oneRow(trackersOf(world, studentId))).elearningProgress, 100)
    })

    it('returns the same hash for the same content, and another for other content', async () => {
      const { studentId, partnerId } = await enrollLearner(world, programId, [course])
      const application = { programId, studentId }
      const first = await syncApplication(application)
      assert.equal((await syncApplication(application)).hash, first.hash)
      await learn(world, partnerId, course.lessons.slice(0, 1))
      const later = await syncApplication(application)
      assert.notEqual(later.hash, first.hash)
      assert.ok(later.readAt > first.readAt)
    })

    it('says which record was deleted, archived or unlinked', async () => {
      const { studentId, partnerId } = await enrollLearner(world, programId, [course])
      const application = { programId, studentId }
      const faults = async () => (await syncApplication(application)).faults ?? []
      assert.deepEqual(await faults(), [])
      await world.direct.write(Channel, [course.channelId], { active: false })
      const archived = { record: 'course', state: 'archived' }
      assert.deepEqual(await faults(), [{ ...archived, courseIntegrationIds: [course.courseIntegrationId] }])
      await world.direct.write(Channel, [course.channelId], { active: true })
      await world.direct.write(Partner, [partnerId], { active: false })
      assert.deepEqual(await faults(), [{ record: 'contact', state: 'archived' }])
      await world.direct.call(Partner, 'unlink', [partnerId])
      assert.deepEqual(await faults(), [{ record: 'contact', state: 'unlinked' }])
      const trackers = await trackersOf(world, studentId)
      await world.direct.call(
        ProgressTracker,
        'unlink',
        trackers.map(({ id }) => id),
      )
      await world.direct.call(Student, 'unlink', [studentId])
      const { courses, faults: deleted } = await syncApplication(application)
      assert.deepEqual([courses, deleted], [[], [{ record: 'student', state: 'deleted' }]])
      const noProgram = await syncApplication({ programId: 999_999_999, studentId: await makeStudent(world) })
      assert.deepEqual(noProgram.faults, [{ record: 'program', state: 'deleted' }])
    })

    it('has no fault for a student who is not enrolled yet', async () => {
      const snapshot = await syncApplication({ programId, studentId: await makeStudent(world) })
      assert.equal(snapshot.faults, undefined)
    })
  })

  describe('notifies', () => {
    const started: Application[] = []
    // Later students shall not apply to it as well.
    afterEach(() => world.direct.write(TrainingProgram, [programId], { status: 'archived' }))
    after(async () => {
      for (const application of started) {
        for (const id of [enrollmentId(application), progressId(application)])
          await client.workflow
            .getHandle(id)
            .terminate()
            .catch(() => undefined)
      }
    })
    /** No worker runs these. Their history shows the signals. */
    async function signalsTo(workflowId: string): Promise<string[]> {
      const { events } = await client.workflow.getHandle(workflowId).fetchHistory()
      return (events ?? []).flatMap(
        (event) => event.workflowExecutionSignaledEventAttributes?.signalName ?? [],
      )
    }
    /** All payloads of a history, and the summary. */
    async function textOf(workflowId: string): Promise<string> {
      const { events } = await client.workflow.getHandle(workflowId).fetchHistory()
      return JSON.stringify(events).replaceAll(/"data":"([^"]*)"/g, (_, data: string) =>
        Buffer.from(data, 'base64').toString(),
      )
    }
    /** What the workflows of a run recorded, before Temporal forgot them. */
    const ran = (
      application: ApplicationRun,
      flow: 'enrollment' | 'progress',
      stage: string,
      closed = true,
    ) =>
      recordTransitions(world.store, [
        {
          workflowId: `${flow}/${application.programId}/${application.studentId}`,
          runEpoch: 1,
          seq: 1,
          application,
          flow,
          stage,
          message: 'A step.',
          at: '2026-01-01T00:00:00Z',
          task: null,
          closed,
          facts: {},
        },
      ])
    const isThere = (workflowId: string) =>
      client.workflow
        .getHandle(workflowId)
        .describe()
        .then(
          () => true,
          () => false,
        )
    async function applicant(program: number) {
      const studentId = await makeStudent(world, { preferredCourseIntegration: course.courseIntegrationId })
      const application = { programId: program, studentId }
      started.push(application)
      return application
    }
    const open = () => world.direct.write(TrainingProgram, [programId], { status: 'active' })

    it('a new student’s enrollment once, and then of later changes', async () => {
      await open()
      const application = await applicant(programId)
      const workflowId = enrollmentId(application)
      assert.equal((await syncPage(application.studentId)).notified, 1)
      assert.deepEqual(await signalsTo(workflowId), [], 'the facts travel with the start')
      assert.match(await textOf(workflowId), /"hasCertificate":true/)
      assert.equal((await syncPage(application.studentId)).notified, 0)
      await world.direct.write(Student, [application.studentId], { hasCertificate: false })
      assert.equal((await syncPage(application.studentId)).notified, 1)
      assert.deepEqual(await signalsTo(workflowId), ['factsChanged'])
      const { email, name } = await oneRow(
        world.direct.read(Student, [application.studentId], ['email', 'name']),
      )
      const history = await textOf(workflowId)
      assert.match(history, new RegExp(`Student ${application.studentId} · `))
      assert.ok(!history.includes(email) && !history.includes(name))
    })

    it('an enrollment of a contact that another application linked, but not of the one it linked itself', async () => {
      await open()
      const application = await applicant(programId)
      await syncPage(application.studentId)
      await world.run((activities) => activities.readApplication({ ...application, run: 1 }))
      await world.run((activities) => activities.linkContact({ ...application, run: 1 }))
      assert.equal((await syncPage(application.studentId)).notified, 0)
      assert.deepEqual(await signalsTo(enrollmentId(application)), [])

      const other = await makeContact(world, `${unique()}@example.org`)
      await world.direct.write(Student, [application.studentId], { partner: other })
      assert.equal((await syncPage(application.studentId)).notified, 1)
      assert.deepEqual(await signalsTo(enrollmentId(application)), ['factsChanged'])
      assert.equal((await syncPage(application.studentId)).notified, 0)
    })

    it('a new student’s enrollment of the certificate that Odoo already has', async () => {
      await open()
      const application = await applicant(programId)
      const id = await world.direct.create(Certificate, {
        student: application.studentId,
        certificateType: 'program_completion',
        certificateTitle: 'Certificate',
        trainingProgram: programId,
        state: 'issued',
      })
      await syncPage(application.studentId)
      assert.match(await textOf(enrollmentId(application)), new RegExp(`"existingCertificate":{"id":${id}}`))
    })

    it('nobody about a program that is not open, or is open only to those who prefer it', async () => {
      const application = await applicant(programId)
      assert.equal((await syncPage(application.studentId)).notified, 0)
      assert.equal(await isThere(enrollmentId(application)), false)

      await open()
      const document = { ...DEFAULT_POLICY, applicants: 'preferring' as const }
      await savePolicy(world.store, { programId, document, basedOn: 0, author: 'test' })
      const undecided = { programId, studentId: await makeStudent(world) }
      await syncPage(undecided.studentId)
      assert.equal(await isThere(enrollmentId(undecided)), false)
    })

    for (const state of ['completed', 'certified', 'rejected'] as const)
      for (const hasPreference of [false, true])
        it(`nobody about a student who is ${state} ${hasPreference ? 'and prefers its course' : 'when a program is new'}`, async () => {
          await open()
          const studentId = await makeStudent(
            world,
            hasPreference ? { preferredCourseIntegration: course.courseIntegrationId } : {},
          )
          await world.direct.write(Student, [studentId], { state })
          assert.equal((await syncPage(studentId)).notified, 0)
          assert.equal(await isThere(enrollmentId({ programId, studentId })), false)
        })

    it('the enrollment of a newcomer whom the suite rejected when their record was created', async () => {
      await open()
      const application = { programId, studentId: await makeStudent(world, { englishLevel: 'beginner' }) }
      started.push(application)
      const { state } = await oneRow(world.direct.read(Student, [application.studentId], ['state']))
      assert.equal(state, 'rejected')
      assert.equal((await syncPage(application.studentId)).notified, 1)
    })

    it('an enrollment that came through the API about changes', async () => {
      const application = await applicant(programId)
      await client.workflow.start('enrollment', {
        workflowId: enrollmentId(application),
        taskQueue: 'nobody',
        args: [{ ...application, origin: 'api' }],
      })
      await world.run((activities) => activities.readApplication({ ...application, run: 1 }))
      assert.equal((await syncPage(application.studentId)).notified, 0)
      await world.direct.write(Student, [application.studentId], { englishLevel: 'proficient' })
      assert.equal((await syncPage(application.studentId)).notified, 1)
      assert.deepEqual(await signalsTo(enrollmentId(application)), ['factsChanged'])
    })

    it('the progress workflow only of what could decide something', async () => {
      const long = await makeCourse(world, programId, {
        lessons: 8,
        integration: { minSessionsRequired: 2, minHomeworkRequired: 1 },
      })
      const { studentId, partnerId } = await enrollLearner(world, programId, [long])
      const application = { programId, studentId }
      started.push(application)
      await client.workflow.start('progress', {
        workflowId: progressId(application),
        taskQueue: 'nobody',
        args: [application],
      })
      await syncApplication(application)
      assert.equal((await syncPage(studentId)).notified, 0)
      // Begun.
      await learn(world, partnerId, long.lessons.slice(0, 2))
      assert.equal((await syncPage(studentId)).notified, 1)
      // 26.25 % of one course of two: no milestone, no threshold.
      await learn(world, partnerId, long.lessons.slice(2, 3))
      assert.equal((await syncPage(studentId)).notified, 0)
      // Over the threshold: 77.5 %.
      await learn(world, partnerId, long.lessons.slice(3))
      await makeHeldSession(world, studentId)
      assert.equal((await syncPage(studentId)).notified, 1)
      assert.deepEqual(await signalsTo(progressId(application)), ['progressSnapshot', 'progressSnapshot'])
    })

    it('no progress workflow while the enrollment still runs', async () => {
      const { studentId, partnerId } = await enrollLearner(world, programId, [course])
      const application = { programId, studentId }
      started.push(application)
      await client.workflow.start('enrollment', {
        workflowId: enrollmentId(application),
        taskQueue: 'nobody',
        args: [{ ...application, origin: 'api' }],
      })
      await learn(world, partnerId, course.lessons)
      assert.equal((await syncPage(studentId)).notified, 0)
      assert.equal(await isThere(progressId(application)), false)
    })

    it('a missing progress workflow, which it starts', async () => {
      const { studentId, partnerId } = await enrollLearner(world, programId, [course])
      const application = { programId, studentId }
      started.push(application)
      await ran({ ...application, run: 1 }, 'enrollment', 'training_started')
      await learn(world, partnerId, course.lessons)
      assert.equal((await syncPage(studentId)).notified, 1)
      assert.deepEqual(await signalsTo(progressId(application)), ['progressSnapshot'])
    })

    for (const [flow, stage] of [
      ['enrollment', 'rejected'],
      ['enrollment', 'lapsed'],
      ['enrollment', 'withdrawn'],
      ['progress', 'withdrawn'],
      ['progress', 'certified'],
      ['progress', 'declined'],
    ] as const) {
      it(`nobody about an application whose ${flow} ended as ${stage}, although Temporal has forgotten it`, async () => {
        await open()
        const { studentId, partnerId } = await enrollLearner(world, programId, [course])
        await world.direct.write(Student, [studentId], {
          preferredCourseIntegration: course.courseIntegrationId,
        })
        const application = { programId, studentId }
        started.push(application)
        await ran({ ...application, run: 1 }, flow, stage)
        await world.direct.write(Student, [studentId], { birthDate: '1990-05-05' })
        await learn(world, partnerId, course.lessons)
        await syncPage(studentId)
        assert.equal(await isThere(enrollmentId(application)), false)
        assert.equal(await isThere(progressId(application)), false)
      })
    }

    it('an enrollment whose open run Temporal has lost, which it starts again', async () => {
      await open()
      const application = await applicant(programId)
      await ran({ ...application, run: 2 }, 'enrollment', 'review', false)
      assert.equal((await syncPage(application.studentId)).notified, 1)
      const { memo } = await client.workflow.getHandle(enrollmentId(application)).describe()
      assert.deepEqual(memo, { run: 2 })
    })

    it('nobody about a tracker that staff created for a student who is not enrolled', async () => {
      const studentId = await makeStudent(world)
      await world.direct.create(ProgressTracker, {
        student: studentId,
        courseIntegration: course.courseIntegrationId,
      })
      assert.equal((await syncPage(studentId)).notified, 0)
      assert.equal(await isThere(progressId({ programId, studentId })), false)
    })

    it('again after a crash', async () => {
      await open()
      const application = await applicant(programId)
      await syncPage(application.studentId)
      // As if the worker had died between telling and remembering.
      await world.store.db
        .deleteFrom('last_notified')
        .where('student_id', '=', application.studentId)
        .execute()
      assert.equal((await syncPage(application.studentId)).notified, 1)
    })
  })
})
