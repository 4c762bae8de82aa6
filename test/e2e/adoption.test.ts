import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Application } from '../../src/contracts/application.js'
import { Certificate, ProgressTracker, Student } from '../../src/odoo/schema/index.js'
import { certificateOf } from '../../src/certificates/register.js'
import { readyOdoo, type TestOdoo } from '../support/odoo.js'
import { learn, makeCourse, makeProgram, makeStudent, type MadeCourse } from '../support/odoo-records.js'
import { MAIN } from '../support/service-process.js'
import { waitFor } from '../support/wait-for.js'
import { OPERATOR, openEnvironment, type Detail, type Environment } from './environment.js'

const run = promisify(execFile)

interface Readiness {
  readonly ready: boolean
  readonly alarms: readonly { readonly key: string; readonly message: string }[]
}

describe('A new PostgreSQL and a new Temporal on an Odoo with our records', function () {
  this.timeout(240_000)

  let sandbox: TestOdoo
  let earlier: Environment
  let environment: Environment
  let courses: MadeCourse[]
  let certified: Application
  let halfway: Application
  let enrolled: Application
  let number: string
  let token: string
  /** Emails of the first installation, by recipient and subject. */
  let sentBefore: string[]
  let swept: Promise<unknown>

  before(async () => {
    sandbox = await readyOdoo({ data: 'empty' })
    earlier = await openEnvironment(sandbox)
    const odoo = { direct: earlier.direct }
    const programId = await makeProgram(odoo)
    courses = [await makeCourse(odoo, programId), await makeCourse(odoo, programId)]
    const preferredCourseIntegration = courses[0]?.courseIntegrationId ?? null
    const apply = async (): Promise<Application> => ({
      programId,
      studentId: await makeStudent(odoo, { preferredCourseIntegration }),
    })
    certified = await apply()
    halfway = await apply()
    enrolled = await apply()
    await earlier.sweep()
    for (const application of [certified, halfway, enrolled]) await isEnrolled(earlier, application)
    await complete(earlier, certified, courses)
    await complete(earlier, halfway, courses.slice(0, 1))
    await earlier.sweep()
    await earlier.reaches(
      certified,
      'is certified',
      ({ flows }) => stageOf(flows, 'progress') === 'certified',
    )
    await earlier.reaches(halfway, 'has emails about a completed course and a milestone', ({ emails }) =>
      ['completion', 'milestone'].every((kind) =>
        emails.some((email) => email.kind === kind && email.state === 'accepted'),
      ),
    )
    await earlier.sweep()
    const certificate = await certificateOf(earlier.store, { ...certified, run: 1 })
    assert.ok(certificate)
    ;({ number, token } = certificate)
    sentBefore = toStudents(earlier)
    await earlier.close()
    environment = await openEnvironment(sandbox)
  })
  after(async () => {
    await environment.close()
    await sandbox.close()
  })

  const stageOf = (flows: Detail['flows'], flow: string) => flows.find((one) => one.flow === flow)?.stage
  const isEnrolled = (where: Environment, application: Application) =>
    where.reaches(
      application,
      'is enrolled',
      ({ flows }) => stageOf(flows, 'enrollment') === 'training_started',
    )
  /** Lines of recipient and subject. */
  const toStudents = ({ mail }: Environment): string[] =>
    mail.received
      .filter(({ envelope }) => !envelope.to.includes(OPERATOR))
      .map(({ envelope, parsed }) => `${envelope.to.join()} ${parsed.subject ?? ''}`)
  async function complete(where: Environment, { studentId }: Application, of: readonly MadeCourse[]) {
    const [student] = await where.direct.read(Student, [studentId], ['partner'])
    const partner = student?.partner ?? assert.fail('no contact')
    for (const { lessons } of of) await learn({ direct: where.direct }, partner, lessons)
  }
  const readiness = async (): Promise<Readiness> => {
    const response = await environment.visit('/readyz')
    return response.json<Readiness>()
  }
  /** Everything in Odoo that the product writes. */
  const written = async () => ({
    trackers: await environment.direct.searchRead(
      ProgressTracker,
      [],
      ['status', 'overallProgress', 'writeDate'],
    ),
    students: await environment.direct.searchRead(Student, [], ['state', 'integrationStatus', 'writeDate']),
    certificates: await environment.direct.searchRead(Certificate, [], ['name', 'state', 'writeDate']),
  })
  async function adoptRecords(...options: string[]): Promise<string> {
    const { odoo, temporal, databaseUrl, smtpUrl, mail, organization, publicUrl } = environment.config
    const { stdout } = await run(process.execPath, ['--import', 'tsx', MAIN, 'adopt-records', ...options], {
      env: {
        PATH: process.env['PATH'],
        ODOO_URL: odoo.url,
        ODOO_DB: odoo.db,
        ODOO_LOGIN: odoo.login,
        ODOO_API_KEY: odoo.apiKey,
        TEMPORAL_ADDRESS: temporal.address,
        TEMPORAL_NAMESPACE: temporal.namespace,
        DATABASE_URL: databaseUrl,
        SMTP_URL: smtpUrl,
        MAIL_FROM: mail.from,
        REVIEW_MAIL: mail.reviewTo,
        ESCALATION_MAIL: mail.escalateTo,
        ORGANIZATION_NAME: organization.name,
        ORGANIZATION_CODE: organization.code,
        PUBLIC_URL: publicUrl,
      },
    })
    return stdout
  }

  it('stops with one alarm that names the command, before anything is written or emailed', async () => {
    const before = await written()
    const { ready, alarms } = await readiness()
    assert.deepEqual([ready, alarms.map(({ key }) => key)], [false, ['records-unknown']])
    assert.match(alarms[0]?.message ?? '', /6 trackers and 1 certificate .*adopt-records/)
    swept = environment.sweep()
    await waitFor('several attempts of the sweep', async () => {
      for await (const { workflowId, type } of environment.client.workflow.list()) {
        if (type !== 'sweep') continue
        const { raw } = await environment.client.workflow.getHandle(workflowId).describe()
        return (raw.pendingActivities ?? []).some(({ attempt }) => (attempt ?? 0) >= 3)
      }
      return false
    })
    const { status, json } = await environment.call('/v1/enrollments', enrolled)
    assert.equal(status, 503)
    assert.match(JSON.stringify(json), /records-unknown.*adopt-records/)
    assert.deepEqual(await written(), before)
    assert.deepEqual(toStudents(environment), [])
    assert.equal((await environment.store.db.selectFrom('application').selectAll().execute()).length, 0)
  })

  it('shows what adopting them would do, without doing it', async () => {
    const text = await adoptRecords()
    assert.match(text, /3 applications: 2 in training, 0 not enrolled yet, 1 ended\./)
    assert.match(text, /1 certificates/)
    assert.match(text, /Nothing was changed/)
    const { certificates } = JSON.parse(await adoptRecords('--json')) as {
      certificates: { number: string }[]
    }
    assert.deepEqual(
      certificates.map((certificate) => certificate.number),
      [number],
    )
    assert.equal((await readiness()).ready, false)
  })

  it('continues after the adoption without repeating an email', async () => {
    const before = await written()
    await adoptRecords('--apply')
    await waitFor('the end of the alarm', async () => (await readiness()).alarms.length === 0)
    await swept
    await environment.sweep()
    for (const application of [halfway, enrolled])
      await environment.reaches(
        application,
        'is in training',
        ({ flows }) => stageOf(flows, 'progress') !== undefined,
      )
    assert.deepEqual(toStudents(environment), [])
    assert.deepEqual((await written()).certificates, before.certificates)
    assert.match(await adoptRecords(), /Nothing to adopt/)
  })

  it('keeps the finished application closed, and its certificate verifiable with the bytes as issued', async () => {
    const detail = await environment.detail(certified)
    assert.deepEqual([detail.flow, detail.stage], ['progress', 'certified'])
    const { status } = await environment.call('/v1/enrollments', certified)
    assert.equal(status, 200)
    const page = await environment.visit(`/v/${token}`)
    assert.equal(page.statusCode, 200)
    assert.match(page.body, /This certificate is valid/)
    assert.match(page.body, new RegExp(number))
    assert.match(page.body, /restored this entry from its records/)
    const { json } = await environment.call(`/v1/certificates/${number}`)
    assert.match((json as { sha256: string }).sha256, /^[0-9a-f]{64}$/)
  })

  it('issues the next certificate with the next number, and emails only what is new', async () => {
    await complete(environment, halfway, courses.slice(1))
    await environment.sweep()
    await environment.reaches(
      halfway,
      'is certified',
      ({ flows }) => stageOf(flows, 'progress') === 'certified',
    )
    const rows = await environment.direct.searchRead(Certificate, [], ['name'], { order: 'id' })
    const serials = rows.map(({ name }) => Number(name.split('-')[2]))
    assert.deepEqual(serials, [1, 2])
    const sent = toStudents(environment)
    // The completion of the second course, the last milestone and the certificate.
    assert.equal(sent.length, 3, sent.join('\n'))
    assert.deepEqual(
      sent.filter((line) => sentBefore.includes(line)),
      [],
    )
  })
})
