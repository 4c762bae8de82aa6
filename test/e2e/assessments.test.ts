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
import {
  learn,
  makeCourse,
  makeProgram,
  makeStudent,
  oneRow,
  type MadeCourse,
} from '../support/odoo-records.js'
import { waitFor } from '../support/wait-for.js'
import { openSandboxEnvironment, type SandboxEnvironment } from './environment.js'

describe('Progress in sessions, homework and certifications, end to end', function () {
  this.timeout(120_000)

  let environment: SandboxEnvironment
  let odoo: Pick<SandboxEnvironment, 'direct'> & Pick<SandboxEnvironment['sandbox'], 'sql'>
  before(async () => {
    environment = await openSandboxEnvironment('empty')
    odoo = { direct: environment.direct, sql: (...query) => environment.sandbox.sql(...query) }
  })
  after(() => environment.close())

  interface Training {
    readonly application: Application
    readonly course: MadeCourse
    readonly partnerId: number
    readonly exam: number
  }

  /**
   * A student starts a course that asks for a certification, a session and homework, all mandatory.
   */
  async function start(integration: { completionThreshold: number }): Promise<Training> {
    const programId = await makeProgram(odoo)
    const course = await makeCourse(odoo, programId, { integration })
    const exam = await makeCertification(odoo)
    await makeAssessment(odoo, course, { kind: 'certification', survey: exam })
    await makeAssessment(odoo, course, { kind: 'session', sessionTopic: 'Speaking' })
    await makeAssessment(odoo, course, {
      kind: 'homework',
      homeworkTitle: 'Letter of application',
      minimumScore: 60,
      name: 'The letter',
    })
    const studentId = await makeStudent(odoo, { preferredCourseIntegration: course.courseIntegrationId })
    const application = { programId, studentId }
    await environment.sweep()
    await environment.reaches(application, 'is enrolled', ({ flows }) =>
      flows.some(({ flow, closed }) => flow === 'enrollment' && closed),
    )
    const { partner } = await oneRow(environment.direct.read(Student, [studentId], ['partner']))
    return { application, course, exam, partnerId: partner ?? assert.fail('the student has no contact') }
  }

  const trackerOf = ({ application }: Training) =>
    oneRow(
      environment.direct.searchRead(
        ProgressTracker,
        [['student', '=', application.studentId]],
        ['status', 'overallProgress', 'customSessionsCompleted', 'homeworkSubmissions'],
      ),
    )
  const isCertified = ({ application }: Training) =>
    environment.client.workflow.getHandle(progressId(application)).result()
  const certificateOf = ({ application }: Training) =>
    oneRow(
      environment.direct.searchRead(
        Certificate,
        [['student', '=', application.studentId]],
        ['state', 'trainingProgram'],
      ),
    )

  it('leads to a certificate and counters when the certification is passed, the session attended and the homework graded', async () => {
    const training = await start({ completionThreshold: 100 })
    const { application, course, partnerId, exam } = training
    await learn(odoo, partnerId, course.lessons)
    await makeAttempt(odoo, exam, partnerId, 85)
    await attend(odoo, application.studentId, 'speaking')
    await attend(odoo, application.studentId, 'Of another course')
    await handIn(odoo, application.studentId, 'Letter of Application ', 75)
    await environment.sweep()
    await isCertified(training)
    await environment.sweep()
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
    const [inCourse] = await environment.direct.read(CourseIntegration, [course.courseIntegrationId], people)
    const [inProgram] = await environment.direct.read(TrainingProgram, [application.programId], people)
    for (const counters of [inCourse, inProgram])
      assert.deepEqual(
        people.map((name) => counters?.[name]),
        [1, 1, 100],
      )
  })

  it('leads to a task that names the missing homework when staff complete the course, and to a certificate once it is graded', async () => {
    const training = await start({ completionThreshold: 50 })
    const { application, course, partnerId, exam } = training
    await learn(odoo, partnerId, course.lessons)
    await makeAttempt(odoo, exam, partnerId, 85)
    await attend(odoo, application.studentId, 'Speaking')
    await environment.sweep()
    await environment.reaches(application, 'has progress', ({ progress }) =>
      progress.some(({ overall }) => overall > 50),
    )
    // Our own status is written from the outbox, and staff decide after that.
    const tracker = await waitFor('our status', async () => {
      const found = await trackerOf(training)
      return found.status === 'in_progress' && found
    })
    assert.ok(tracker.overallProgress > 50)

    await environment.direct.write(ProgressTracker, [tracker.id], { status: 'completed' })
    await environment.sweep()
    const { task } = await environment.reaches(
      application,
      'is flagged',
      (detail) => detail.task?.kind === 'certificate',
    )
    assert.match(
      task?.instructions ?? '',
      /The letter: homework graded with at least 60 % \(found: not graded\)/,
    )

    await handIn(odoo, application.studentId, 'Letter of application', 59)
    await environment.sweep()
    await handIn(odoo, application.studentId, 'Letter of application', 60)
    await environment.sweep()
    await isCertified(training)
    assert.equal((await certificateOf(training)).state, 'delivered')
  })
})
