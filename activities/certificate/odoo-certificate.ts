import { dayOf } from '../../src/certificates/facts.js'
import type { Certificate as RegisteredCertificate } from '../../src/certificates/register.js'
import { FailureType } from '../../src/contracts/failures.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { OdooError } from '../../src/odoo/client/errors.js'
import { Certificate } from '../../src/odoo/schema/index.js'
import { failure } from '../failures.js'

/**
 * `gr.certificate` for a certificate of our register: found or created by an external id made of program, student and version, so that a
 * time-out after the commit makes no second one; then draft → issued → delivered, one lawful step after the other. Answers its id.
 */
export async function recordInOdoo(
  odoo: Odoo,
  certificate: RegisteredCertificate,
  pdf: Buffer,
): Promise<number> {
  const { programId, studentId, version, number, token, facts, validUntil } = certificate
  const key = `${String(programId)}_${String(studentId)}_v${String(version)}`
  const issuedOn = dayOf(certificate.issuedAt)
  const [id] = await odoo.load(Certificate, [
    {
      externalId: `certificate_${key}`,
      // The suite numbers only what comes without a name: ours is the number on the paper.
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
      // Base64: raw bytes would be kept as a broken file (defect C6 of the suite).
      certificateFile: pdf.toString('base64'),
      certificateFilename: `${number}.pdf`,
      notes: `Certificate ${number}, SHA-256 of the PDF ${certificate.sha256}`,
    },
  ])
  if (id === undefined) throw failure(FailureType.OdooRejected, 'Odoo kept no certificate.')
  await deliver(odoo, id, issuedOn)
  await readBack(odoo, id, { number, pdf, issueDate: issuedOn, validUntil })
  return id
}

/** Methods of the suite's own state machine: each takes the record from one state to the next. */
const STEPS = [
  { from: 'draft', to: 'issued', method: 'action_issue' },
  { from: 'issued', to: 'delivered', method: 'action_deliver' },
] as const

/** From the state in which it is, step by step; nothing when the record is delivered already, or further. */
async function deliver(odoo: Odoo, id: number, deliveryDate: string): Promise<void> {
  let state = await stateOf(odoo, id)
  if ((await odoo.resolve(Certificate)).origin === 'provisioned') {
    // Models that `setup` made have no methods.
    if (state === 'draft' || state === 'issued')
      await odoo.write(Certificate, [id], { state: 'delivered', deliveryDate })
    return
  }
  for (const { from, to, method } of STEPS) {
    if (state !== from) continue
    try {
      await odoo.call(Certificate, method, [id])
      state = to
    } catch (error) {
      if (!(error instanceof OdooError) || error.type !== FailureType.OdooRejected) throw error
      // An earlier call, given up by us, has got there first: the suite then refuses the step.
      state = await stateOf(odoo, id)
      if (state === from) throw error
    }
  }
}

const stateOf = async (odoo: Odoo, id: number) => (await odoo.read(Certificate, [id], ['state']))[0]?.state

/**
 * What Odoo has kept is what it was given. `action_issue` writes today into the issue date, which is later than ours when Odoo was down
 * meanwhile; and the suite ends the validity of every new record after 730 days. What is printed on the paper stands.
 */
async function readBack(
  odoo: Odoo,
  id: number,
  given: { number: string; pdf: Buffer; issueDate: string; validUntil: string | null },
): Promise<void> {
  const { number, pdf, ...dates } = given
  const [kept] = await odoo.read(
    Certificate,
    [id],
    ['name', 'state', 'issueDate', 'validUntil', 'certificateFile'],
  )
  if (!kept) throw failure(FailureType.OdooMissing, 'The certificate is gone from Odoo.')
  if (kept.state === 'draft' || kept.state === 'issued')
    throw failure(FailureType.OdooRejected, 'The certificate in Odoo does not become delivered.')
  if (kept.name !== number || !Buffer.from(kept.certificateFile ?? '', 'base64').equals(pdf))
    throw failure(FailureType.OdooRejected, 'Odoo keeps another number or file than it was given.')
  if (kept.issueDate !== dates.issueDate || kept.validUntil !== dates.validUntil)
    await odoo.write(Certificate, [id], dates)
}
