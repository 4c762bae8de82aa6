import assert from 'node:assert/strict'
import type { Application } from '../../src/contracts/application.js'
import { WEBHOOK_DRAIN_ID } from '../../src/contracts/webhook-drain.js'
import { Student } from '../../src/odoo/schema/index.js'
import { learn, makeCourse, makeProgram, makeStudent, type MadeCourse } from '../support/odoo-records.js'
import { openSandboxEnvironment, type SandboxEnvironment } from './environment.js'
import { installWebhooks } from './install-webhooks.js'

describe('A learner whose Odoo calls us', function () {
  this.timeout(120_000)
  let environment: SandboxEnvironment
  let course: MadeCourse
  let programId: number
  before(async () => {
    environment = await openSandboxEnvironment('empty')
    await installWebhooks(environment)
    programId = await makeProgram(environment)
    course = await makeCourse(environment, programId, {
      lessons: 2,
      integration: { completionThreshold: 100 },
    })
  })
  after(() => environment.close())

  async function enroll(): Promise<{ application: Application; partnerId: number }> {
    const studentId = await makeStudent(environment, {
      preferredCourseIntegration: course.courseIntegrationId,
    })
    const application = { programId, studentId }
    await environment.reaches(application, 'is in training', ({ flow }) => flow === 'progress')
    const [student] = await environment.direct.read(Student, [studentId], ['partner'])
    return { application, partnerId: student?.partner ?? assert.fail('no contact') }
  }

  it('goes from application to certificate without any sweep', async () => {
    // One sweep ever: it says where the windows of later ones begin.
    await environment.sweep()
    const { application, partnerId } = await enroll()
    await learn(environment, partnerId, course.lessons)
    const detail = await environment.reaches(
      application,
      'is certified',
      ({ certificates, emails }) =>
        certificates.length === 1 &&
        emails.some(({ kind, state }) => kind === 'certificate' && state === 'accepted'),
    )
    assert.deepEqual(
      detail.progress.map(({ overall }) => overall),
      [100],
    )
  })

  it('costs a few workflow runs, however many calls come, and no student is in their histories', async () => {
    const learners = await Promise.all(Array.from({ length: 5 }, enroll))
    const started = Date.now()
    await Promise.all(
      learners.map(({ partnerId }) => learn(environment, partnerId, course.lessons.slice(0, 1))),
    )
    for (const { application } of learners)
      await environment.reaches(application, 'has learned', ({ progress }) => progress[0]?.overall === 50)
    const seconds = (Date.now() - started) / 1000
    let signals = 0
    const handle = environment.client.workflow.getHandle(WEBHOOK_DRAIN_ID)
    const { events } = await handle.fetchHistory()
    for (const event of events ?? []) {
      if (event.workflowExecutionSignaledEventAttributes) signals += 1
      const results = event.activityTaskCompletedEventAttributes?.result?.payloads ?? []
      for (const { data } of results) assert.ok((data?.length ?? 0) < 200)
    }
    assert.ok(signals <= 2 * seconds + 2, `${signals} signals in ${seconds} s`)
  })
})
