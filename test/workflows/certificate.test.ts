import assert from 'node:assert/strict'
import { evidenceChanged } from '../../src/contracts/certificate.js'
import { FailureType } from '../../src/contracts/failures.js'
import { House } from './workflow-harness.js'
import { isRefused, type Student } from './student.js'
import { refusal, type ActivityName } from './fake-activities.js'

const deeds = ({ world }: Student) => world.deeds.filter((name) => name !== 'recordTransitions')

const WHOLE_WAY: ActivityName[] = [
  'collectEvidence',
  'issueCertificate',
  'recordCertificate',
  'sendMail',
  'writeStatuses',
]

describe('chart 3: certificate generation', () => {
  let house: House
  before(async () => void (house = await House.open()))
  afterEach(() => house.clear())
  after(() => house.close())

  const complete = () => {
    const student = house.student()
    student.world.learn({ 1: { overall: 90 } })
    return student
  }
  const flagged = async () => {
    const student = complete()
    student.world.evidence = { openDocuments: ['passport'] }
    await student.completes()
    await student.isAsked('certificate', 'certificate')
    return student
  }

  it('chart 3: A → B → C –Yes→ D → F → G: requirements met: number and PDF, record, mail, statuses, in this order', async () => {
    const student = await complete().completes()
    const outcome = await student.certificate.result()
    assert.equal(outcome.stage, 'issued')
    assert.deepEqual(deeds(student), WHOLE_WAY)
    const { issueCertificate, writeStatuses } = student.world.does
    assert.equal(issueCertificate.requests[0]?.check.met, true)
    assert.equal(issueCertificate.requests[0].validMonths, 24)
    assert.deepEqual(writeStatuses.requests[0]?.point, { kind: 'certified' })
    assert.equal(student.world.mails('certificate')[0]?.certificateNumber, outcome.certificateNumber)
  })

  it('chart 3: C –No→ E → H: what lacks is flagged in message and the agent notified', async () => {
    const student = await flagged()
    const { task } = await student.state('certificate')
    assert.match(
      task?.instructions ?? '',
      /^Not met: every mandatory document approved \(found: open: passport\)/,
    )
    await student.gets('review_request')
    assert.equal(student.world.does.issueCertificate.requests.length, 0)
  })

  it('chart 3: E → D: issued anyway, with the reason, the check and who', async () => {
    const student = await flagged()
    await isRefused(student.decidesCertificate({ decision: 'issue_anyway' }), FailureType.BadCommand)
    await student.decidesCertificate({ decision: 'issue_anyway', comment: 'comment-1' })
    assert.equal((await student.certificate.result()).stage, 'issued')
    const [request] = student.world.does.issueCertificate.requests
    assert.deepEqual([request?.check.met, request?.decision], [false, { by: 'user-7', comment: 'comment-1' }])
  })

  it('chart 3: E: "wait" keeps the flag, and a later answer counts', async () => {
    const student = await flagged()
    const { seq } = await student.state('certificate')
    await student.decidesCertificate({ decision: 'wait' })
    await student.isAsked('certificate', 'certificate')
    assert.ok((await student.state('certificate')).seq > seq)
    await student.decidesCertificate({ decision: 'decline', comment: 'comment-1' })
    assert.equal((await student.certificate.result()).stage, 'declined')
  })

  it('chart 3: E: declined: no number, no mail', async () => {
    const student = await flagged()
    await student.decidesCertificate({ decision: 'decline', comment: 'comment-1' })
    assert.deepEqual(await student.certificate.result(), { stage: 'declined' })
    assert.equal(student.world.does.issueCertificate.requests.length, 0)
    assert.deepEqual(student.world.mails('certificate'), [])
  })

  it('chart 3: E → B: evidence that changes is checked again without a click', async () => {
    const student = await flagged()
    student.world.evidence = { openDocuments: ['diploma'] }
    await student.certificate.signal(evidenceChanged)
    await student.isAsked('certificate', 'certificate', ({ instructions }) =>
      instructions.includes('diploma'),
    )
    student.world.evidence = {}
    await student.certificate.signal(evidenceChanged)
    assert.equal((await student.certificate.result()).stage, 'issued')
    assert.equal(student.world.does.collectEvidence.requests.length, 3)
  })

  it('chart 3: E → B: "retry" checks again', async () => {
    const student = await flagged()
    student.world.evidence = {}
    await student.decidesCertificate({ decision: 'retry' })
    assert.equal((await student.certificate.result()).stage, 'issued')
  })

  it('chart 3: F: a refused address is a task; sent again, the certificate stays the same', async () => {
    const student = complete()
    student.world.does.sendMail.next(() => Promise.resolve({ outcome: 'rejected' }))
    await student.completes()
    await student.isAsked('certificate', 'address')
    await student.decidesCertificate({ decision: 'retry' })
    assert.equal((await student.certificate.result()).stage, 'issued')
    assert.equal(student.world.does.issueCertificate.requests.length, 1)
    assert.equal(student.world.mails('certificate').length, 2)
  })

  it('chart 3: F: handed over by hand, the mail may be skipped', async () => {
    const student = complete()
    student.world.does.sendMail.next(() => Promise.resolve({ outcome: 'no_recipient' }))
    await student.completes()
    await student.isAsked('certificate', 'address')
    await student.decidesCertificate({ decision: 'skip', comment: 'comment-1' })
    assert.equal((await student.certificate.result()).stage, 'issued')
    assert.deepEqual(
      student.world.does.writeStatuses.requests.map(({ point }) => point),
      [{ kind: 'certified' }],
    )
  })

  it('chart 3: D: Odoo refuses the record: a task, and the number is not taken twice', async () => {
    const student = complete()
    student.world.does.recordCertificate.next(refusal(FailureType.OdooRejected))
    await student.completes()
    await student.isAsked('certificate', 'problem')
    await student.decidesCertificate({ decision: 'retry' })
    assert.equal((await student.certificate.result()).stage, 'issued')
    assert.equal(student.world.does.issueCertificate.requests.length, 1)
  })

  it('chart 3: C: a course that a person declared completed counts as met', async () => {
    const student = house.student()
    await student.completes({ overridden: [1] })
    assert.equal((await student.certificate.result()).stage, 'issued')
    assert.equal(student.world.does.issueCertificate.requests[0]?.check.met, true)
  })

  it('chart 3: answers that the open task does not take are rejected with the state', async () => {
    const student = await flagged()
    await isRefused(
      student.decidesCertificate({ decision: 'skip', comment: 'r' }),
      FailureType.WrongState,
      'flagged',
    )
  })
})
