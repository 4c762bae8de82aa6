import { setHandler } from '@temporalio/workflow'
import type { ApplicationRun } from '../src/contracts/application.js'
import {
  decideCertificate,
  evidenceChanged,
  type CertificateInput,
  type CertificateOutcome,
  type CertificateStage,
} from '../src/contracts/certificate.js'
import type { TaskDecision } from '../src/contracts/enrollment.js'
import { applicationRunOf, studentSummary } from '../src/contracts/workflow-options.js'
import { instruct, say, type Sentence } from '../src/domain/sentences/sentence.js'
import { DEFAULT_POLICY } from '../src/domain/policy.js'
import { DEFAULT_CADENCE } from '../src/domain/reminders.js'
import { checkRequirements, type RequirementCheck } from '../src/domain/requirements.js'
import { documents } from './activity-proxies.js'
import { HumanTasks } from './human-tasks.js'
import { Lifecycle } from './lifecycle.js'
import { Recovery } from './recovery.js'
import { WorkflowLog } from './workflow-log.js'

export type FlagResult =
  | { readonly kind: 'issue_anyway'; readonly decision: TaskDecision }
  | { readonly kind: 'declined' }
  | { readonly kind: 'check_again' }
  | { readonly kind: 'wait' }

/** The boxes of flowchart 3. `certificate.ts` has their order. */
export class CertificateSteps {
  readonly lifecycle: Lifecycle<CertificateStage>
  readonly #input: CertificateInput
  readonly #application: ApplicationRun
  readonly #log: WorkflowLog<CertificateStage>
  readonly #tasks: HumanTasks<CertificateStage>
  readonly #recovery: Recovery<CertificateStage>
  /**
   * Signals about changed evidence: how many have arrived, and how many were there at the last
   * check.
   */
  #evidenceSignals = 0
  #checkedSignals = 0
  #emails = 0
  /** Of the run: known from the first check on. */
  #policy = DEFAULT_POLICY.certificate

  constructor(input: CertificateInput) {
    this.#input = input
    this.#application = applicationRunOf(input)
    this.#log = new WorkflowLog<CertificateStage>(this.#application, 'certificate', {
      title: `Certificate v${input.version}: ${studentSummary(input, input.programName)}`,
      stage: 'validating',
    })
    this.#tasks = new HumanTasks(this.#log, decideCertificate)
    this.lifecycle = new Lifecycle(this.#log)
    this.#recovery = new Recovery<CertificateStage>(this.#log, this.#tasks, this.lifecycle)
    setHandler(evidenceChanged, () => void (this.#evidenceSignals += 1), {
      description: 'Something that counts for the certificate has changed: check the requirements again',
    })
  }

  /** B and C. */
  async validate(): Promise<RequirementCheck> {
    this.#log.record('validating', say('validating'))
    this.#checkedSignals = this.#evidenceSignals
    const { overridden } = this.#input
    const { evidence, policy } = await this.#recovery.callOdoo({ of: 'evidence' }, (odoo) =>
      odoo.collectEvidence({ ...this.#application, overridden }),
    )
    this.#policy = policy.certificate
    return checkRequirements(evidence, policy.certificate)
  }

  /** E and H. A person decides, unless the evidence changes first. */
  async flagForReview(check: RequirementCheck): Promise<FlagResult> {
    const unmet = check.requirements.flatMap(({ met, stated }) => (met || !stated ? [] : stated))
    const result = await this.#tasks.awaitDecision({
      stage: 'flagged',
      message: say('requirements_not_met', { unmet }),
      task: {
        kind: 'certificate',
        ...instruct(say('requirements_unmet', { unmet })),
        decisions: ['issue_anyway', 'wait', 'decline', 'retry'],
      },
      cadence: this.#policy.review,
      facts: { check },
      changed: () => (this.#evidenceSignals > this.#checkedSignals ? say('evidence_changed') : null),
    })
    if (result.kind !== 'decided') return { kind: 'check_again' }
    const { decision } = result
    switch (decision.decision) {
      case 'issue_anyway':
        return { kind: 'issue_anyway', decision }
      case 'decline':
        return { kind: 'declined' }
      case 'wait':
        return { kind: 'wait' }
      default:
        return { kind: 'check_again' }
    }
  }

  /**
   * D. The number is reserved, the PDF rendered and stored in our register, and recorded in Odoo.
   * Repeated, it is the same certificate.
   */
  async generate(check: RequirementCheck, approval: TaskDecision | null): Promise<string> {
    const { version } = this.#input
    const message = approval === null ? say('generating') : say('generating_anyway', { by: approval.by })
    this.#log.record('issuing', message, {
      facts: { check, decision: approval },
    })
    const { certificateNumber } = await this.#recovery.call({ of: 'certificate' }, (mode, summary) =>
      documents(mode, summary).generateCertificate({
        ...this.#application,
        version,
        validMonths: this.#policy.validMonths,
        check,
        ...(approval === null ? {} : { decision: reasonOf(approval) }),
      }),
    )
    return certificateNumber
  }

  /** F. Sent again after a correction it is a new email of the same certificate. */
  async sendCertificate(certificateNumber: string): Promise<'sent' | 'undeliverable'> {
    const { version } = this.#input
    this.#emails += 1
    const outcome = await this.#recovery.sendMail({
      ...this.#application,
      kind: 'certificate',
      version: this.#emails === 1 ? `${version}` : `${version}.${this.#emails}`,
      certificateVersion: version,
      certificateNumber,
    })
    return outcome === 'rejected' || outcome === 'no_recipient' ? 'undeliverable' : 'sent'
  }

  /** F. A person corrects the address, or hands the certificate over by hand. */
  async awaitAddress(certificateNumber: string): Promise<'retry' | 'skip'> {
    const result = await this.#tasks.awaitDecision({
      stage: 'address_rejected',
      message: say('certificate_not_delivered', { number: certificateNumber }),
      task: {
        kind: 'address',
        ...instruct(say('certificate_undelivered')),
        decisions: ['retry', 'skip'],
      },
      cadence: DEFAULT_CADENCE,
    })
    if (result.kind === 'decided' && result.decision.decision === 'skip') return 'skip'
    this.#log.record('issuing', say('certificate_email_again'))
    return 'retry'
  }

  /** G. */
  async updateStudentStatus(): Promise<void> {
    const at = new Date().toISOString()
    await this.#recovery.callOdoo({ of: 'statuses', point: 'certified' }, (odoo) =>
      odoo.writeStatuses({ ...this.#application, point: { kind: 'certified' }, at }),
    )
  }

  async conclude(certificateNumber: string): Promise<CertificateOutcome> {
    await this.lifecycle.close('issued', say('certificate_sent', { number: certificateNumber }))
    return { stage: 'issued', certificateNumber }
  }

  decline(): Promise<CertificateOutcome> {
    return this.#decline(say('declined'))
  }

  /** A cancelled certificate counts as declined: whoever waits for it gets an outcome. */
  closeCancelled(): Promise<CertificateOutcome> {
    const { ending } = this.lifecycle
    return this.#decline(ending?.message ?? say('certificate_cancelled'))
  }

  async #decline(message: Sentence): Promise<CertificateOutcome> {
    await this.lifecycle.closeAfterCommand('declined', message)
    return { stage: 'declined' }
  }
}

const reasonOf = ({ by, comment }: TaskDecision) => ({ by, ...(comment === undefined ? {} : { comment }) })
