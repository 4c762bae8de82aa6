import assert from 'node:assert/strict'
import { Certificate } from '../../src/odoo/schema/index.js'
import { enrollLearner, openActivities, type ActivityFixture } from '../activities/activity-fixture.js'
import { makeCourse, makeProgram, oneRow } from '../support/odoo-records.js'

describe('Chart 3, D on an Odoo without the suite', () => {
  let world: ActivityFixture
  before(async () => {
    world = await openActivities({ contents: 'without suite' })
  })
  after(() => world.close())

  it('delivers the certificate once, by a single write', async () => {
    const programId = await makeProgram(world)
    const course = await makeCourse(world, programId)
    const { studentId } = await enrollLearner(world, programId, [course])
    const version = { programId, studentId, run: 1, version: 1 }
    const requirement = {
      criterion: 'overall',
      courseIntegrationId: course.courseIntegrationId,
      wanted: '75 %',
      found: '80 %',
      met: true,
    }
    const check = { met: true, requirements: [requirement] }
    await world.run((activities) => activities.issueCertificate({ ...version, validMonths: 24, check }))
    world.calls.length = 0
    world.loseAnswers(2)
    const record = () => world.run((activities) => activities.recordCertificate(version))
    await assert.rejects(record(), { type: 'OdooUnavailable' })
    await assert.rejects(record(), { type: 'OdooUnavailable' })
    const { odooCertificateId } = await record()
    assert.ok(world.calls.every((call) => !call.startsWith('call ')))
    const kept = await oneRow(
      world.direct.searchRead(
        Certificate,
        [['student', '=', studentId]],
        ['state', 'deliveryDate', 'issueDate', 'verificationCode'],
      ),
    )
    assert.deepEqual([kept.id, kept.state], [odooCertificateId, 'delivered'])
    assert.equal(kept.deliveryDate, kept.issueDate)
    assert.ok(kept.verificationCode)
  })
})
