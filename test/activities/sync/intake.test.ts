import assert from 'node:assert/strict'
import { intakeAlarm } from '../../../src/alarms/alarm-keys.js'
import { DEFAULT_POLICY } from '../../../src/domain/policy.js'
import { storedInEnglish } from '../../../src/domain/sentences/sentence.js'
import { endTick, passBrake } from '../../../src/intake/brake.js'
import { setIntake, type IntakeRequest } from '../../../src/intake/set-intake.js'
import {
  CourseIntegration,
  ProgressTracker,
  Student,
  TrainingProgram,
} from '../../../src/odoo/schema/index.js'
import { openAlarms } from '../../../src/store/alarms.js'
import { listApplicants } from '../../../src/store/applicants.js'
import { noticeStudents } from '../../../src/store/changed-students.js'
import { intakeOf } from '../../../src/store/intakes.js'
import { savePolicy } from '../../../src/store/policies.js'
import { startEnrollment } from '../../../src/temporal/start-workflows.js'
import { UNKNOWN_PERSON } from '../../../src/domain/same-person.js'
import {
  makeCourse,
  makeContact,
  makeProgram,
  makeStudent,
  oneRow,
  trackersOf,
  unique,
} from '../../support/odoo-records.js'
import { temporalServer } from '../../support/temporal.js'
import { openActivities, type ActivityFixture } from '../activity-fixture.js'
import { findStudents, sweepOnce, syncStudents } from './sweeping.js'

const LIMIT = 3
const WRITES = /^(create|write|load|unlink|grantAccess|upsert)/

