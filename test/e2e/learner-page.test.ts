import assert from 'node:assert/strict'
import { progressId, type Application } from '../../src/contracts/application.js'
import { outboxFilled, outboxId } from '../../src/contracts/outbox.js'
import { TaskQueue } from '../../src/contracts/task-queues.js'
import { putEmails } from '../../src/store/outbox.js'
import {
  learn,
  makeCourse,
  makeProgram,
  makeStudent,
  oneRow,
  unique,
  type MadeCourse,
} from '../support/odoo-records.js'
import { Company } from '../../src/odoo/schema/doctor-models.js'
import { Partner, Student } from '../../src/odoo/schema/index.js'
import { waitFor } from '../support/wait-for.js'
import { openSandboxEnvironment, type SandboxEnvironment } from './environment.js'
import { personalPageOf } from './personal-page.js'

describe('The personal page of a learner, end to end', function () {
  this.timeout(180_000)

  let environment: SandboxEnvironment
  let address: string
  let application: Application
  let course: MadeCourse
  let mailbox: string
  before(async () => {
    const settings = { TIME_ZONE: '', ODOO_WEB_URL: 'https://learn.example.org/' }
    environment = await openSandboxEnvironment('empty', undefined, settings)
    const company = await oneRow(environment.direct.searchRead(Company, [], ['partner']))
    await environment.direct.write(Partner, [company.partner], { tz: 'Asia/Riyadh' })
    address = await environment.listen()
    const programId = await makeProgram(environment)
    course = await makeCourse(environment, programId)
    mailbox = `sara.${unique()}@learners.example`
    const studentId = await makeStudent(environment, {
      email: mailbox,
      nativeLanguage: 'English',
      preferredCourseIntegration: course.courseIntegrationId,
    })
    application = { programId, studentId }
    await environment.sweep()
    await environment.reaches(application, 'is in training', ({ flow }) => flow === 'progress')
    await environment.sweep()
  })
  after(() => environment.close())

  const mails = () =>
    environment.mail.received
      .filter(({ envelope }) => envelope.to.includes(mailbox))
      .map(({ parsed }) => parsed)
  /** The page as the newest email links to it, on the port of this test. */
  const page = () => `${address}${personalPageOf(environment.mail, mailbox)}`
  const form = (url: string, body: string) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body,
    })
  const steps = async () => (await environment.detail(application)).steps.map(({ message }) => message)

  /** A reminder that a training has decided on and that still waits in the outbox. */
  async function reminderUnderWay(number: number): Promise<void> {
    const request = {
      ...application,
      run: 1,
      kind: 'reminder',
      version: `test.${number}`,
      number,
      of: 3,
      daysIdle: 7,
    } as const
    await putEmails(environment.store, progressId(application), [request])
    await environment.client.workflow.signalWithStart('outbox', {
      workflowId: outboxId('emails'),
      taskQueue: TaskQueue.orchestrator,
      args: [{ channel: 'emails' }],
      signal: outboxFilled,
    })
  }
  const stateOf = (version: string) =>
    waitFor(`email ${version} is settled`, async () => {
      const { emails } = await environment.detail(application)
      const found = emails.find((email) => email.version === version)
      return found !== undefined && !['pending', 'sending'].includes(found.state) && found.state
    })

  it('is in the welcome email, and shows the course that is open', async () => {
    const response = await fetch(page())
    assert.equal(response.status, 200)
    const text = await response.text()
    assert.match(text, /Your courses are open[^]*You have not signed in yet/)
    assert.match(text, /As of [^<]* GMT\+3/)
    assert.match(text, /"https:\/\/learn\.example\.org\/slides"/)
  })

  it('is in reminders with one click to end them, and then no reminder leaves that was under way', async () => {
    await reminderUnderWay(1)
    assert.equal(await stateOf('test.1'), 'accepted')
    const { headers } = mails().at(-1) ?? {}
    assert.deepEqual(headers?.get('list')?.valueOf(), {
      unsubscribe: { url: `${environment.config.publicUrl}${new URL(page()).pathname}/unsubscribe` },
      'unsubscribe-post': { name: 'List-Unsubscribe=One-Click' },
    })
    const before = mails().length
    assert.equal((await form(`${page()}/unsubscribe`, 'List-Unsubscribe=One-Click')).status, 200)
    await reminderUnderWay(2)
    assert.equal(await stateOf('test.2'), 'switched_off')
    await environment.sweep()
    await environment.reaches(application, 'knows of the switch', ({ steps: all }) =>
      all.some(({ message }) => message === 'The learner has switched reminders off.'),
    )
    assert.ok((await steps()).some((text) => text.startsWith('Given up: email reminder test.2.')))
    assert.equal(mails().length, before)
  })

  it('still gets the emails that matter, in the language that was chosen on the page', async () => {
    const chosen = await form(`${page()}/language`, 'language=ar')
    assert.match(await chosen.text(), /<html lang="ar" dir="rtl">[^]*حُفظ اختياركم/)
    const [student] = await environment.direct.read(Student, [application.studentId], ['partner'])
    assert.ok(student?.partner)
    await learn(environment, student.partner, course.lessons)
    await environment.sweep()
    const { certificates } = await environment.reaches(
      application,
      'is certified',
      (detail) => detail.certificates.length > 0 && detail.emails.some(({ kind }) => kind === 'certificate'),
    )
    await waitFor('the certificate is emailed', () =>
      mails().some(({ subject }) => subject?.startsWith('شهادتكم')),
    )
    await waitFor('the page shows the certificate', async () => {
      const shown = await (await fetch(page())).text()
      return shown.includes(certificates[0]?.number ?? '-') && shown.includes('أتممتم البرنامج')
    })
    const pdf = await fetch(`${page()}/certificates/${certificates[0]?.number}.pdf`)
    assert.equal(pdf.headers.get('content-type'), 'application/pdf')
    assert.equal(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
      '%PDF-',
    )
  })
})
