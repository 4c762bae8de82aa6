import assert from 'node:assert/strict'
import { courseRulesAlarm } from '../../../src/alarms/alarm-keys.js'
import { UNKNOWN_PERSON } from '../../../src/domain/same-person.js'
import { AssessmentIntegration, CourseIntegration, Slide } from '../../../src/odoo/schema/index.js'
import { openAlarms } from '../../../src/store/alarms.js'
import { enterRun } from '../../../src/store/application-runs.js'
import { countHeld, decideCourseRules, listCourseRules } from '../../../src/store/course-rules.js'
import { enterDryRun, listRuleChanges } from '../../../src/store/dry-runs.js'
import { saveWebhookHints } from '../../../src/webhooks/webhook-hints.js'
import { recordTransitions } from '../../../src/store/transitions.js'
import { learn, makeCourse, makeProgram, type MadeCourse } from '../../support/odoo-records.js'
import { enrollLearner, openActivities, type ActivityFixture } from '../activity-fixture.js'
import { findStudents, queuedStudents } from './sweeping.js'

describe('A change of a program’s courses that is made in Odoo', () => {
  let fixture: ActivityFixture
  let programId: number
  let course: MadeCourse
  before(async () => {
    fixture = await openActivities({ env: { COURSE_CHANGES: 'hold' } })
  })
  after(() => fixture.close())
  beforeEach(async () => {
    programId = await makeProgram(fixture, { status: 'draft' })
    course = await makeCourse(fixture, programId, { lessons: 10 })
    await search()
  })

  const search = () => findStudents(fixture)
  const edit = (values: Parameters<typeof fixture.direct.write<typeof CourseIntegration>>[2]) =>
    fixture.direct.write(CourseIntegration, [course.courseIntegrationId], values)

  /** A student in training, who has completed so many lessons. */
  async function learner(lessons = 7): Promise<{ programId: number; studentId: number; run: 1 }> {
    const { studentId, partnerId } = await enrollLearner(fixture, programId, [course])
    const application = { programId, studentId, run: 1 } as const
    await enterRun(fixture.store, {
      ...application,
      origin: 'api',
      person: UNKNOWN_PERSON,
      previous: undefined,
    })
    await recordTransitions(fixture.store, [
      {
        workflowId: `progress/${programId}/${studentId}`,
        ...{ runEpoch: 1, seq: 1, application, flow: 'progress', stage: 'not_started' },
        ...{ message: 'Training started.', at: '2026-11-01T08:00:00Z', task: null, closed: false, facts: {} },
      },
    ])
    await learn(fixture, partnerId, course.lessons.slice(0, lessons))
    return application
  }
  type Learner = Awaited<ReturnType<typeof learner>>

  /** The courses as the workflow of the student sees them. */
  async function seenBy(application: Learner) {
    const { courses } = await fixture.run((activities) => activities.syncApplication(application))
    return courses.map(({ courseIntegrationId, overall, threshold, counts }) => ({
      ...{ courseIntegrationId, overall, threshold },
      open: counts?.openAssessments.length ?? 0,
    }))
  }
  const evidenceOf = async (application: Learner) =>
    (
      await fixture.run((activities) => activities.collectEvidence({ ...application, overridden: [] }))
    ).evidence.courses.map(({ threshold, minElearning }) => [threshold, minElearning])
  const decisions = async () =>
    (await listCourseRules(fixture.store, programId, 20)).map((one) => one.decision)
  const isAlarmOpen = async () =>
    (await openAlarms(fixture.store)).some(({ key }) => key === courseRulesAlarm(programId))
  const decide = (version: number, decision: 'applied' | 'new_only') =>
    decideCourseRules(fixture.store, { programId, version, decision, author: 'test', reason: 'Checked.' })

  it('does not count for students in training, but for those who begin later, until a person applies it', async () => {
    const running = await learner()
    await edit({ completionThreshold: 60, minElearningProgress: 50 })
    // Before any search has noticed it, too.
    assert.equal((await seenBy(running))[0]?.threshold, 75)
    await search()
    assert.deepEqual(await decisions(), ['open', 'first'])
    assert.equal(await isAlarmOpen(), true)
    const later = await learner()
    assert.deepEqual([(await seenBy(running))[0]?.threshold, (await seenBy(later))[0]?.threshold], [75, 60])
    assert.deepEqual(await evidenceOf(running), [[75, 80]])
    assert.deepEqual(await evidenceOf(later), [[60, 50]])

    await fixture.store.db.deleteFrom('changed_student').execute()
    assert.equal(await decide(1, 'applied'), 'stale')
    assert.equal(await decide(2, 'applied'), 1)
    assert.equal(await decide(2, 'applied'), 'decided')
    assert.deepEqual(await queuedStudents(fixture), [running.studentId])
    assert.equal((await seenBy(running))[0]?.threshold, 60)
    assert.deepEqual(await evidenceOf(running), [[60, 50]])
    assert.deepEqual(await decisions(), ['applied', 'first'])
    assert.equal(await isAlarmOpen(), false)
  })

  it('is held, too, when a webhook tells of it before any search', async () => {
    const running = await learner()
    await edit({ completionThreshold: 60 })
    await saveWebhookHints(fixture.store, [
      { model: CourseIntegration.name, recordId: course.courseIntegrationId, action: null },
    ])
    await fixture.run((activities) => activities.resolveHints())
    assert.deepEqual(await decisions(), ['open', 'first'])
    assert.equal((await seenBy(running))[0]?.threshold, 75)
    await search()
    assert.deepEqual(await decisions(), ['open', 'first'])
    assert.equal((await seenBy(await learner()))[0]?.threshold, 60)
  })

  it('is compared with what is there now where trainings run and no version is known', async () => {
    await learner()
    await fixture.store.db.updateTable('application').set({ course_rules_version: null }).execute()
    await fixture.store.db.deleteFrom('course_rules').execute()
    await search()
    assert.deepEqual(await decisions(), ['first'])
  })

  it('stays away from students in training when it is for new ones only, and can be applied later', async () => {
    const running = await learner()
    await edit({ completionThreshold: 60 })
    await search()
    assert.equal(await decide(2, 'new_only'), 0)
    assert.equal(await isAlarmOpen(), false)
    await edit({ completionThreshold: 65 })
    await search()
    assert.deepEqual(await decisions(), ['open', 'new_only', 'first'])
    assert.equal((await seenBy(running))[0]?.threshold, 75)
    assert.equal(await decide(3, 'new_only'), 0)
    assert.equal(await decide(3, 'applied'), 1)
    assert.equal((await seenBy(running))[0]?.threshold, 65)
  })

  it('is no question any more when Odoo has the old values again', async () => {
    const running = await learner()
    await edit({ completionThreshold: 60 })
    await search()
    await edit({ completionThreshold: 75 })
    await search()
    assert.deepEqual(await decisions(), ['nobody', 'superseded', 'first'])
    assert.equal(await isAlarmOpen(), false)
    assert.equal(await countHeld(fixture.store.db, programId, 3), 0)
    assert.equal((await seenBy(running))[0]?.threshold, 75)
  })

  it('is no question where nobody is in training', async () => {
    await edit({ completionThreshold: 60 })
    await search()
    assert.deepEqual(await decisions(), ['nobody', 'first'])
    assert.equal(await isAlarmOpen(), false)
  })

  it('may add or remove a course, or make an assessment mandatory', async () => {
    const running = await learner()
    const added = await makeCourse(fixture, programId, { lessons: 2 })
    await fixture.direct.create(AssessmentIntegration, {
      name: 'Final homework',
      courseIntegration: course.courseIntegrationId,
      kind: 'homework',
      homeworkTitle: 'Final',
      weight: 0,
      minimumScore: 50,
      mandatory: true,
    })
    await search()
    const only = course.courseIntegrationId
    assert.deepEqual(
      (await seenBy(running)).map(({ courseIntegrationId, open }) => [courseIntegrationId, open]),
      [[only, 0]],
    )
    await edit({ status: 'archived' })
    await search()
    assert.deepEqual(
      (await seenBy(running)).map(({ courseIntegrationId }) => courseIntegrationId),
      [only],
    )
    assert.equal(await decide(3, 'applied'), 1)
    assert.deepEqual(
      (await seenBy(running)).map(({ courseIntegrationId }) => courseIntegrationId),
      [added.courseIntegrationId],
    )
  })

  it('counts at once when lessons are added, and waits when lessons are removed', async () => {
    const running = await learner(8)
    const overall = async () => (await seenBy(running))[0]?.overall
    assert.equal(await overall(), 80)
    const lesson = await fixture.direct.create(Slide, {
      name: 'One more lesson',
      channel: course.channelId,
      slideCategory: 'article',
      isPublished: true,
    })
    await search()
    assert.deepEqual(await decisions(), ['at_once', 'first'])
    assert.equal(await isAlarmOpen(), false)
    assert.equal(await overall(), 72.73)
    await fixture.direct.write(Slide, [lesson, ...course.lessons.slice(8)], { isPublished: false })
    await search()
    // Odoo shows all of the eight lessons as completed.
    assert.deepEqual(await decisions(), ['open', 'at_once', 'first'])
    assert.equal(await overall(), 72.73)
    assert.equal(await decide(3, 'applied'), 1)
    assert.equal(await overall(), 100)
  })

  it('has a dry run that names whom it would complete, while others keep theirs', async () => {
    const running = await learner()
    await edit({ completionThreshold: 60 })
    await search()
    const changesOf = async (proposal: { courseRulesVersion?: number; completionThreshold?: number }) => {
      const { courseRulesVersion = null, completionThreshold } = proposal
      const { courseIntegrationId } = course
      const courses = completionThreshold === undefined ? [] : [{ courseIntegrationId, completionThreshold }]
      const dryRunId = await enterDryRun(fixture.store, {
        ...{ programId, basedOn: 0, policy: null, courses, author: 'test', courseRulesVersion },
      })
      await fixture.run((activities) => activities.compareRules({ dryRunId }))
      const found = await listRuleChanges(fixture.store, dryRunId, { limit: 200 })
      return found
        .filter(({ kind }) => kind === 'course_complete' || kind === 'course_incomplete')
        .map(({ studentId, before, after }) => [studentId, before, after])
    }
    assert.deepEqual(await changesOf({ courseRulesVersion: 2 }), [
      [running.studentId, '70 % of 75 %', '70 % of 60 %'],
    ])
    assert.deepEqual(await changesOf({ completionThreshold: 75 }), [])
  })
})

