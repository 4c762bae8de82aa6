import { certificateKey } from '../../src/certificates/key.js'
import type { Certificate as RegisteredCertificate } from '../../src/certificates/register.js'
import { FailureType } from '../../src/contracts/failures.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { OdooError } from '../../src/odoo/client/errors.js'
import { Certificate } from '../../src/odoo/schema/index.js'
import { failure } from '../failures.js'

/**
 * Finds or creates the `gr.certificate` for a certificate of our register, then takes it from draft
 * to issued to delivered, one permitted step after the other. The external id is made from program,
 * student, person and version, so a timeout after the commit creates no second record. `today`: the
 * day in the center. Returns the id.
 */
export async function recordInOdoo(
  odoo: Odoo,
  certificate: RegisteredCertificate,
  pdf: Buffer,
  today: string,
): Promise<number> {
  const { programId, studentId, number, token, facts, validUntil } = certificate
  const key = certificateKey(certificate)
  const { issuedOn } = facts
  const [id] = await odoo.load(Certificate, [
    {
      externalId: `certificate_${key}`,
      // The suite gives a number only to records without a name. Ours is the number on the paper.
      name: number,
      orchestratorKey: key,
      student: studentId,
      trainingProgram: programId,
      certificateType: 'program_completion',
      certificateTitle: `Certificate of Completion: ${facts.programName}`,
      courseName: facts.courses.join(', '),
      completionDate: facts.completedOn,
      issueDate: issuedOn,
      validFrom: issuedOn,
      validUntil,
      deliveryMethod: 'email',
      verificationCode: token,
      verificationUrl: facts.verificationUrl,
      // Base64, because the suite stores raw bytes as a broken file (its defect C6).
      certificateFile: pdf.toString('base64'),
      certificateFilename: `${number}.pdf`,
      notes: `Certificate ${number}, SHA-256 of the PDF ${certificate.sha256}`,
    },
  ])
  if (id === undefined) throw failure(FailureType.OdooRejected, 'Odoo did not save the certificate.')
  const isDeliveredNow = await deliver(odoo, id, today)
  await verifyRecord(odoo, id, {
    number,
    pdf,
    issueDate: issuedOn,
    deliveryDate: isDeliveredNow ? today : null,
    validUntil,
  })
  return id
}

/** Methods of the suite's own state machine. */
const STEPS = [
  { from: 'draft', to: 'issued', method: 'action_issue' },
  { from: 'issued', to: 'delivered', method: 'action_deliver' },
] as const

/**
 * Step by step from its present state. Does nothing when the record is delivered already, or
 * further. Returns whether this call delivered it.
 */
async function deliver(odoo: Odoo, id: number, deliveryDate: string): Promise<boolean> {
  let state = await stateOf(odoo, id)
  if ((await odoo.resolve(Certificate)).origin === 'provisioned') {
    // Models that `setup` created have no methods.
    if (state !== 'draft' && state !== 'issued') return false
    await odoo.write(Certificate, [id], { state: 'delivered', deliveryDate })
    return true
  }
  let isDelivered = false
  for (const { from, to, method } of STEPS) {
    if (state !== from) continue
    try {
      await odoo.call(Certificate, method, [id])
      state = to
      isDelivered = to === 'delivered'
    } catch (error) {
      if (!(error instanceof OdooError) || error.type !== FailureType.OdooRejected) throw error
      // An earlier call that we gave up on may have made the step. The suite then rejects this one.
      state = await stateOf(odoo, id)
      if (state === from) throw error
    }
  }
  return isDelivered
}

const stateOf = async (odoo: Odoo, id: number) => (await odoo.read(Certificate, [id], ['state']))[0]?.state

/**
 * Checks that Odoo has saved what it was given, and corrects the dates. The suite's methods set the
 * dates of issue and delivery to today in UTC: that may be another day in the center, and is too
 * late if Odoo was unavailable meanwhile. The suite also ends the validity of every new record
 * after 730 days. The dates on the printed certificate decide.
 */
async function verifyRecord(
  odoo: Odoo,
  id: number,
  given: {
    number: string
    pdf: Buffer
    issueDate: string
    /** Null: delivered earlier, so it stays as it is. */
    deliveryDate: string | null
    validUntil: string | null
  },
): Promise<void> {
  const { number, pdf, deliveryDate, ...others } = given
  const dates = { ...others, ...(deliveryDate !== null && { deliveryDate }) }
  const [saved] = await odoo.read(
    Certificate,
    [id],
    ['name', 'state', 'issueDate', 'deliveryDate', 'validUntil', 'certificateFile'],
  )
  if (!saved) throw failure(FailureType.OdooMissing, 'The certificate no longer exists in Odoo.')
  if (saved.state === 'draft' || saved.state === 'issued')
    throw failure(FailureType.OdooRejected, 'The certificate in Odoo does not reach the state “delivered”.')
  if (saved.name !== number || !Buffer.from(saved.certificateFile ?? '', 'base64').equals(pdf))
    throw failure(FailureType.OdooRejected, 'Odoo saved another number or file than it was given.')
  if (
    saved.issueDate !== dates.issueDate ||
    (deliveryDate !== null && saved.deliveryDate !== deliveryDate) ||
    saved.validUntil !== dates.validUntil
  )
    await odoo.write(Certificate, [id], dates)
}
