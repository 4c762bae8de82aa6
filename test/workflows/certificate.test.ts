import assert from 'node:assert/strict'
import { evidenceChanged } from '../../src/contracts/certificate.js'
import { FailureType } from '../../src/contracts/failures.js'
import { instructionsInArabic } from '../../src/domain/sentences/in-arabic.js'
import { WorkflowHarness } from './workflow-harness.js'
import { isRejected, type Student } from './student.js'
import { permanentFailure, type ActivityName } from './fake-activities.js'

const calls = ({ fakes }: Student) => fakes.calls.filter((name) => name !== 'recordTransitions')

const WHOLE_WAY: ActivityName[] = [
  'collectEvidence',
  'issueCertificate',
  'recordCertificate',
  'sendMail',
  'writeStatuses',
]

describe('chart 3: certificate generation', () => {
  let harness: WorkflowHarness
  before(async () => void (harness = await WorkflowHarness.open()))
  afterEach(() => harness.clear())
  after(() => harness.close())

  const complete = () => {
    const student = harness.student()
    student.fakes.learn({ 1: { overall: 90 } })
    return student
  }
  const flagged = async () => {
    const student = complete()
    student.fakes.evidence = { openDocuments: ['passport'] }
    await student.completes()
    await student.opensTask('certificate', 'certificate')
    return student
  }

  it('chart 3: A → B → C –Yes→ D → F → G: with all requirements met, creates number and PDF, record, email and statuses in this order', async () => {
    const student = await complete().completes()
    const outcome = await student.certificate.result()
    assert.equal(outcome.stage, 'issued')
    assert.deepEqual(calls(student), WHOLE_WAY)
    const { issueCertificate, writeStatuses } = student.fakes.stubs
    assert.equal(issueCertificate.requests[0]?.check.met, true)
    assert.equal(issueCertificate.requests[0].validMonths, 24)
    assert.deepEqual(writeStatuses.requests[0]?.point, { kind: 'certified' })
    assert.equal(student.fakes.mails('certificate')[0]?.certificateNumber, outcome.certificateNumber)
  })

  it('chart 3: C –No→ E → H: flags what is missing and notifies the agent', async () => {
    const student = await flagged()
    const { task } = await student.state('certificate')
    assert.match(
      task?.instructions ?? '',
      /^Not met: every mandatory document approved \(found: open: passport\)/,
    )
    const arabic = task ? instructionsInArabic(task) : null
    assert.match(arabic ?? '', /اعتماد كل مستند إلزامي \(غير المعتمد: جواز السفر\)/)
    await student.gets('review_request')
    assert.equal(student.fakes.stubs.issueCertificate.requests.length, 0)
  })

  it('chart 3: E → D: issues anyway after a decision and keeps the reason, the check and who decided', async () => {
    const student = await flagged()
    await isRejected(student.decidesCertificate({ decision: 'issue_anyway' }), FailureType.BadCommand)
    await student.decidesCertificate({ decision: 'issue_anyway', comment: 'comment-1' })
    assert.equal((await student.certificate.result()).stage, 'issued')
    const [request] = student.fakes.stubs.issueCertificate.requests
    assert.deepEqual([request?.check.met, request?.decision], [false, { by: 'user-7', comment: 'comment-1' }])
  })

  it('chart 3: E: keeps the flag after "wait" and accepts a later decision', async () => {
    const student = await flagged()
    const { seq } = await student.state('certificate')
    await student.decidesCertificate({ decision: 'wait' })
    await student.opensTask('certificate', 'certificate')
    assert.ok((await student.state('certificate')).seq > seq)
    await student.decidesCertificate({ decision: 'decline', comment: 'comment-1' })
    assert.equal((await student.certificate.result()).stage, 'declined')
  })

  it('chart 3: E: assigns no number and sends no email when declined', async () => {
    const student = await flagged()
    await student.decidesCertificate({ decision: 'decline', comment: 'comment-1' })
    assert.deepEqual(await student.certificate.result(), { stage: 'declined' })
    assert.equal(student.fakes.stubs.issueCertificate.requests.length, 0)
    assert.deepEqual(student.fakes.mails('certificate'), [])
  })

  it('chart 3: E → B: checks changed evidence again without a click', async () => {
    const student = await flagged()
    student.fakes.evidence = { openDocuments: ['diploma'] }
    await student.certificate.signal(evidenceChanged)
    await student.opensTask('certificate', 'certificate', ({ instructions }) =>
      instructions.includes('diploma'),
    )
    student.fakes.evidence = {}
    await student.certificate.signal(evidenceChanged)
    assert.equal((await student.certificate.result()).stage, 'issued')
    assert.equal(student.fakes.stubs.collectEvidence.requests.length, 3)
  })

  it('chart 3: E → B: checks again after "retry"', async () => {
    const student = await flagged()
    student.fakes.evidence = {}
    await student.decidesCertificate({ decision: 'retry' })
    assert.equal((await student.certificate.result()).stage, 'issued')
  })

  it('chart 3: F: opens a task for a rejected address and sends the same certificate again', async () => {
    const student = complete()
    student.fakes.stubs.sendMail.next(() => Promise.resolve({ outcome: 'rejected' }))
    await student.completes()
    await student.opensTask('certificate', 'address')
    await student.decidesCertificate({ decision: 'retry' })
    assert.equal((await student.certificate.result()).stage, 'issued')
    assert.equal(student.fakes.stubs.issueCertificate.requests.length, 1)
    assert.equal(student.fakes.mails('certificate').length, 2)
  })

  it('chart 3: F: skips the email of a certificate that was handed over by hand', async () => {
    const student = complete()
    student.fakes.stubs.sendMail.next(() => Promise.resolve({ outcome: 'no_recipient' }))
    await student.completes()
    await student.opensTask('certificate', 'address')
    await student.decidesCertificate({ decision: 'skip', comment: 'comment-1' })
    assert.equal((await student.certificate.result()).stage, 'issued')
    assert.deepEqual(
      student.fakes.stubs.writeStatuses.requests.map(({ point }) => point),
      [{ kind: 'certified' }],
    )
  })

  it('chart 3: D: opens a task when Odoo rejects the record, and reserves no second number', async () => {
    const student = complete()
    student.fakes.stubs.recordCertificate.next(permanentFailure(FailureType.OdooRejected))
    await student.completes()
    await student.opensTask('certificate', 'problem')
    await student.decidesCertificate({ decision: 'retry' })
    const { stage, certificateNumber } = await student.certificate.result()
    assert.equal(stage, 'issued')
    assert.match(certificateNumber ?? '', /-1$/)
    assert.equal(student.fakes.stubs.recordCertificate.requests.length, 2)
    for (const { version } of student.fakes.stubs.issueCertificate.requests) assert.equal(version, 1)
  })

  it('chart 3: C: counts a course that a person declared completed as met', async () => {
    const student = harness.student()
    await student.completes({ overridden: [1] })
    assert.equal((await student.certificate.result()).stage, 'issued')
    assert.equal(student.fakes.stubs.issueCertificate.requests[0]?.check.met, true)
  })

  it('chart 3: rejects decisions that the open task does not accept, and returns the state', async () => {
    const student = await flagged()
    await isRejected(
      student.decidesCertificate({ decision: 'skip', comment: 'r' }),
      FailureType.WrongState,
      'flagged',
    )
  })
})
