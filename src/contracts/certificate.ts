import { defineSignal, defineUpdate } from '@temporalio/workflow'
import type { ApplicationRun } from './application.js'
import type { TaskDecision, WorkflowState } from './enrollment.js'

/** Flowchart 3, `certificate/<program>/<student>/v<n>`. */
export interface CertificateInput extends ApplicationRun {
  readonly version: number
  /** Title of the program. */
  readonly programName: string
  /** Course integrations that a person declared completed: their requirements count as met. */
  readonly overridden: readonly number[]
}

export type CertificateStage =
  'validating' | 'flagged' | 'issuing' | 'problem' | 'address_rejected' | 'issued' | 'declined'

export interface CertificateOutcome {
  readonly stage: 'issued' | 'declined'
  readonly certificateNumber?: string
}

/** Something that counts for the certificate has changed: check the requirements again. */
export const evidenceChanged = defineSignal('evidenceChanged')
export const decideCertificate = defineUpdate<WorkflowState, [TaskDecision]>('decideCertificate')