describe('A change of a program’s courses that is made in Odoo, with COURSE_CHANGES=apply', () => {
  let fixture: ActivityFixture
  before(async () => {
    fixture = await openActivities({ env: { COURSE_CHANGES: 'apply' } })
  })
  after(() => fixture.close())

  it('counts for everybody as soon as a search has noticed it', async () => {
    const programId = await makeProgram(fixture, { status: 'draft' })
    const { courseIntegrationId } = await makeCourse(fixture, programId)
    await findStudents(fixture)
    const { studentId } = await enrollLearner(fixture, programId, [])
    await enterRun(fixture.store, {
      ...{ programId, studentId, run: 1, origin: 'api', person: UNKNOWN_PERSON, previous: undefined },
    })
    await fixture.store.db.updateTable('application').set({ training_started_at: new Date() }).execute()
    await fixture.direct.write(CourseIntegration, [courseIntegrationId], { completionThreshold: 60 })
    await findStudents(fixture)
    assert.deepEqual(
      (await listCourseRules(fixture.store, programId, 9)).map(({ decision }) => decision),
      ['at_once', 'first'],
    )
    const { courses } = await fixture.run((activities) =>
      activities.syncApplication({ programId, studentId, run: 1 }),
    )
    assert.equal(courses[0]?.threshold, 60)
  })
})
