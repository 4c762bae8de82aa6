import assert from 'node:assert/strict'
import type { Application } from '../../src/contracts/application.js'
import type { Changes } from '../../src/odoo/schema/model.js'
import { ProgressTracker, Student } from '../../src/odoo/schema/index.js'
import {
  learn,
  makeCourse,
  makeProgram,
  makeStudent,
  oneRow,
  trackersOf,
  type MadeCourse,
} from '../support/odoo-records.js'
import { openSandboxEnvironment, type SandboxEnvironment } from './environment.js'

describe('A status that staff change in Odoo, end to end', function () {
  this.timeout(180_000)

  let environment: SandboxEnvironment
  let programId: number
  let courses: [MadeCourse, MadeCourse]
  before(async () => {
    environment = await openSandboxEnvironment('empty')
    programId = await makeProgram(environment)
    courses = [await makeCourse(environment, programId), await makeCourse(environment, programId)]
  })
  after(() => environment.close())

  /** A student in training who has done these lessons of the first course. */
  async function learner(lessons: number) {
    const [course] = courses
    const studentId = await makeStudent(environment, {
      preferredCourseIntegration: course.courseIntegrationId,
    })
    const application = { programId, studentId }
    await environment.sweep()
    await environment.reaches(application, 'is enrolled', ({ flows }) =>
      flows.some(({ flow, closed }) => flow === 'enrollment' && closed),
    )
    const { partner } = await oneRow(environment.direct.read(Student, [studentId], ['partner']))
    await learn(environment, partner ?? 0, course.lessons.slice(0, lessons))
    await environment.sweep()
    const status = lessons === course.lessons.length ? 'completed' : 'in_progress'
    const until = Date.now() + 30_000
    while ((await firstTracker(studentId)).status !== status && Date.now() < until) await pauseShortly()
    assert.equal((await firstTracker(studentId)).status, status)
    // What we have written ourselves is no change by hand.
    await environment.sweep()
    return { application, studentId }
  }
  const pauseShortly = () => new Promise((resolve) => setTimeout(resolve, 100))

  const firstTracker = async (studentId: number) => {
    const trackers = await trackersOf(environment, studentId)
    return oneRow(
      Promise.resolve(
        trackers.filter(({ courseIntegration }) => courseIntegration === courses[0].courseIntegrationId),
      ),
    )
  }
  const studentOf = (studentId: number) =>
    oneRow(environment.direct.read(Student, [studentId], ['state', 'integrationStatus']))
  const setTracker = async (studentId: number, changes: Changes<typeof ProgressTracker>) =>
    environment.direct.write(ProgressTracker, [(await firstTracker(studentId)).id], changes)
  const corrections = async (application: Application) => {
    const { steps } = await environment.detail(application)
    return steps.map(({ message }) => message).filter((message) => message.includes('was set back'))
  }
  const isCorrected = async (application: Application, times: number) => {
    await environment.sweep()
    await environment.reaches(
      application,
      `has ${times} corrections`,
      ({ steps }) => steps.filter(({ message }) => message.includes('was set back')).length === times,
    )
  }

  it('is set back and reported for a course that has started', async () => {
    const { application, studentId } = await learner(1)
    await setTracker(studentId, { status: 'not_started' })
    await isCorrected(application, 1)
    assert.equal((await firstTracker(studentId)).status, 'in_progress')
    assert.match(
      (await corrections(application))[0] ?? '',
      /^The status of the course "Course \w+" was changed in Odoo from "in progress" to "not started"\. It was set back/,
    )
    await environment.sweep()
    assert.equal((await corrections(application)).length, 1)
  })

  it('is set back and reported for a completed course', async () => {
    const { application, studentId } = await learner(courses[0].lessons.length)
    await setTracker(studentId, { status: 'in_progress' })
    await isCorrected(application, 1)
    assert.equal((await firstTracker(studentId)).status, 'completed')
    assert.match((await corrections(application))[0] ?? '', /from "completed" to "in progress"/)
  })

  it('is set back and reported for the student', async () => {
    const { application, studentId } = await learner(1)
    await environment.direct.write(Student, [studentId], {
      state: 'draft',
      integrationStatus: 'not_integrated',
    })
    await isCorrected(application, 2)
    assert.deepEqual(await studentOf(studentId), {
      id: studentId,
      state: 'in_progress',
      integrationStatus: 'in_progress',
    })
    assert.deepEqual(
      (await corrections(application))
        .map((message) => /^The (.*) was changed.*to "(.*?)"/.exec(message)?.slice(1))
        .sort(),
      [
        ['student’s eLearning status', 'not integrated'],
        ['student’s stage', 'draft'],
      ],
    )
  })

  it('is a person’s decision where it goes further: the course is completed, and the step says why', async () => {
    const { application, studentId } = await learner(1)
    await setTracker(studentId, { status: 'completed' })
    await environment.sweep()
    await environment.reaches(application, 'has completed the course', ({ steps }) =>
      steps.some(({ message }) => message.endsWith('Its tracker was set to completed in Odoo.')),
    )
    assert.equal((await firstTracker(studentId)).status, 'completed')
    assert.deepEqual(await corrections(application), [])
  })

  it('becomes a task when a scheduled action changes it again and again', async () => {
    const { application, studentId } = await learner(1)
    for (let times = 1; times <= 3; times++) {
      await setTracker(studentId, { status: 'not_started' })
      await isCorrected(application, times)
    }
    await setTracker(studentId, { status: 'not_started' })
    await environment.sweep()
    const { flows } = await environment.reaches(application, 'has a task', ({ flows }) =>
      flows.some(({ task }) => task?.instructions.includes('again and again') ?? false),
    )
    assert.equal(flows.find(({ flow }) => flow === 'progress')?.task?.kind, 'problem')
    await environment.sweep()
    assert.equal((await firstTracker(studentId)).status, 'not_started')
    assert.equal((await corrections(application)).length, 3)
  })

  it('has no effect once the application has ended', async () => {
    const { application, studentId } = await learner(1)
    await environment.call(`/v1/enrollments/${programId}-${studentId}/withdraw`, { reason: 'moved away' })
    await environment.reaches(application, 'is withdrawn', ({ flows }) => flows.every(({ closed }) => closed))
    await setTracker(studentId, { status: 'not_started' })
    await environment.sweep()
    assert.equal((await firstTracker(studentId)).status, 'not_started')
  })
})
