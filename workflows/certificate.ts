/**
 * Flowchart 3 of the plan, box by box. `run` is the chart; its boxes are the methods of
 * `CertificateSteps` (`certificate-steps.ts`).
 *
 *   A program completion detected → started by the progress workflow (its box J)
 *   B validate all requirements   → `validate`: evidence read from Odoo now
 *   C requirements met?           → `checkRequirements`: each wanted, found, met
 *   D generate certificate        → `generate`: number, PDF, register, record in Odoo
 *   F send certificate email      → `sendCertificate`: with the PDF
 *   G update student status       → `updateStudentStatus`: tracker and student are certified
 *   E flag for review             → `flagForReview`: task `certificate`
 *   H notify agent                → email about the task, reminders, escalation (`human-tasks.ts`)
 *
 * The only wait for a person outside `run` is in `recovery.ts`. A call that no retry can fix opens
 * a `problem` task there, whichever box it belongs to, and is retried once a person has fixed it.
 */
import { CancellationScope } from '@temporalio/workflow'
import type { CertificateInput, CertificateOutcome } from '../src/contracts/certificate.js'
import type { TaskDecision } from '../src/contracts/enrollment.js'
import { CertificateSteps } from './certificate-steps.js'
import { runCancellable } from './lifecycle.js'

export function certificate(input: CertificateInput): Promise<CertificateOutcome> {
  return runCancellable(new CertificateSteps(input), run)
}

async function run(steps: CertificateSteps): Promise<CertificateOutcome> {
  // A → B  program completion detected: validate all requirements
  let check = await steps.validate()
  let approval: TaskDecision | null = null
  while (!check.met && approval === null) {
    // C –No→ E  flag for review, E → H  notify agent
    const review = await steps.flagForReview(check)
    if (review.kind === 'declined') return steps.decline()
    if (review.kind === 'issue_anyway') approval = review.decision
    if (review.kind === 'check_again') check = await steps.validate()
  }

  // Once decided it cannot be cancelled: a number without an email, or an email without a status,
  // would be half a certificate.
  return CancellationScope.nonCancellable(async () => {
    // C –Yes→ D  generate certificate
    const certificateNumber = await steps.generate(check, approval)
    // D → F  send certificate email. A person corrects an address that does not work, or skips it.
    while ((await steps.sendCertificate(certificateNumber)) === 'undeliverable') {
      if ((await steps.awaitAddress(certificateNumber)) === 'skip') break
    }
    // F → G  update student status
    await steps.updateStudentStatus()
    return steps.conclude(certificateNumber)
  })
}
