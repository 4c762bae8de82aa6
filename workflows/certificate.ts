/**
 * Flowchart 3 of the plan, box by box:
 *
 *   A program completion detected → started by the progress workflow                        (its box J)
 *   B validate all requirements   → evidence read from Odoo now                             `validate`
 *   C requirements met?           → `checkRequirements`: each wanted, found, met
 *   D generate certificate        → number, PDF, register; recorded in Odoo                 `generate`
 *   F send certificate email      → with the PDF                                            `send`
 *   G update student status       → tracker, student: certified                             `writeStatuses`
 *   E flag for review             → task `certificate`                                      `flag`
 *   H notify agent                → mail with the open task; reminders, escalation          (the desk)
 */
import { CancellationScope, isCancellation, setHandler } from '@temporalio/workflow'
import type { Application } from '../src/contracts/application.js'
import {
  decideCertificate,
  evidenceChanged,
  type CertificateInput,
  type CertificateOutcome,
  type CertificateStage,
} from '../src/contracts/certificate.js'
import type { TaskDecision } from '../src/contracts/enrollment.js'
import { checkRequirements, type RequirementCheck } from '../src/domain/requirements.js'
import { Desk, PATIENT_CADENCE } from './human-tasks.js'
import { documents } from './activity-proxies.js'
import { Story } from './workflow-log.js'

export async function certificate(input: CertificateInput): Promise<CertificateOutcome> {
  const registrar = new Registrar(input)
  try {
    return await run(registrar)
  } catch (error) {
    if (!isCancellation(error)) throw error
    return registrar.decline('Cancelled: the student withdrew, or an operator ended it.')
  }
}

async function run(registrar: Registrar): Promise<CertificateOutcome> {
  //                                                                   A  program completion detected
  let check = await registrar.validate() //                            A → B  validate all requirements
  let decision: TaskDecision | undefined
  while (!check.met && decision === undefined) {
    const answer = await registrar.flag(check) //                      C –No→ E  flag for review, E → H  notify agent
    if (answer.kind === 'declined') return registrar.decline('A person declined the certificate.')
    if (answer.kind === 'issue') decision = answer.decision
    else check = await registrar.validate() //                         evidence changed: check again
  }
  // Once decided it is carried through: a number without a mail, or a mail without a status, would be half a certificate.
  return CancellationScope.nonCancellable(async () => {
    const certificateNumber = await registrar.generate(check, decision) // C –Yes→ D  generate certificate
    await registrar.send(certificateNumber) //                         D → F  send certificate email
    await registrar.writeStatuses() //                                 F → G  update student status
    return registrar.conclude(certificateNumber)
  })
}

type FlagAnswer =
  | { readonly kind: 'issue'; readonly decision: TaskDecision }
  | { readonly kind: 'declined' }
  | { readonly kind: 'check_again' }

/** The boxes of the chart as calls. */
class Registrar {
  readonly #application: Application
  readonly #story: Story
  readonly #desk: Desk
  #evidence = 0
  #checked = 0

  constructor(private readonly input: CertificateInput) {
    const { programId, studentId, version } = input
    this.#application = { programId, studentId }
    const title = `Certificate v${version} of student ${studentId} in program ${programId}`
    this.#story = new Story(this.#application, 'certificate', title)
    this.#desk = new Desk(this.#story, decideCertificate)
    setHandler(evidenceChanged, () => void (this.#evidence += 1), {
      description: 'Something that counts for the certificate has changed: check the requirements again',
    })
  }

