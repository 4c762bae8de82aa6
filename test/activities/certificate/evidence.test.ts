import assert from 'node:assert/strict'
import { Certificate, DocumentRequest, ProgressTracker } from '../../../src/odoo/schema/index.js'
import { enrollLearner, openActivities, type ActivityFixture } from '../activity-fixture.js'
import {
  learn,
  makeCourse,
  makeGradedHomework,
  makeHeldSession,
  makeProgram,
  makeStudent,
} from '../../support/odoo-records.js'

describe('Evidence for a certificate', () => {
  let world: ActivityFixture
  let programId: number
  before(async () => {
    world = await openActivities()
    programId = await makeProgram(world)
  })
  after(() => world.close())

  const collect = (studentId: number, overridden: number[] = [], program = programId) =>
    world.run(async (activities) => {
      const request = { programId: program, studentId, run: 1, overridden }
      return (await activities.collectEvidence(request)).evidence
    })

  it('is what Odoo contains now, for every active course', async () => {
    const program = await makeProgram(world)
    const course = await makeCourse(world, program, {
      lessons: 4,
      integration: { minSessionsRequired: 2, minHomeworkRequired: 1, completionThreshold: 90 },
    })
    const notBegun = await makeCourse(world, program)
    await makeCourse(world, program, { integration: { status: 'archived' } })
    const { studentId, partnerId, trackerIds } = await enrollLearner(world, program, [course])
    await learn(world, partnerId, course.lessons.slice(0, 3))
    await makeHeldSession(world, studentId)
    await makeGradedHomework(world, studentId)
    await world.direct.write(ProgressTracker, trackerIds, { status: 'in_progress' })

    world.calls.length = 0
    const { courses, ...rest } = await collect(studentId, [notBegun.courseIntegrationId], program)
    assert.equal(world.calls.length, 13)
    assert.equal(rest.foreignCertificateId, null)
    assert.deepEqual(rest.openDocuments, [])
    const [first, second, ...others] = courses
    assert.deepEqual(others, [])
    assert.deepEqual(first?.components, { elearning: 75, sessions: 50, homework: 100, assessments: null })
    // 0.7 · 75 + 0.15 · 50 + 0.15 · 100
    assert.equal(first.overall, 75)
    assert.deepEqual(
      [first.trackerStatus, first.membership, first.threshold, first.minElearning, first.overridden],
      ['in_progress', 'active', 90, 80, false],
    )
    assert.deepEqual([first.sessionsHeld, first.minSessions], [1, 2])
    assert.deepEqual([first.homeworkGraded, first.minHomework], [1, 1])
    assert.deepEqual(
      [second?.trackerStatus, second?.membership, second?.overall, second?.overridden],
      ['missing', 'gone', 0, true],
    )
  })

  it('lists each type of mandatory document that nobody has approved', async () => {
    const studentId = await makeStudent(world)
    const request = (
      documentType: 'passport' | 'id_card' | 'other',
      state: 'approved' | 'rejected',
      isMandatory = true,
    ) => world.direct.create(DocumentRequest, { student: studentId, documentType, state, isMandatory })
    await request('passport', 'rejected')
    await request('passport', 'approved')
    await request('id_card', 'rejected')
    await request('other', 'rejected', false)
    assert.deepEqual((await collect(studentId)).openDocuments, ['id_card'])
  })

  it('mentions a certificate that staff created, but not our own', async () => {
    const studentId = await makeStudent(world)
    const certificate = (orchestratorKey: string | null, state: 'issued' | 'revoked') =>
      world.direct.create(Certificate, {
        student: studentId,
        certificateType: 'program_completion',
        certificateTitle: 'Certificate',
        trainingProgram: programId,
        orchestratorKey,
        state,
      })
    await certificate(`${programId}/${studentId}/v1`, 'issued')
    await certificate(null, 'revoked')
    assert.equal((await collect(studentId)).foreignCertificateId, null)
    const foreign = await certificate(null, 'issued')
    assert.equal((await collect(studentId)).foreignCertificateId, foreign)
  })
})