describe('The intake of a program', () => {
  let world: ActivityFixture
  let programId: number
  let courseId: number
  let temporal: Awaited<ReturnType<typeof temporalServer>>
  before(async () => {
    temporal = await temporalServer()
    world = await openActivities({
      temporal,
      env: { INTAKE_DEFAULT: 'off', INTAKE_BRAKE: `${LIMIT}` },
    })
    await sweepOnce(world)
  })
  after(() => world.close())
  beforeEach(async () => {
    programId = await makeProgram(world, { status: 'active' })
    const course = await makeCourse(world, programId, { lessons: 2 })
    courseId = course.courseIntegrationId
    await sweepOnce(world)
  })
  // Students of one test must not apply in the next.
  afterEach(() => world.direct.write(TrainingProgram, [programId], { status: 'archived' }))

  const applicant = (values: Parameters<typeof makeStudent>[1] = {}) =>
    makeStudent(world, { preferredCourseIntegration: courseId, ...values })
  const applicants = (count: number) => Promise.all(Array.from({ length: count }, () => applicant()))
  /** Sets the time at which Odoo says that the student was created. */
  const createdAt = (studentId: number, instant: string) =>
    world.sql?.('UPDATE gr_student SET create_date = $2 WHERE id = $1', [studentId, instant])
  const set = (mode: IntakeRequest['mode'], change: Partial<IntakeRequest> = {}) =>
    setIntake(
      world.store,
      { programId, mode, reason: 'a test', author: 'tester', ...change },
      { byDefault: 'off', now: new Date() },
    )
  const sweep = () => sweepOnce(world)
  const started = async () => {
    const rows = await world.store.db
      .selectFrom('application')
      .select('student_id')
      .where('program_id', '=', programId)
      .orderBy('student_id')
      .execute()
    return rows.map((row) => row.student_id)
  }
  const intake = () => intakeOf(world.store, programId, 'off')
  const listed = async () => {
    const rows = await listApplicants(world.store, await intake(), { limit: 100 })
    return rows.map(({ studentId, outcome, reasons }) => ({
      studentId,
      outcome,
      reasons: reasons.map(storedInEnglish),
    }))
  }

  it('is off by default: nobody applies, nothing is written, and trackers of staff stay as they are', async () => {
    const studentId = await applicant()
    const taught = await applicant({ partner: await makeContact(world, `${unique()}@example.org`) })
    const tracker = await world.direct.create(ProgressTracker, {
      student: taught,
      courseIntegration: courseId,
      overallProgress: 40,
    })
    world.calls.length = 0
    const found = await sweep()
    assert.ok(found.includes(studentId) && found.includes(taught))
    assert.deepEqual(await started(), [])
    assert.deepEqual(
      world.calls.filter((call) => WRITES.test(call)),
      [],
    )
    const kept = await oneRow(trackersOf(world, taught))
    assert.deepEqual([kept.id, kept.overallProgress], [tracker, 40])
    // What was not written is no change either.
    assert.deepEqual(await findStudents(world), [])
  })

  it('goes on with an application that a person has started, in any mode', async () => {
    const studentId = await applicant()
    await sweep()
    const request = { origin: 'api' as const, programName: 'Program', person: UNKNOWN_PERSON }
    await startEnrollment(temporal.client, world.store, { programId, studentId }, request)
    await world.direct.write(Student, [studentId], { birthDate: '1990-01-01' })
    assert.equal((await syncStudents(world, [studentId])).notified, 1)
  })

  it('lists in a preview what would happen to whom, and does none of it', async () => {
    const [eligible, unknown, finished] = [
      await applicant(),
      await applicant({ birthDate: null, englishLevel: null }),
      await applicant(),
    ]
    await world.direct.write(Student, [finished], { state: 'certified' })
    const [byHand, elsewhere] = [
      await applicant({ enrollmentType: 'manual' }),
      await makeStudent(world, { preferredCourseIntegration: await otherCourse() }),
    ]
    await sweep()
    assert.deepEqual(await listed(), [])
    await set('preview')
    world.calls.length = 0
    await sweep()
    const list = await listed()
    assert.ok(!list.some(({ studentId }) => studentId === elsewhere))
    assert.deepEqual(
      list.filter(({ studentId }) => [eligible, unknown, finished, byHand].includes(studentId)),
      [
        { studentId: eligible, outcome: 'enroll', reasons: [] },
        {
          studentId: unknown,
          outcome: 'review',
          reasons: ['The birth date is missing.', 'The level of English is missing.'],
        },
        { studentId: finished, outcome: 'cannot_apply', reasons: ['The student’s state is “certified”.'] },
        { studentId: byHand, outcome: 'agent', reasons: ['The student’s enrollment type is manual.'] },
      ],
    )
    assert.deepEqual(await started(), [])
    assert.deepEqual(
      world.calls.filter((call) => WRITES.test(call)),
      [],
    )
    // It follows what changes in Odoo.
    await world.direct.write(Student, [eligible], { englishLevel: 'beginner' })
    await sweep()
    assert.equal((await listed()).find(({ studentId }) => studentId === eligible)?.outcome, 'review')
    await world.direct.write(Student, [eligible], { preferredCourseIntegration: await otherCourse() })
    await sweep()
    assert.ok(!(await listed()).some(({ studentId }) => studentId === eligible))
  })

  const otherCourse = async () => {
    const other = await makeProgram(world, { status: 'draft' })
    return (await makeCourse(world, other, { lessons: 1 })).courseIntegrationId
  }

  it('renews a preview that is set again, or whose policy has changed', async () => {
    const studentId = await applicant({ birthDate: '2015-01-01' })
    await set('preview')
    await sweep()
    assert.equal((await listed()).find((one) => one.studentId === studentId)?.outcome, 'review')
    await set('preview')
    assert.deepEqual(await listed(), [])
    await sweep()
    assert.equal((await listed()).find((one) => one.studentId === studentId)?.outcome, 'review')
    const eligibility = { ...DEFAULT_POLICY.eligibility, minAge: null }
    await savePolicy(world.store, {
      programId,
      document: { ...DEFAULT_POLICY, eligibility },
      basedOn: 0,
      author: 'test',
    })
    await sweep()
    assert.equal((await listed()).find((one) => one.studentId === studentId)?.outcome, 'enroll')
  })

  it('takes students created since its moment, and reads again only those whom an earlier moment adds', async () => {
    const [old, middle, recent] = [await applicant(), await applicant(), await applicant()]
    await createdAt(old, '2020-01-01')
    await createdAt(middle, '2023-01-01')
    await sweep()
    await set('on', { since: '2025-01-01T00:00:00Z' })
    assert.deepEqual(await sweep(), [recent])
    assert.deepEqual(await started(), [recent])
    await set('on', { since: '2022-01-01T00:00:00Z' })
    assert.deepEqual(await sweep(), [middle])
    assert.deepEqual(await started(), [middle, recent])
    await set('on', { since: '2024-01-01T00:00:00Z' })
    assert.deepEqual(await sweep(), [])
    assert.ok(old < middle)
  })

  it('begins now when no moment is named, and keeps the moment that it had', async () => {
    const earlier = await applicant()
    await createdAt(earlier, '2020-01-01')
    const before = Date.now()
    const { since } = await set('on')
    assert.ok(since !== null && Date.parse(since) >= before - 1_000)
    await sweep()
    assert.deepEqual(await started(), [])
    await set('off')
    assert.equal((await set('on')).since, since)
    assert.equal((await set('on', { since: null })).since, null)
    assert.equal((await set('on')).since, null)
    await sweep()
    assert.deepEqual(await started(), [earlier])
  })

  it('reads those again whom a changed policy adds', async () => {
    const finished = await applicant()
    await world.direct.write(Student, [finished], { state: 'completed' })
    await set('on', { since: null })
    await sweep()
    assert.deepEqual(await started(), [])
    const document = { ...DEFAULT_POLICY, applicantStates: ['draft', 'completed'] }
    await savePolicy(world.store, { programId, document, basedOn: 0, author: 'test' })
    assert.ok((await sweep()).includes(finished))
    assert.deepEqual(await started(), [finished])
  })

  it('writes the counters of a course only where it is on, or somebody has applied', async () => {
    await world.direct.write(CourseIntegration, [courseId], { enrolledStudents: 12 })
    await sweep()
    const counted = async () =>
      (await oneRow(world.direct.read(CourseIntegration, [courseId], ['enrolledStudents']))).enrolledStudents
    assert.equal(await counted(), 12)
    await set('on')
    await sweep()
    assert.equal(await counted(), 0)
  })

  describe('with a brake', () => {
    const alarm = async () =>
      (await openAlarms(world.store)).find(({ key }) => key === intakeAlarm(programId))

    it('starts as many applications as are expected', async () => {
      await set('on', { since: null })
      await sweep()
      const students = await applicants(LIMIT)
      await sweep()
      assert.deepEqual(
        await started(),
        students.sort((a, b) => a - b),
      )
      assert.equal(await alarm(), undefined)
    })

    it('stops before any application begins when there are more, in pages of any size, and asks once', async () => {
      await set('on', { since: null })
      await sweep()
      const students = await applicants(LIMIT + 2)
      await sweepOnce(world, 2)
      await sweepOnce(world, 2)
      assert.deepEqual(await started(), [])
      const stopped = await intake()
      assert.deepEqual([stopped.mode, stopped.since, stopped.author], ['preview', null, 'brake'])
      assert.ok((stopped.stoppedAtCount ?? 0) > LIMIT)
      const raised = await alarm()
      assert.match(raised?.message ?? '', new RegExp(`program ${programId} was stopped.*None of them`))
      await sweep()
      const list = (await listed()).filter(({ outcome }) => outcome === 'enroll')
      assert.ok(students.every((id) => list.some(({ studentId }) => studentId === id)))

      // A person accepts them.
      await set('on', { accept: LIMIT + 2 })
      assert.equal(await alarm(), undefined)
      await sweep()
      await sweep()
      assert.deepEqual(
        await started(),
        students.sort((a, b) => a - b),
      )
      // What was accepted is no reason to stop for one more.
      const next = await applicant()
      await sweep()
      await sweep()
      assert.ok((await started()).includes(next))
      assert.equal((await intake()).mode, 'on')
    })

    it('stops again when even more apply than a person has accepted', async () => {
      await set('on', { since: null, accept: LIMIT + 1 })
      await sweep()
      await applicants(LIMIT + 2)
      await sweep()
      await sweep()
      assert.deepEqual(await started(), [])
      assert.equal((await intake()).mode, 'preview')
    })

    it('lets few applications among many changed students begin at the end of the tick', async () => {
      await set('on', { since: null })
      await sweep()
      const others = await Promise.all(
        Array.from({ length: LIMIT + 2 }, async () =>
          makeStudent(world, { preferredCourseIntegration: await otherCourse() }),
        ),
      )
      const student = await applicant()
      await sweepOnce(world, 2)
      await sweepOnce(world, 2)
      assert.ok(others.length > LIMIT)
      assert.deepEqual(await started(), [student])
    })

    it('counts pages of several processes that ask at the same moment', async () => {
      await set('on', { since: null })
      const { version } = await intake()
      const students = await applicants(4 * LIMIT)
      await noticeStudents(world.store.db, students, 'sweep')
      const settings = { limit: LIMIT, tickSeconds: 30, byDefault: 'off' as const }
      const passed = await Promise.all(
        students.map((studentId) =>
          passBrake(
            world.store,
            { programId, studentIds: [studentId], intakeVersion: version, claim: `page ${studentId}` },
            settings,
          ),
        ),
      )
      assert.equal(passed.flatMap((some) => [...some]).length, 0)
      assert.equal((await intake()).stoppedAtCount, LIMIT + 1)
      await endTick(world.store, settings)
      assert.equal((await intake()).version, version + 1)
    })
  })
})
