import assert from 'node:assert/strict'
import { progressId, type Application } from '../../src/contracts/application.js'
import { Certificate, Student } from '../../src/odoo/schema/index.js'
import {
  learn,
  makeCourse,
  makeProgram,
  makeStudent,
  oneRow,
  type MadeCourse,
} from '../support/odoo-records.js'
import { openSandboxEnvironment, type SandboxEnvironment } from './environment.js'

describe('A certificate that people change in Odoo, end to end', function () {
  this.timeout(180_000)

  let environment: SandboxEnvironment
  let programId: number
  let course: MadeCourse
  before(async () => {
    environment = await openSandboxEnvironment('empty')
    programId = await makeProgram(environment)
    course = await makeCourse(environment, programId)
  })
  after(() => environment.close())

  interface Certified {
    readonly application: Application
    readonly number: string
    readonly page: string
    readonly odooId: number
  }

  async function certified(): Promise<Certified> {
    const studentId = await makeStudent(environment, {
      preferredCourseIntegration: course.courseIntegrationId,
    })
    const application = { programId, studentId }
    await environment.sweep()
    await environment.reaches(application, 'is enrolled', ({ flows }) =>
      flows.some(({ flow, closed }) => flow === 'enrollment' && closed),
    )
    const { partner } = await oneRow(environment.direct.read(Student, [studentId], ['partner']))
    await learn(environment, partner ?? 0, course.lessons)
    await environment.sweep()
    await environment.client.workflow.getHandle(progressId(application)).result()
    const { certificates } = await environment.detail(application)
    const [certificate] = certificates
    assert.ok(certificate)
    await environment.sweep()
    const { id: odooId } = await recordOf(studentId)
    return { application, number: certificate.number, page: certificate.links.verification, odooId }
  }

  const recordOf = (studentId: number) =>
    oneRow(environment.direct.searchRead(Certificate, [['student', '=', studentId]], ['state']))

  const pageOf = async ({ page }: Certified) => (await environment.visit(new URL(page).pathname)).body
  const statusOf = async ({ number }: Certified) =>
    (await environment.call(`/v1/certificates/${number}`)).json as {
      status: string
      revocation: { by: string } | null
      odooCertificateId: number
    }
  const steps = async ({ application }: Certified) =>
    (await environment.detail(application)).steps.map(({ message }) => message)

  it('is revoked in the register and on the public page, and valid again when it is set back', async () => {
    const one = await certified()
    const emails = environment.mail.received.length
    assert.match(await pageOf(one), /This certificate is valid/)
    await environment.direct.write(Certificate, [one.odooId], { state: 'revoked' })
    await environment.sweep()
    assert.match(await pageOf(one), /This certificate has been revoked/)
    assert.match(await pageOf(one), /أُلغيت هذه الشهادة/)
    const { status, revocation } = await statusOf(one)
    assert.deepEqual([status, revocation], ['revoked', { by: 'odoo' }])
    assert.equal((await steps(one)).at(-1), `Certificate ${one.number} was revoked in Odoo.`)

    await environment.direct.write(Certificate, [one.odooId], { state: 'delivered' })
    await environment.sweep()
    assert.match(await pageOf(one), /This certificate is valid/)
    assert.equal((await steps(one)).at(-1), `Certificate ${one.number} is valid again in Odoo.`)
    assert.equal(environment.mail.received.length, emails)
  })

  it('is revoked also where nothing has moved the write date', async () => {
    const one = await certified()
    await environment.sandbox.sql("update gr_certificate set state = 'revoked' where id = $1", [one.odooId])
    await environment.sweep()
    assert.equal((await statusOf(one)).status, 'revoked')
  })

  it('has expired when Odoo says so before its last day', async () => {
    const one = await certified()
    await environment.direct.write(Certificate, [one.odooId], { state: 'expired' })
    await environment.sweep()
    assert.match(await pageOf(one), /This certificate has expired/)
    assert.equal((await statusOf(one)).status, 'expired')
  })

  const removed = async (one: Certified) => {
    await environment.sandbox.sql('delete from gr_certificate where id = $1', [one.odooId])
    await environment.sweep()
    assert.match(await pageOf(one), /This certificate has been withdrawn/)
    assert.match(await pageOf(one), /سُحبت هذه الشهادة/)
    await environment.reaches(one.application, 'has a task', ({ task }) => task?.kind === 'certificate')
    // Asked once, however often the sweep looks.
    await environment.sweep()
  }
  const decide = (one: Certified, body: object) =>
    environment.call(`/v1/certificates/${programId}-${one.application.studentId}/decision`, body)

  it('is withdrawn when its record is deleted, until a person has it recorded again', async () => {
    const one = await certified()
    await removed(one)
    const { status } = await decide(one, { decision: 'record_again' })
    assert.ok(status < 300, String(status))
    await environment.reaches(one.application, 'is recorded again', ({ flows }) =>
      flows.every(({ closed }) => closed),
    )
    const { odooCertificateId, ...rest } = await statusOf(one)
    assert.equal(rest.status, 'valid')
    const record = await recordOf(one.application.studentId)
    assert.deepEqual([record.id, record.state], [odooCertificateId, 'delivered'])
    assert.notEqual(record.id, one.odooId)
    await environment.sweep()
    assert.match(await pageOf(one), /This certificate is valid/)
  })

  it('stays withdrawn when a person says so', async () => {
    const one = await certified()
    await removed(one)
    await decide(one, { decision: 'decline', comment: 'issued by mistake' })
    await environment.reaches(one.application, 'has no task', ({ task }) => task === null)
    await environment.sweep()
    assert.equal((await statusOf(one)).status, 'withdrawn')
    assert.match((await steps(one)).at(-1) ?? '', /stays withdrawn, as .* decided/)
  })

  it('is valid again when the record comes back, and nobody is asked any more', async () => {
    const one = await certified()
    const [row] = await environment.sandbox.sql(
      'select to_jsonb(c) as row from gr_certificate c where id = $1',
      [one.odooId],
    )
    await removed(one)
    await environment.sandbox.sql(
      'insert into gr_certificate select * from jsonb_populate_record(null::gr_certificate, $1::jsonb)',
      [JSON.stringify(row?.row)],
    )
    await environment.sweep()
    await environment.reaches(one.application, 'has no task', ({ task }) => task === null)
    assert.equal((await statusOf(one)).status, 'valid')
  })
})
