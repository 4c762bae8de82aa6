import { defineSignal, defineUpdate } from '@temporalio/workflow'
import type { ProgramPolicy } from '../domain/policy.js'
import type { Application } from './application.js'
import type { TaskDecision, WorkflowState } from './enrollment.js'

/** Flowchart 3, `certificate/<program>/<student>/v<n>`. */
export interface CertificateInput extends Application {
  readonly version: number
  readonly policy: ProgramPolicy
  /** Course integrations that a person declared completed: those requirements count as met by decision. */
  readonly overridden: readonly number[]
}

export type CertificateStage =
  'validating' | 'flagged' | 'issuing' | 'problem' | 'address_refused' | 'issued' | 'declined'

export interface CertificateOutcome {
  readonly stage: 'issued' | 'declined'
  readonly certificateNumber?: string
}

/** Something that counts for the certificate has changed: check the requirements again. */
export const evidenceChanged = defineSignal('evidenceChanged')
export const decideCertificate = defineUpdate<WorkflowState, [TaskDecision]>('decideCertificate')
