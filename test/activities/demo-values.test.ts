import { ApplicationFailure } from '@temporalio/common'
import assert from 'node:assert/strict'
import { FailureType } from '../../src/contracts/failures.js'
import { makeProgram, makeStudent } from '../support/odoo-records.js'
import { openActivities, type ActivityFixture } from './activity-fixture.js'

describe('Demonstration values in front of real people', () => {
  let world: ActivityFixture
  let run: { programId: number; studentId: number; run: number }
  before(async () => {
    world = await openActivities({ env: { ALLOW_DEMO_VALUES: 'false' } })
    run = { programId: await makeProgram(world), studentId: await makeStudent(world), run: 1 }
  })
  after(() => world.close())

  const failureOf = async (work: Promise<unknown>): Promise<ApplicationFailure> => {
    const error: unknown = await work.then(
      () => assert.fail('it was not held'),
      (reason: unknown) => reason,
    )
    assert.ok(error instanceof ApplicationFailure, String(error))
    return error
  }

  it('hold back a certificate, which waits without a number', async () => {
    const { type, nonRetryable, message } = await failureOf(
      world.run((activities) =>
        activities.issueCertificate({
          ...run,
          version: 1,
          validMonths: null,
          check: { met: true, requirements: [] },
        }),
      ),
    )
    assert.deepEqual([type, nonRetryable], [FailureType.DemoValues, false])
    assert.match(message, /PUBLIC_URL.*MAIL_FROM.*certificates wait.*ALLOW_DEMO_VALUES/)
    assert.deepEqual(await world.store.db.selectFrom('certificate').selectAll().execute(), [])
  })

  it('hold back an email, which waits for minutes between two attempts', async () => {
    const held = await failureOf(
      world.run((activities) =>
        activities.sendMail({ ...run, kind: 'welcome', version: '1', courseIntegrationIds: [] }),
      ),
    )
    assert.deepEqual([held.type, held.nonRetryable], [FailureType.MailHeld, false])
    assert.equal(held.nextRetryDelay as unknown, 5 * 60_000)
    assert.match(held.message, /MAIL_FROM.*emails and certificates wait/)
    assert.deepEqual(await world.store.db.selectFrom('email').selectAll().execute(), [])
  })
})
