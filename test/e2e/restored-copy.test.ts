import assert from 'node:assert/strict'
import type { Application } from '../../src/contracts/application.js'
import { Certificate, ProgressTracker, Student } from '../../src/odoo/schema/index.js'
import { copyOdoo } from '../support/odoo-copy.js'
import { learn, makeCourse, makeProgram, makeStudent, type MadeCourse } from '../support/odoo-records.js'
import { waitFor } from '../support/wait-for.js'
import { OPERATOR, openSandboxEnvironment, type SandboxEnvironment } from './environment.js'

interface Learner {
  readonly application: Application
  readonly partnerId: number
}

describe('Odoo is restored from yesterday’s copy, end to end', function () {
  this.timeout(240_000)

  let environment: SandboxEnvironment
  let programId: number
  let course: MadeCourse
  let restore: () => Promise<void>
  let certified: Learner
  let unfinished: Learner
  let number: string

  before(async () => {
    environment = await openSandboxEnvironment('empty')
    programId = await makeProgram(environment)
    course = await makeCourse(environment, programId, {
      lessons: 2,
      integration: { completionThreshold: 100 },
    })
    certified = await enroll()
    unfinished = await enroll()
    await environment.sweep()

    restore = await copyOdoo(environment.sandbox)

    number = await complete(certified)
    await enroll()
    await learn(environment, unfinished.partnerId, course.lessons.slice(0, 1))
    await environment.sweep()
    await environment.sweep()
  })
  after(() => environment.close())

  async function enroll(): Promise<Learner> {
    const studentId = await makeStudent(environment, {
      preferredCourseIntegration: course.courseIntegrationId,
    })
    const application = { programId, studentId }
    await environment.sweep()
    await environment.reaches(application, 'is in training', ({ flow }) => flow === 'progress')
    const [student] = await environment.direct.read(Student, [studentId], ['partner'])
    return { application, partnerId: student?.partner ?? assert.fail('no contact') }
  }

  async function complete({ application, partnerId }: Learner): Promise<string> {
    await learn(environment, partnerId, course.lessons)
    await environment.sweep()
    const { certificates } = await environment.reaches(
      application,
      'is certified',
      ({ certificates: issued, emails }) =>
        issued.length === 1 &&
        emails.some(({ kind, state }) => kind === 'certificate' && state === 'accepted'),
    )
    return certificates[0]?.number ?? assert.fail('no certificate')
  }

  const recordOf = ({ application: { studentId } }: Learner) =>
    environment.direct.searchRead(Certificate, [['student', '=', studentId]], ['name', 'state'])
  /** Without those about the end of an alarm, which come a minute later. */
  const operatorMails = () =>
    environment.mail.received.filter(
      ({ envelope, parsed }) =>
        envelope.to.includes(OPERATOR) && parsed.subject?.includes('needs your help') === true,
    )
  const alarms = async () =>
    (await environment.visit('/readyz')).json<{ alarms: { key: string }[] }>().alarms.map(({ key }) => key)

  it('is noticed, told once, and everything is read and recorded again without a second email', async () => {
    const mailsBefore = environment.mail.received.length
    assert.equal((await recordOf(certified)).length, 1)
    await restore()
    assert.deepEqual(await recordOf(certified), [])

    await environment.sweep()
    assert.deepEqual(await alarms(), ['odoo-restored'])
    await waitFor('the email', () => operatorMails().length === 1)
    await environment.sweep()

    const [record] = await waitFor('the certificate in Odoo', async () => {
      const found = await recordOf(certified)
      return found.length === 1 && found
    })
    assert.deepEqual([record?.name, record?.state], [number, 'delivered'])
    const { studentId } = certified.application
    const [student] = await environment.direct.read(Student, [studentId], ['state', 'integrationStatus'])
    const [tracker] = await environment.direct.searchRead(
      ProgressTracker,
      [['student', '=', studentId]],
      ['status'],
    )
    assert.deepEqual(
      [student?.state, student?.integrationStatus, tracker?.status],
      ['certified', 'certified', 'certified'],
    )
    await environment.sweep()
    assert.deepEqual(await alarms(), [])
    assert.equal((await recordOf(certified)).length, 1)
    const after = environment.mail.received.slice(mailsBefore)
    const toLearners = after.filter(({ envelope }) => envelope.to.some((to) => to.startsWith('learner.')))
    assert.deepEqual(
      toLearners.map(({ parsed }) => parsed.subject),
      [],
    )
    assert.equal(operatorMails().length, 1)
  })

  it('lets learners go on from where the copy is, and continues the numbers of certificates', async () => {
    const next = await complete(unfinished)
    const serial = (text: string) => Number(/(\d+)/.exec(text.split('-').at(-2) ?? text)?.[1])
    assert.notEqual(next, number)
    assert.ok(Number.isNaN(serial(next)) || serial(next) > serial(number), `${next} after ${number}`)
    assert.equal((await recordOf(unfinished)).length, 1)
  })
})
