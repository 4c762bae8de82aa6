import assert from 'node:assert/strict'
import { AssessmentIntegration, HomeworkAttempt, ProgressTracker } from '../../../src/odoo/schema/index.js'
import { temporalServer } from '../../support/temporal.js'
import {
  attend,
  completeQuiz,
  handIn,
  makeAssessment,
  makeAttempt,
  makeCertification,
  makeQuiz,
} from './assessed.js'
import { enrollLearner, openActivities, type ActivityFixture } from '../activity-fixture.js'
import { sweepOnce, syncStudents } from './sweeping.js'
import {
  learn,
  makeCourse,
  makeProgram,
  oneRow,
  trackersOf,
  type MadeCourse,
} from '../../support/odoo-records.js'

describe('Assessments', () => {
  let world: ActivityFixture
  let programId: number
  let course: MadeCourse
  before(async () => {
    world = await openActivities({ temporal: await temporalServer() })
  })
  after(() => world.close())
  beforeEach(async () => {
    programId = await makeProgram(world, { status: 'draft' })
    course = await makeCourse(world, programId, {
      lessons: 2,
      integration: { minSessionsRequired: 1, minHomeworkRequired: 1, completionThreshold: 100 },
    })
  })

  const syncPage = (...studentIds: number[]) => syncStudents(world, studentIds)
  const snapshotOf = async (studentId: number) => {
    const { courses } = await world.run((activities) =>
      activities.syncApplication({ programId, studentId, run: 1 }),
    )
    return courses.find(({ courseIntegrationId }) => courseIntegrationId === course.courseIntegrationId)
  }

  /** A certification, a quiz, one homework and one session, all mandatory. */
  async function assessCourse() {
    const survey = await makeCertification(world)
    const slide = await makeQuiz(world, course)
    await makeAssessment(world, course, { kind: 'certification', survey, name: 'Final exam' })
    await makeAssessment(world, course, { kind: 'quiz', slide, weight: 0 })
    const homework = await makeAssessment(world, course, {
      kind: 'homework',
      homeworkTitle: 'Letter',
      minimumScore: 60,
      name: 'The letter',
    })
    await makeAssessment(world, course, { kind: 'session', sessionTopic: 'Speaking' })
    return { survey, slide, homework }
  }

  it('decide what counts for a course in tracker, overall progress and our own numbers', async () => {
    const { survey, slide } = await assessCourse()
    const other = await makeCourse(world, programId, { integration: { minSessionsRequired: 4 } })
    const { studentId, partnerId, trackerIds } = await enrollLearner(world, programId, [course, other])
    await learn(world, partnerId, course.lessons)
    await completeQuiz(world, slide, partnerId)
    await makeAttempt(world, survey, partnerId, 85)
    await makeAttempt(world, survey, partnerId, 40)
    await attend(world, studentId, ' SPEAKING ')
    await attend(world, studentId, 'Grammar')
    await handIn(world, studentId, 'letter', 75)
    await handIn(world, studentId, 'Essay', 90)
    await syncPage(studentId)
    const trackers = await trackersOf(world, studentId)
    assert.deepEqual(
      trackers.map((tracker) => [
        tracker.elearningProgress,
        tracker.customSessionsCompleted,
        tracker.homeworkSubmissions,
        tracker.overallProgress,
      ]),
      // The other course has no assessments: everything counts for it.
      [
        [100, 1, 1, 100],
        [0, 2, 2, 8.82],
      ],
    )
    const rows = await world.store.db
      .selectFrom('progress_number')
      .select(['tracker_id', 'sessions', 'homework', 'assessments', 'overall'])
      .where('student_id', '=', studentId)
      .orderBy('tracker_id')
      .execute()
    assert.deepEqual(rows, [
      { tracker_id: trackerIds[0], sessions: 100, homework: 100, assessments: 100, overall: 100 },
      { tracker_id: trackerIds[1], sessions: 50, homework: null, assessments: null, overall: 8.82 },
    ])
  })

  it('cost two more calls per page, however many students, and only where certifications and quizzes count', async () => {
    const { survey, slide } = await assessCourse()
    const learners = [
      await enrollLearner(world, programId, [course]),
      await enrollLearner(world, programId, [course]),
    ]
    for (const { partnerId } of learners) {
      await completeQuiz(world, slide, partnerId)
      await makeAttempt(world, survey, partnerId, 85)
    }
    const ids = learners.map(({ studentId }) => studentId)
    await syncPage(...ids)
    world.calls.length = 0
    assert.equal((await syncPage(...ids)).written, 0)
    assert.equal(world.calls.length, 15)
    assert.equal(new Set(world.calls).size, world.calls.length)
  })

  it('hold up a course if they are mandatory, whatever its progress', async () => {
    const { survey, slide, homework } = await assessCourse()
    const { studentId, partnerId } = await enrollLearner(world, programId, [course])
    await learn(world, partnerId, course.lessons)
    await completeQuiz(world, slide, partnerId)
    await makeAttempt(world, survey, partnerId, 85)
    await attend(world, studentId, 'Speaking')
    const attempt = await handIn(world, studentId, 'Letter', 59)
    const before = await snapshotOf(studentId)
    assert.deepEqual(before?.counts, { sessionsHeld: 1, homeworkGraded: 0, openAssessments: [homework] })
    assert.equal(before.components.assessments, 86.33)
    await world.direct.write(HomeworkAttempt, [attempt], { grade: 60 })
    const after = await snapshotOf(studentId)
    assert.deepEqual(after?.counts, { sessionsHeld: 1, homeworkGraded: 1, openAssessments: [] })
    assert.equal(after.overall, 100)
  })

  it('are evidence for the certificate, each with its score', async () => {
    const { survey } = await assessCourse()
    const { studentId, partnerId } = await enrollLearner(world, programId, [course])
    await makeAttempt(world, survey, partnerId, 65)
    world.calls.length = 0
    const {
      evidence: { courses },
    } = await world.run((activities) =>
      activities.collectEvidence({ programId, studentId, run: 1, overridden: [] }),
    )
    assert.equal(world.calls.length, 15)
    assert.equal(new Set(world.calls).size, world.calls.length)
    assert.deepEqual(
      courses[0]?.assessments?.map(({ name, kind, score, reached, mandatory }) => ({
        ...(kind === 'certification' || kind === 'homework' ? { name } : {}),
        kind,
        score,
        reached,
        mandatory,
      })),
      [
        { name: 'Final exam', kind: 'certification', score: 65, reached: false, mandatory: true },
        { kind: 'quiz', score: null, reached: false, mandatory: true },
        { name: 'The letter', kind: 'homework', score: null, reached: false, mandatory: true },
        { kind: 'session', score: null, reached: false, mandatory: true },
      ],
    )
  })

  describe('in the sweep', () => {
    let survey: number
    let slide: number
    let homework: number
    let studentId: number
    let partnerId: number
    beforeEach(async () => {
      ;({ survey, slide, homework } = await assessCourse())
      ;({ studentId, partnerId } = await enrollLearner(world, programId, [course]))
      await sweep()
    })

    const sweep = () => sweepOnce(world)
    const change = (values: Parameters<typeof world.direct.write<typeof AssessmentIntegration>>[2]) =>
      world.direct.write(AssessmentIntegration, [homework], values)

    const cases: [string, () => Promise<unknown>][] = [
      ['a passed certification', () => makeAttempt(world, survey, partnerId, 85)],
      ['a completed quiz', () => completeQuiz(world, slide, partnerId)],
      ['an attended session of the right topic', () => attend(world, studentId, 'Speaking')],
      ['a new assessment', () => makeAssessment(world, course, { kind: 'session', sessionTopic: 'New' })],
      ['an edited assessment', () => change({ minimumScore: 10 })],
      ['an archived assessment', () => change({ active: false })],
      ['a deleted assessment', () => world.direct.call(AssessmentIntegration, 'unlink', [homework])],
      [
        'a status that staff set by hand',
        async () => {
          const { id } = await oneRow(trackersOf(world, studentId))
          await world.direct.write(ProgressTracker, [id], { status: 'completed' })
        },
      ],
    ]
    for (const [what, act] of cases)
      it(`select their students once after ${what}`, async () => {
        await act()
        assert.deepEqual(await sweep(), [studentId])
        assert.deepEqual(await sweep(), [])
      })

    it('select their students after a homework was graded again', async () => {
      const attempt = await handIn(world, studentId, 'Letter', 10)
      await sweep()
      await world.direct.write(HomeworkAttempt, [attempt], { grade: 90 })
      assert.deepEqual(await sweep(), [studentId])
    })

    it('select the students of both courses after one was moved to another course', async () => {
      const other = await makeCourse(world, programId)
      const there = await enrollLearner(world, programId, [other])
      await sweep()
      await change({ courseIntegration: other.courseIntegrationId })
      assert.deepEqual(await sweep(), [studentId, there.studentId])
      assert.deepEqual(await sweep(), [])
    })

    it('select nobody after an attempt at a certification that counts for no course', async () => {
      await makeAttempt(world, await makeCertification(world), partnerId, 85)
      assert.deepEqual(await sweep(), [])
    })
  })
})
