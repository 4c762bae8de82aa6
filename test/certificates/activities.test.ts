import { ApplicationFailure } from '@temporalio/common'
import assert from 'node:assert/strict'
import { certificateOf, pdfOf } from '../../src/certificates/register.js'
import { FailureType } from '../../src/contracts/failures.js'
import type { Changes } from '../../src/odoo/schema/model.js'
import { Certificate, ProgressTracker, Student } from '../../src/odoo/schema/index.js'
import { openActivities, type ActivityFixture } from '../activities/activity-fixture.js'
import { makeCourse, makeProgram, makeStudent, oneRow, type MadeCourse } from '../support/odoo-records.js'

describe('Chart 3, D: issuing a certificate and recording it in Odoo', () => {
  let world: ActivityFixture
  let programId: number
  let courses: MadeCourse[]
  before(async () => {
    world = await openActivities()
    programId = await makeProgram(world, { name: 'برنامج المهارات – Digital Skills' })
    courses = [await makeCourse(world, programId), await makeCourse(world, programId)]
  })
  after(() => world.close())
  afterEach(() => {
    world.loseAnswers(0)
    world.setClock(null)
  })

  /** A student who completed the first course on the 3rd and the second on the 12th of March. */
  async function makeGraduate(values: Changes<typeof Student> = {}) {
    const studentId = await makeStudent(world, {
      name: 'Sarah',
      nameEnglish: 'Sarah Al-Otaibi',
      nameArabic: 'سارة العتيبي',
      ...values,
    })
    for (const [at, { courseIntegrationId }] of courses.entries())
      await world.direct.create(ProgressTracker, {
        student: studentId,
        courseIntegration: courseIntegrationId,
        status: 'completed',
        completionDate: ['2026-03-12T10:00:00Z', '2026-03-03T10:00:00Z'][at] ?? null,
      })
    return { programId, studentId, run: 1, version: 1 }
  }

  const check = () => ({
    met: true,
    requirements: courses.map(({ courseIntegrationId }) => ({
      criterion: 'overall',
      courseIntegrationId,
      wanted: '75 %',
      found: '80 %',
      met: true,
    })),
  })
  type Version = Awaited<ReturnType<typeof makeGraduate>>
  const issue = (version: Version, validMonths: number | null = 24) =>
    world.run((activities) => activities.issueCertificate({ ...version, validMonths, check: check() }))
  const record = (version: Version) => world.run((activities) => activities.recordCertificate(version))
  const registered = async (version: Version) => {
    const certificate = await certificateOf(world.store, version)
    assert.ok(certificate)
    return certificate
  }
  const inOdoo = ({ studentId }: Version) =>
    oneRow(
      world.direct.searchRead(
        Certificate,
        [['student', '=', studentId]],
        [
          'name',
          'state',
          'certificateType',
          'trainingProgram',
          'courseName',
          'completionDate',
          'issueDate',
          'validFrom',
          'validUntil',
          'certificateFile',
          'certificateFilename',
          'verificationCode',
          'verificationUrl',
        ],
      ),
    )

  it('fixes names, program and dates as they are in Odoo at that moment', async () => {
    world.setClock('2026-03-15T09:00:00Z')
    const version = await makeGraduate()
    const { certificateNumber } = await issue(version)
    assert.match(certificateNumber, /^TC-2026-\d{6}-[A-Z0-9]$/)
    await world.direct.write(Student, [version.studentId], { nameEnglish: 'Sarah Al-Harbi' })
    assert.deepEqual(await issue(version), { certificateNumber })
    const { facts } = await registered(version)
    assert.deepEqual(facts.student, { arabic: 'سارة العتيبي', latin: 'Sarah Al-Otaibi' })
    assert.deepEqual(facts.program, { arabic: 'برنامج المهارات', latin: 'Digital Skills' })
    assert.equal(facts.courses.length, 2)
    assert.equal(facts.completedOn, '2026-03-12')
    assert.equal(facts.issuedAt, '2026-03-15T09:00:00.000Z')
    assert.equal(facts.validUntil, '2028-03-15')
    assert.equal(facts.issuer.arabic, world.config.organization.nameArabic)
  })

  it('stores a person’s decision together with the check that it overrides', async () => {
    const version = await makeGraduate()
    const decision = { by: 'key_1', comment: '7' }
    await world.run((activities) =>
      activities.issueCertificate({
        ...version,
        validMonths: null,
        check: { ...check(), met: false },
        decision,
      }),
    )
    const kept = await registered(version)
    assert.deepEqual(kept.decision, decision)
    assert.equal(kept.check?.met, false)
  })

  it('records everything on the paper and the PDF itself, in the state delivered', async () => {
    const version = await makeGraduate()
    await issue(version)
    const { odooCertificateId } = await record(version)
    const certificate = await registered(version)
    const { id, certificateFile, ...kept } = await inOdoo(version)
    assert.equal(id, odooCertificateId)
    const day = certificate.issuedAt.toISOString().slice(0, 10)
    assert.deepEqual(kept, {
      name: certificate.number,
      state: 'delivered',
      certificateType: 'program_completion',
      trainingProgram: programId,
      courseName: certificate.facts.courses.join(', '),
      completionDate: '2026-03-12',
      issueDate: day,
      validFrom: day,
      validUntil: certificate.validUntil,
      certificateFilename: `${certificate.number}.pdf`,
      verificationCode: certificate.token,
      verificationUrl: `${world.config.publicUrl}/v/${certificate.token}`,
    })
    const pdf = await pdfOf(world.store, certificate.number)
    assert.ok(pdf?.equals(Buffer.from(certificateFile ?? '', 'base64')))
    assert.equal(certificate.odooCertificateId, id)
    assert.ok(certificate.recordedAt)
  })

  it('creates no second record when the response is lost after Odoo has created one', async () => {
    const version = await makeGraduate()
    await issue(version)
    world.calls.length = 0
    world.loseAnswers(1)
    await assert.rejects(record(version), { type: FailureType.OdooUnavailable })
    await assertState(version, 'draft')
    await record(version)
    await assertState(version, 'delivered')
    assert.equal(world.writes().filter((call) => call.startsWith('load')).length, 2)
  })

  const assertState = async (version: Version, state: string) =>
    assert.equal((await inOdoo(version)).state, state)

  for (const method of ['action_issue', 'action_deliver'] as const)
    it(`continues when the response of ${method} is lost`, async () => {
      const version = await makeGraduate()
      await issue(version)
      const { id } = await halfRecorded(version, method)
      assert.deepEqual(await record(version), { odooCertificateId: id })
      await assertState(version, 'delivered')
    })

  /**
   * As a call that timed out leaves it: recorded in Odoo up to and with `method`, and we do not
   * know.
   */
  async function halfRecorded(version: Version, method: 'action_issue' | 'action_deliver') {
    await record(version)
    const { id } = await inOdoo(version)
    await world.direct.write(Certificate, [id], { state: method === 'action_issue' ? 'issued' : 'delivered' })
    await world.store.db
      .updateTable('certificate')
      .set({ odoo_certificate_id: null, recorded_at: null })
      .where('student_id', '=', version.studentId)
      .execute()
    return { id }
  }

  it('keeps the printed dates when Odoo was unavailable for days', async () => {
    world.setClock('2026-03-15T09:00:00Z')
    const version = await makeGraduate()
    await issue(version, null)
    world.setClock('2026-03-19T09:00:00Z')
    await record(version)
    const { issueDate, validFrom, validUntil } = await inOdoo(version)
    assert.deepEqual(
      { issueDate, validFrom, validUntil },
      {
        issueDate: '2026-03-15',
        validFrom: '2026-03-15',
        // The suite itself ends every validity after 730 days.
        validUntil: null,
      },
    )
  })

  for (const state of ['verified', 'revoked'] as const)
    it(`does not change a record that a person has ${state}`, async () => {
      const version = await makeGraduate()
      await issue(version)
      const { id } = await halfRecorded(version, 'action_deliver')
      await world.direct.write(Certificate, [id], { state })
      assert.deepEqual(await record(version), { odooCertificateId: id })
      await assertState(version, state)
    })

  it('makes no call to Odoo for a recorded certificate', async () => {
    const version = await makeGraduate()
    await issue(version)
    const first = await record(version)
    world.calls.length = 0
    assert.deepEqual(await record(version), first)
    assert.deepEqual(world.calls, [])
  })

  it('prints a name of another script, and leaves the emoji out', async () => {
    const program = await makeProgram(world, { name: 'Digital Skills 🎓' })
    const version = await makeGraduate({ name: 'ნინო', nameEnglish: 'ნინო ბერიძე 🎓', nameArabic: 'ნინო' })
    await issue({ ...version, programId: program })
    const { facts } = await registered({ ...version, programId: program })
    assert.deepEqual(facts.student, { arabic: null, latin: 'ნინო ბერიძე' })
    assert.deepEqual(facts.program, { arabic: null, latin: 'Digital Skills' })
    assert.equal(facts.programName, 'Digital Skills 🎓')
  })

  it('keeps an issued certificate as it is when the name in Odoo can no longer be printed', async () => {
    const version = await makeGraduate()
    const { certificateNumber } = await issue(version)
    const pdf = await pdfOf(world.store, certificateNumber)
    await world.direct.write(Student, [version.studentId], { nameEnglish: '田中' })
    assert.deepEqual(await issue(version), { certificateNumber })
    assert.ok(pdf?.equals((await pdfOf(world.store, certificateNumber)) ?? Buffer.alloc(0)))
  })

  it('names the record and the characters that cannot be printed, without quoting the name', async () => {
    const named = (name: string) => makeGraduate({ name, nameEnglish: name, nameArabic: name })
    const student = await named('田中')
    const program = await makeProgram(world, { name: '日本語 🎓' })
    const symbols = await makeProgram(world, { name: '🎓' })
    const nobody = await named('🎓')
    for (const [version, expected] of [
      [
        student,
        `The name of student ${student.studentId} has letters that no font of the certificate has: U+4E2D, U+7530 (Han). Write it in letters such as Latin or Arabic.`,
      ],
      [
        { ...(await makeGraduate()), programId: program },
        `The name of program ${program} has letters that no font of the certificate has: U+65E5, U+672C, U+8A9E (Han). Write it in letters such as Latin or Arabic.`,
      ],
      [
        { ...(await makeGraduate()), programId: symbols },
        `The name of program ${symbols} has nothing that can be printed on the certificate. Write it in letters such as Latin or Arabic.`,
      ],
      [
        nobody,
        `The name of student ${nobody.studentId} has nothing that can be printed on the certificate. Write it in letters such as Latin or Arabic.`,
      ],
    ] as const) {
      await assert.rejects(issue(version), (failure: unknown) => {
        assert.ok(failure instanceof ApplicationFailure)
        assert.equal(failure.type, FailureType.OdooRejected)
        assert.ok(failure.nonRetryable)
        assert.equal(failure.message, expected)
        assert.doesNotMatch(JSON.stringify([failure.stack, failure.details]), /田中|日本語|🎓/u)
        return true
      })
      assert.equal(await certificateOf(world.store, version), undefined)
    }
  })

  it('fails permanently for a student or program that no longer exists', async () => {
    const version = await makeGraduate()
    for (const gone of [
      { ...version, studentId: 999_999 },
      { ...version, programId: 999_999 },
    ])
      await assert.rejects(issue(gone), { type: FailureType.OdooMissing, nonRetryable: true })
  })

  it('records nothing that was not issued', async () => {
    const version = await makeGraduate()
    await assert.rejects(record(version), { type: FailureType.WrongState })
  })
})
