import { ChildWorkflowFailure, WorkflowExecutionAlreadyStartedError } from '@temporalio/common'
import {
  getExternalWorkflowHandle,
  isCancellation,
  ParentClosePolicy,
  sleep,
  startChild,
} from '@temporalio/workflow'
import { certificateId, type Application } from '../src/contracts/application.js'
import {
  evidenceChanged,
  type CertificateInput,
  type CertificateOutcome,
} from '../src/contracts/certificate.js'
import { certificateOptions } from '../src/contracts/workflow-options.js'
import { certificate } from './certificate.js'
import { urgency } from './urgency.js'

/** The certificate workflow as the training sees it: a child whose outcome it waits for. */

/** Starts the certificate workflow and reports its outcome when it ends. */
export async function startCertificate(
  input: CertificateInput,
  onConcluded: (outcome: CertificateOutcome) => void,
): Promise<void> {
  for (;;) {
    try {
      const child = await startChild(certificate, {
        ...certificateOptions(input, urgency()),
        parentClosePolicy: ParentClosePolicy.ABANDON,
      })
      void reportOutcome(child.result(), onConcluded)
      return
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
      // One of an earlier training, which was withdrawn while its certificate was being issued, is
      // about to end.
      await sleep('1 minute', { summary: 'an earlier run of the certificate is still open' })
    }
  }
}

async function reportOutcome(
  result: Promise<CertificateOutcome>,
  onConcluded: (outcome: CertificateOutcome) => void,
): Promise<void> {
  try {
    onConcluded(await result)
  } catch (error) {
    // Withdrawn: the child is cancelled with its parent. Ended by an operator: the same as
    // declined.
    if (error instanceof ChildWorkflowFailure) onConcluded({ stage: 'declined' })
    else if (!isCancellation(error)) throw error
  }
}

/** Makes the certificate workflow check its requirements again. */
export async function signalEvidenceChanged(application: Application, version: number): Promise<void> {
  try {
    await getExternalWorkflowHandle(certificateId(application, version)).signal(evidenceChanged)
  } catch (error) {
    // It may have just ended: then its outcome is about to arrive.
    if (isCancellation(error)) throw error
  }
}
