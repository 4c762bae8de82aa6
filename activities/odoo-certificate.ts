import { dayOf } from '../src/certificates/facts.js'
import type { Certificate as RegisteredCertificate } from '../src/certificates/register.js'
import { FailureType } from '../src/contracts/failures.js'
import type { Odoo } from '../src/odoo/client.js'
import { OdooError } from '../src/odoo/errors.js'
import { Certificate } from '../src/odoo/schema.js'
import { failure } from './failures.js'

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
  if (id === undefined) throw failure(FailureType.OdooRefused, 'Odoo kept no certificate.')
  await step(odoo, id, ISSUE)
  await keepDates(odoo, id, { issueDate: issuedOn, validUntil })
  await step(odoo, id, DELIVER)
  await readBack(odoo, id, number, pdf)
  return id
}

interface Step {
  readonly from: 'draft' | 'issued'
  readonly to: 'issued' | 'delivered'
  /** The suite's method for it. */
  readonly method: string
}

const ISSUE: Step = { from: 'draft', to: 'issued', method: 'action_issue' }
const DELIVER: Step = { from: 'issued', to: 'delivered', method: 'action_deliver' }

/**
 * One step of the certificate's state machine; nothing when the record is further already. The suite has methods for it; on models that
 * `setup` made there are none, and the state is written.
 */
async function step(odoo: Odoo, id: number, { from, to, method }: Step): Promise<void> {
  const state = async () => (await odoo.read(Certificate, [id], ['state']))[0]?.state
  if ((await state()) !== from) return
  const { origin } = await odoo.resolve(Certificate)
  if (origin === 'provisioned') {
    await odoo.write(Certificate, [id], { state: to })
    return
  }
  try {
    await odoo.call(Certificate, method, [id])
  } catch (error) {
    // An earlier call, given up by us, has got there first: the suite then refuses the step.
    const overtaken =
      error instanceof OdooError && error.type === FailureType.OdooRefused && (await state()) !== from
    if (!overtaken) throw error
  }
}

/**
 * `action_issue` writes today into the issue date, which is later than ours when Odoo was down meanwhile; and the suite ends the validity
 * of every new record after 730 days. What is printed on the paper stands.
 */
async function keepDates(
  odoo: Odoo,
  id: number,
  dates: { issueDate: string; validUntil: string | null },
): Promise<void> {
  const [kept] = await odoo.read(Certificate, [id], ['issueDate', 'validUntil'])
  if (kept && (kept.issueDate !== dates.issueDate || kept.validUntil !== dates.validUntil))
    await odoo.write(Certificate, [id], dates)
}

async function readBack(odoo: Odoo, id: number, number: string, pdf: Buffer): Promise<void> {
  const [kept] = await odoo.read(Certificate, [id], ['name', 'state', 'certificateFile'])
  if (!kept) throw failure(FailureType.OdooMissing, 'The certificate is gone from Odoo.')
  if (kept.state === 'draft' || kept.state === 'issued')
    throw failure(FailureType.OdooRefused, 'The certificate in Odoo does not become delivered.')
  if (kept.name !== number || !Buffer.from(kept.certificateFile ?? '', 'base64').equals(pdf))
    throw failure(FailureType.OdooRefused, 'Odoo keeps another number or file than it was given.')
}