  async validate(): Promise<RequirementCheck> {
    this.#tell('validating', 'Validating all requirements.')
    this.#checked = this.#evidence
    const { overridden, policy } = this.input
    const evidence = await this.#desk.odoo('evidence for the certificate', (odoo) =>
      odoo.collectEvidence({ ...this.#application, overridden }),
    )
    return checkRequirements(evidence, policy.certificate)
  }

  async flag(check: RequirementCheck): Promise<FlagAnswer> {
    const unmet = check.requirements.filter((requirement) => !requirement.met)
    const lacking = unmet.map(({ wanted, found }) => `${wanted} (found: ${found})`).join('; ')
    for (;;) {
      const reply = await this.#desk.ask({
        stage: 'flagged',
        message: `Requirements are not met: ${lacking}.`,
        task: {
          kind: 'certificate',
          instructions: `Not met: ${lacking}. Mend it in Odoo (it is checked again by itself), issue anyway with a reason, or decline.`,
          decisions: ['issue_anyway', 'wait', 'decline', 'retry'],
        },
        cadence: { ...this.input.policy.certificate.review, deadlineDays: null },
        facts: { check },
        changed: () => (this.#evidence > this.#checked ? 'Evidence has changed: checking again.' : null),
      })
      if (reply.kind !== 'answered') return { kind: 'check_again' }
      const { decision } = reply
      if (decision.decision === 'issue_anyway') return { kind: 'issue', decision }
      if (decision.decision === 'decline') return { kind: 'declined' }
      if (decision.decision === 'retry') return { kind: 'check_again' }
    }
  }

  /** D: reserved, rendered and stored in our register, then recorded in Odoo. */
  async generate(check: RequirementCheck, decision: TaskDecision | undefined): Promise<string> {
    const { version, policy } = this.input
    const by = decision === undefined ? 'all requirements met' : `issued anyway by ${decision.by}`
    this.#story.tell('issuing', `Generating the certificate: ${by}.`, {
      facts: { check, decision: decision ?? null },
    })
    const { certificateNumber } = await this.#desk.carry('number, PDF and register', (patience) =>
      documents(patience, 'number, PDF and register').issueCertificate({
        ...this.#application,
        version,
        validMonths: policy.certificate.validMonths,
        check,
        ...(decision === undefined ? {} : { decision: decisionOf(decision) }),
      }),
    )
    await this.#desk.odoo(`certificate ${certificateNumber} into Odoo`, (odoo) =>
      odoo.recordCertificate({ ...this.#application, version }),
    )
    return certificateNumber
  }

  async send(certificateNumber: string): Promise<void> {
    const { version } = this.input
    for (let attempt = 1; ; attempt += 1) {
      const { outcome } = await this.#desk.mail({
        ...this.#application,
        kind: 'certificate',
        version: attempt === 1 ? String(version) : `${version}.${attempt}`,
        certificateVersion: version,
        certificateNumber,
      })
      if (outcome !== 'rejected' && outcome !== 'no_recipient') return
      const reply = await this.#desk.ask({
        stage: 'address_refused',
        message: `Certificate ${certificateNumber} is issued, but its mail could not be delivered.`,
        task: {
          kind: 'address',
          instructions:
            'The student’s address does not work. Correct the e-mail in Odoo and answer "retry", or hand the certificate over and answer "skip".',
          decisions: ['retry', 'skip'],
        },
        cadence: PATIENT_CADENCE,
      })
      if (reply.kind === 'answered' && reply.decision.decision === 'skip') return
      this.#story.tell('issuing', 'Sending the certificate mail again.')
    }
  }

  async writeStatuses(): Promise<void> {
    const at = new Date().toISOString()
    await this.#desk.odoo('statuses: certified', (odoo) =>
      odoo.writeStatuses({ ...this.#application, point: { kind: 'certified' }, at }),
    )
  }

  async conclude(certificateNumber: string): Promise<CertificateOutcome> {
    return this.#close(
      { stage: 'issued', certificateNumber },
      `Certificate ${certificateNumber} is issued and mailed.`,
    )
  }

  async decline(message: string): Promise<CertificateOutcome> {
    await this.#desk.answerFirst()
    return this.#close({ stage: 'declined' }, message)
  }

  async #close(outcome: CertificateOutcome, message: string): Promise<CertificateOutcome> {
    this.#story.tell(outcome.stage, message, { task: null, closed: true })
    await this.#desk.settle()
    return outcome
  }

  #tell(stage: CertificateStage, message: string): void {
    this.#story.tell(stage, message)
  }
}

const decisionOf = ({ by, comment }: TaskDecision) => ({ by, ...(comment === undefined ? {} : { comment }) })
