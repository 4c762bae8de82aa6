import assert from 'node:assert/strict'
import { DEFAULT_POLICY } from '../../../src/domain/policy.js'
import { setIntake } from '../../../src/intake/set-intake.js'
import { listApplicants } from '../../../src/store/applicants.js'
import { policyOf, savePolicy } from '../../../src/store/policies.js'
import { makeCourse, makeProgram, makeStudent } from '../../support/odoo-records.js'
import { temporalServer } from '../../support/temporal.js'
import { openActivities, type ActivityFixture } from '../activity-fixture.js'
import { sweepOnce } from './sweeping.js'

describe('The first policy of a program', () => {
  let world: ActivityFixture
  afterEach(() => world.close())
  const open = async (contents: 'empty' | 'without suite') => {
    world = await openActivities({
      contents,
      temporal: await temporalServer(),
      env: { INTAKE_DEFAULT: 'off' },
    })
  }

  it('asks for no prior certificate where the suite is missing, so that not everybody is reviewed', async () => {
    await open('without suite')
    const programId = await makeProgram(world)
    await makeCourse(world, programId)
    const studentId = await makeStudent(world, { hasCertificate: false })
    await sweepOnce(world)
    const policy = await policyOf(world.store, programId)
    assert.equal(policy.version, 1)
    assert.equal(policy.eligibility.requiresPriorCertificate, false)
    assert.deepEqual(policy, {
      ...DEFAULT_POLICY,
      version: 1,
      eligibility: { ...DEFAULT_POLICY.eligibility, requiresPriorCertificate: false },
    })
    const intake = await setIntake(
      world.store,
      { programId, mode: 'preview', reason: 'a test', author: 'tester' },
      { byDefault: 'off', now: new Date() },
    )
    await sweepOnce(world)
    const [applicant] = await listApplicants(world.store, intake, { limit: 10 })
    assert.deepEqual([applicant?.studentId, applicant?.outcome], [studentId, 'enroll'])

    // One that is seen later gets it, too, and a policy that a person has written stays.
    const later = await makeProgram(world)
    const written = await makeProgram(world)
    await savePolicy(world.store, { programId: written, document: DEFAULT_POLICY, basedOn: 0, author: 'x' })
    await sweepOnce(world)
    assert.equal((await policyOf(world.store, later)).eligibility.requiresPriorCertificate, false)
    assert.equal((await policyOf(world.store, written)).eligibility.requiresPriorCertificate, true)
  })

  it('is the default policy with the suite, whose rules it repeats', async () => {
    await open('empty')
    const programId = await makeProgram(world)
    await sweepOnce(world)
    assert.deepEqual(await policyOf(world.store, programId), DEFAULT_POLICY)
  })
})
