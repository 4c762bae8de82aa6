import assert from 'node:assert/strict'
import { Certificate, CourseIntegration, DocumentRequest, Student } from '../../../src/odoo/schema/index.js'
import { openActivities, type ActivityFixture } from '../activity-fixture.js'
import { makeCourse, makeProgram, makeStudent, unique } from '../../support/odoo-records.js'

describe('Facts of an application', () => {
  let world: ActivityFixture
  let programId: number
  before(async () => {
    world = await openActivities()
    programId = await makeProgram(world)
  })
  after(() => world.close())
  afterEach(() => world.setClock(null))

  const read = (studentId: number, program = programId) =>
    world.run((activities) => activities.readApplication({ programId: program, studentId, run: 1 }))
  const versionOf = async (studentId: number) => (await read(studentId)).facts.version

  it('contain what a decision needs, without a name or an address', async () => {
    world.setClock('2026-06-01T08:00:00Z')
    const mark = unique()
    const auto = await makeCourse(world, programId)
    const byHand = await makeCourse(world, programId, { integration: { autoEnrollEligible: false } })
    await makeCourse(world, programId, { integration: { status: 'draft' } })
    const studentId = await makeStudent(world, {
      name: `Learner ${mark}`,
      email: `${mark}@example.org`,
      birthDate: '2000-06-02',
    })
    await world.direct.create(DocumentRequest, {
      student: studentId,
      documentType: 'passport',
      isMandatory: true,
      state: 'submitted',
    })
    const { facts, policy } = await read(studentId)
    assert.equal(policy.version, 0)
    assert.equal(facts.student.age, 25)
    assert.equal(facts.student.email, 'usable')
    assert.equal(facts.student.hasCertificate, true)
    assert.equal(facts.program.status, 'active')
    assert.equal(facts.program.durationWeeks, 12)
    assert.deepEqual(facts.student.documents, [{ type: 'passport', mandatory: true, state: 'submitted' }])
    assert.deepEqual(
      facts.courses.map(({ courseIntegrationId, channelId, autoEnroll }) => [
        courseIntegrationId,
        channelId,
        autoEnroll,
      ]),
      [
        [auto.courseIntegrationId, auto.channelId, true],
        [byHand.courseIntegrationId, byHand.channelId, false],
      ],
    )
    assert.doesNotMatch(JSON.stringify(facts), new RegExp(mark))
  })

  it('take five calls', async () => {
    const studentId = await makeStudent(world)
    world.calls.length = 0
    await read(studentId)
    assert.equal(world.calls.length, 5)
  })

  it('show a missing birth date and an unusable address', async () => {
    const { facts } = await read(await makeStudent(world, { birthDate: null, email: 'unknown@' }))
    assert.equal(facts.student.age, null)
    assert.equal(facts.student.email, 'not_one_address')
  })

  it('get another version with each decisive change, including a corrected address', async () => {
    const studentId = await makeStudent(world)
    let version = await versionOf(studentId)
    assert.equal(await versionOf(studentId), version)
    const changes = [
      { englishLevel: 'advanced' },
      { hasCertificate: false },
      { birthDate: '1980-01-01' },
      { email: `${unique()}@example.org` },
    ] as const
    for (const change of changes) {
      await world.direct.write(Student, [studentId], change)
      const next = await versionOf(studentId)
      assert.notEqual(next, version, JSON.stringify(change))
      version = next
    }
    await makeCourse(world, programId)
    assert.notEqual(await versionOf(studentId), version)
  })

  it('keep their version after the orchestrator’s own writes', async () => {
    const studentId = await makeStudent(world)
    const version = await versionOf(studentId)
    await world.direct.write(Student, [studentId], {
      state: 'enrolled',
      integrationStatus: 'enrolled',
      elearningProgress: 50,
      completedCourses: 1,
    })
    const [course] = await world.direct.searchRead(
      CourseIntegration,
      [['trainingProgram', '=', programId]],
      [],
    )
    await world.direct.write(CourseIntegration, [course!.id], {})
    await world.run((activities) => activities.linkContact({ programId, studentId, run: 1 }))
    assert.equal(await versionOf(studentId), version)
  })

  it('contain a live certificate of this program, but no draft and none of another program', async () => {
    const studentId = await makeStudent(world)
    const certificate = (trainingProgram: number, state: 'draft' | 'issued') =>
      world.direct.create(Certificate, {
        student: studentId,
        certificateType: 'program_completion',
        certificateTitle: 'Certificate',
        trainingProgram,
        state,
      })
    await certificate(programId, 'draft')
    await certificate(await makeProgram(world), 'issued')
    assert.equal((await read(studentId)).facts.existingCertificate, null)
    const live = await certificate(programId, 'issued')
    assert.deepEqual((await read(studentId)).facts.existingCertificate, { id: live })
  })

  it('cannot be read for a student or program that no longer exists: a permanent failure', async () => {
    await assert.rejects(read(999_999_999), { type: 'OdooMissing', nonRetryable: true })
    await assert.rejects(read(await makeStudent(world), 999_999_999), { type: 'OdooMissing' })
  })
})
