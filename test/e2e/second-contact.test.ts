import assert from 'node:assert/strict'
import { applicationRef, progressId, type Application } from '../../src/contracts/application.js'
import { Membership } from '../../src/odoo/schema/index.js'
import {
  learn,
  makeContact,
  makeCourse,
  makeProgram,
  makeStudent,
  unique,
  type MadeCourse,
} from '../support/odoo-records.js'
import { waitFor } from '../support/wait-for.js'
import { openSandboxEnvironment, type Detail, type SandboxEnvironment } from './environment.js'

describe('A second contact with the mailbox of a student, end to end', function () {
  this.timeout(180_000)

  let environment: SandboxEnvironment
  before(async () => {
    environment = await openSandboxEnvironment('empty')
  })
  after(() => environment.close())

  let courses: MadeCourse[]
  let application: Application
  let second: number
  let mailbox: string
  /** A student in training, and somebody with their mailbox who has done their first course. */
  beforeEach(async () => {
    const programId = await makeProgram(environment)
    courses = [await makeCourse(environment, programId), await makeCourse(environment, programId)]
    mailbox = `sara.${unique()}@learners.example`
    const studentId = await makeStudent(environment, {
      email: mailbox,
      preferredCourseIntegration: courses[0]!.courseIntegrationId,
    })
    application = { programId, studentId }
    await environment.sweep()
    await environment.reaches(application, 'is in training', ({ flow }) => flow === 'progress')
    await environment.sweep()
    second = await makeContact(environment, ` ${mailbox.toUpperCase()} `)
    await joins(courses[0]!)
    await learn(environment, second, courses[0]!.lessons)
    await environment.sweep()
  })

  const joins = ({ channelId: channel }: MadeCourse) =>
    environment.direct.create(Membership, { channel, partner: second })
  const asks = (what: string, holds: (detail: Detail) => boolean) =>
    environment.reaches(application, what, holds)
  const isAsked = () => asks('asks', ({ task }) => task?.kind === 'identity')
  const decide = (decision: string, comment?: string) =>
    environment.call(`/v1/enrollments/${applicationRef(application)}/review`, { decision, comment })
  const overall = ({ progress }: Detail) => progress.map((course) => course.overall).sort((a, b) => a - b)

  it('is a question to staff, and what it learns counts once it is the same person', async () => {
    const { task, progress } = await isAsked()
    assert.match(task?.instructions ?? '', new RegExp(`Contact ${second} .*has joined "Course \\w+", but`))
    assert.ok(progress.every((course) => course.overall === 0))
    assert.equal((await decide('same_person')).status, 422)
    assert.equal((await decide('same_person', 'They told us.')).status, 200)
    const counted = await asks('counts', (detail) => overall(detail).join() === '0,100')
    assert.equal(counted.task, null)
    assert.ok(counted.steps.some(({ message }) => message.includes(`contact ${second} is the student`)))

    // What is open is the other course, although their own contact has not finished the first one.
    const completion = await waitFor('the email about the completed course', () =>
      environment.mail.received.find(
        ({ envelope, parsed }) =>
          envelope.to.includes(mailbox) && parsed.subject?.startsWith('Course completed'),
      ),
    )
    assert.match(completion.parsed.text ?? '', new RegExp(`/slides/${courses[1]?.channelId}/invite`))

    // From now on it is noticed like the student's own.
    await joins(courses[1]!)
    await learn(environment, second, courses[1]!.lessons)
    await environment.sweep()
    assert.deepEqual(await environment.client.workflow.getHandle(progressId(application)).result(), {
      stage: 'certified',
    })
  })

  it('is never asked about again once it is another person', async () => {
    await isAsked()
    assert.equal((await decide('another_person', 'Their mother.')).status, 200)
    const answered = await asks('is answered', ({ task }) => task === null)
    assert.ok(answered.progress.every((course) => course.overall === 0))
    await joins(courses[1]!)
    await learn(environment, second, courses[1]!.lessons)
    await environment.sweep()
    const { task, steps } = await environment.detail(application)
    assert.equal(task, null)
    assert.equal(steps.length, answered.steps.length)
  })
})
