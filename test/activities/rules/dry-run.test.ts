import assert from 'node:assert/strict'
import { DEFAULT_DOCUMENT, type PolicyDocument } from '../../../src/domain/policy.js'
import type { ProposedCourse } from '../../../src/domain/rule-change.js'
import { UNKNOWN_PERSON } from '../../../src/domain/same-person.js'
import { enterRun } from '../../../src/store/application-runs.js'
import { countRuleChanges, dryRunById, enterDryRun, listRuleChanges } from '../../../src/store/dry-runs.js'
import { policyOf, savePolicy } from '../../../src/store/policies.js'
import { recordTransitions } from '../../../src/store/transitions.js'
import { learn, makeCourse, makeProgram, makeStudent, type MadeCourse } from '../../support/odoo-records.js'
import { enrollLearner, openActivities, type ActivityFixture } from '../activity-fixture.js'

const DOCUMENT = DEFAULT_DOCUMENT

describe('A dry run', () => {
  let fixture: ActivityFixture
  let programId: number
  let course: MadeCourse
  before(async () => {
    fixture = await openActivities()
  })
  after(() => fixture.close())
  beforeEach(async () => {
    programId = await makeProgram(fixture)
    course = await makeCourse(fixture, programId, { lessons: 10 })
  })

  /** A student in training who has completed half of the lessons. */
  async function learner(lessons = 5): Promise<number> {
    const { studentId, partnerId } = await enrollLearner(fixture, programId, [course])
    const application = { programId, studentId, run: 1 }
    await enterRun(fixture.store, {
      ...application,
      origin: 'api',
      person: UNKNOWN_PERSON,
      previous: undefined,
    })
    await recordTransitions(fixture.store, [
      {
        workflowId: `progress/${programId}/${studentId}`,
        runEpoch: 1,
        seq: 1,
        application,
        flow: 'progress',
        stage: 'not_started',
        message: 'Training started.',
        at: '2026-11-01T08:00:00Z',
        task: null,
        closed: false,
        facts: {},
      },
    ])
    await learn(fixture, partnerId, course.lessons.slice(0, lessons))
    return studentId
  }
  const applicant = (birthDate: string) =>
    makeStudent(fixture, { birthDate, preferredCourseIntegration: course.courseIntegrationId })

  async function compare(policy: PolicyDocument | null, courses: readonly ProposedCourse[] = []) {
    const { version: basedOn } = await policyOf(fixture.store, programId)
    const dryRunId = await enterDryRun(fixture.store, { programId, basedOn, policy, courses, author: 'test' })
    fixture.calls.length = 0
    await fixture.run((activities) => activities.compareRules({ dryRunId }))
    const changes = await listRuleChanges(fixture.store, dryRunId, { limit: 200 })
    return {
      dryRunId,
      calls: [...fixture.calls],
      writes: fixture.writes(),
      found: changes.map(({ kind, studentId, before, after }) => [kind, studentId, before, after]),
      changes,
    }
  }

  it('names the applicants who become eligible, and those who no longer are', async () => {
    const grown = await applicant('1990-03-01')
    const minor = await applicant('2011-03-01')
    await applicant('2000-03-01')
    const eligibility = { ...DOCUMENT.eligibility, minAge: 14, maxAge: 30 }
    const { found, changes, dryRunId } = await compare({ ...DOCUMENT, applicants: 'preferring', eligibility })
    assert.deepEqual(found, [
      ['becomes_eligible', minor, 'not eligible', 'eligible'],
      ['no_longer_eligible', grown, 'eligible', 'not eligible'],
    ])
    assert.equal(changes[1]?.concerned, 'applicant')
    const { becomes_eligible: eligible, applies } = await countRuleChanges(fixture.store, dryRunId)
    assert.deepEqual([eligible, applies], [1, 0])
    assert.equal((await dryRunById(fixture.store, dryRunId))?.state, 'completed')
  })

  it('weighs the progress of students in training as the sync would, and names their milestones', async () => {
    const half = await learner()
    const policy = {
      ...DOCUMENT,
      applicants: 'preferring' as const,
      weights: { elearning: 1, sessions: 0, homework: 0, assessments: 0 },
      training: { ...DOCUMENT.training, milestones: [25, 40, 45] },
    }
    assert.deepEqual((await compare(policy)).found, [['milestone_reached', half, '50 %', '45 %']])
  })

  it('shows a lower threshold before anybody writes it to Odoo: whose course is complete, whose certificate is due', async () => {
    const half = await learner()
    const none = await learner(0)
    const courses = [
      { courseIntegrationId: course.courseIntegrationId, completionThreshold: 40, minElearningProgress: 40 },
    ]
    const { found, writes, calls } = await compare(null, courses)
    assert.deepEqual(found, [
      ['certificate_due', half, 'not due yet', 'is issued'],
      ['course_complete', half, '50 % of 75 %', '50 % of 40 %'],
      ['milestone_reached', half, '50 %', '100 %'],
      ['progress_changed', half, '50 %', '100 %'],
    ])
    assert.ok(!found.some(([, studentId]) => studentId === none))
    assert.deepEqual(writes, [])
    assert.ok(calls.length <= 20, calls.join('\n'))
  })

  it('shows what a course that leaves the program, or joins it, means', async () => {
    const half = await learner()
    const draft = await makeCourse(fixture, programId, { integration: { status: 'draft' } })
    const joined = await compare(null, [{ courseIntegrationId: draft.courseIntegrationId, included: true }])
    assert.deepEqual(joined.found, [
      ['course_incomplete', half, 'not part of the program', '0 % of 75 %'],
      ['progress_changed', half, '50 %', '25 %'],
    ])
    const left = await compare(null, [{ courseIntegrationId: course.courseIntegrationId, included: false }])
    assert.deepEqual(left.found, [['progress_changed', half, '50 %', '0 %']])
  })

  it('compares a student in training under the version that they began under', async () => {
    const early = await learner()
    const milestones = [10]
    const document = { ...DOCUMENT, training: { ...DOCUMENT.training, milestones } }
    await savePolicy(fixture.store, { programId, document, basedOn: 0, author: 'test' })
    await learner()
    assert.deepEqual((await compare(document)).found, [['milestone_reached', early, '50 %', '10 %']])
  })
})
