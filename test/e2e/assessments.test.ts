import assert from 'node:assert/strict'
import { progressId, type Application } from '../../src/contracts/application.js'
import {
  Certificate,
  CourseIntegration,
  ProgressTracker,
  Student,
  TrainingProgram,
} from '../../src/odoo/schema/index.js'
import {
  attend,
  handIn,
  makeAssessment,
  makeAttempt,
  makeCertification,
} from '../activities/sync/assessed.js'
import { learn, makeCourse, makeProgram, makeStudent, oneRow, type MadeCourse } from '../activities/world.js'
import { openCentre, type SandboxCentre } from './environment.js'

describe('Everything counts, end to end', function () {
  this.timeout(120_000)

  let centre: SandboxCentre
  let world: Pick<SandboxCentre, 'direct'> & Pick<SandboxCentre['sandbox'], 'sql'>
  before(async () => {
    centre = await openCentre('empty')
    world = { direct: centre.direct, sql: (...query) => centre.sandbox.sql(...query) }
  })
  after(() => centre.close())

  interface Training {
    readonly application: Application
    readonly course: MadeCourse
    readonly partnerId: number
    readonly exam: number
  }

  /** A student begins a course that asks for a certification, a session and homework, all mandatory. */
  async function begin(integration: { completionThreshold: number }): Promise<Training> {
    const programId = await makeProgram(world)
    const course = await makeCourse(world, programId, { integration })
    const exam = await makeCertification(world)
    await makeAssessment(world, course, { kind: 'certification', survey: exam })
    await makeAssessment(world, course, { kind: 'session', sessionTopic: 'Speaking' })
    await makeAssessment(world, course, {
      kind: 'homework',
      homeworkTitle: 'Letter of application',
      minimumScore: 60,
      name: 'The letter',
    })
    const studentId = await makeStudent(world, { preferredCourseIntegration: course.courseIntegrationId })
    const application = { programId, studentId }
    await centre.sweep()
    await centre.reaches(application, 'is enrolled', ({ charts }) =>
      charts.some(({ flow, closed }) => flow === 'enrollment' && closed),
    )
    const { partner } = await oneRow(centre.direct.read(Student, [studentId], ['partner']))
    return { application, course, exam, partnerId: partner ?? assert.fail('the student has no contact') }
  }

  const trackerOf = ({ application }: Training) =>
    oneRow(
      centre.direct.searchRead(
        ProgressTracker,
        [['student', '=', application.studentId]],
        ['status', 'overallProgress', 'customSessionsCompleted', 'homeworkSubmissions'],
      ),
    )
  const isCertified = ({ application }: Training) =>
    centre.client.workflow.getHandle(progressId(application)).result()
  const certificateOf = ({ application }: Training) =>
    oneRow(
      centre.direct.searchRead(
        Certificate,
        [['student', '=', application.studentId]],
        ['state', 'trainingProgram'],
      ),
    )

  it('certification passed + session attended + homework graded → tracker, overall 100, certificate, counters', async () => {
    const training = await begin({ completionThreshold: 100 })
    const { application, course, partnerId, exam } = training
    await learn(world, partnerId, course.lessons)
    await makeAttempt(world, exam, partnerId, 85)
    await attend(world, application.studentId, 'speaking')
    await attend(world, application.studentId, 'Of another course')
    await handIn(world, application.studentId, 'Letter of Application ', 75)
    await centre.sweep()
    await isCertified(training)
    await centre.sweep()
    const tracker = await trackerOf(training)
    assert.deepEqual(tracker, {
      id: tracker.id,
      status: 'certified',
      overallProgress: 100,
      customSessionsCompleted: 1,
      homeworkSubmissions: 1,
    })
    assert.equal((await certificateOf(training)).state, 'delivered')
    const people = ['enrolledStudents', 'completedStudents', 'completionRate'] as const
    const [inCourse] = await centre.direct.read(CourseIntegration, [course.courseIntegrationId], people)
    const [inProgram] = await centre.direct.read(TrainingProgram, [application.programId], people)
    for (const counters of [inCourse, inProgram])
      assert.deepEqual(
        people.map((name) => counters?.[name]),
        [1, 1, 100],
      )
  })

  it('mandatory homework missing → not completed; declared so in Odoo → review, which says what is missing; graded → certificate', async () => {
    const training = await begin({ completionThreshold: 50 })
    const { application, course, partnerId, exam } = training
    await learn(world, partnerId, course.lessons)
    await makeAttempt(world, exam, partnerId, 85)
    await attend(world, application.studentId, 'Speaking')
    await centre.sweep()
    await centre.reaches(application, 'has progress', ({ progress }) =>
      progress.some(({ overall }) => overall > 50),
    )
    const tracker = await trackerOf(training)
    assert.ok(tracker.overallProgress > 50)
    assert.notEqual(tracker.status, 'completed')

    await centre.direct.write(ProgressTracker, [tracker.id], { status: 'completed' })
    await centre.sweep()
    const { task } = await centre.reaches(
      application,
      'is flagged',
      (detail) => detail.task?.kind === 'certificate',
    )
    assert.match(
      task?.instructions ?? '',
      /The letter: homework graded with at least 60 % \(found: not graded\)/,
    )

    await handIn(world, application.studentId, 'Letter of application', 59)
    await centre.sweep()
    await handIn(world, application.studentId, 'Letter of application', 60)
    await centre.sweep()
    await isCertified(training)
    assert.equal((await certificateOf(training)).state, 'delivered')
  })
})
