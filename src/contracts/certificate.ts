import { defineSignal, defineUpdate } from '@temporalio/workflow'
import { certificateId, type Application, type ApplicationRun } from './application.js'
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
  | 'validating'
  | 'flagged'
  | 'issuing'
  | 'problem'
  | 'address_rejected'
  | 'issued'
  | 'declined'
  /** After the issue, by what people did to the record in Odoo. */
  | 'revoked'
  | 'expired'
  | typeof DELETED_STAGE

/** The record of an issued certificate was deleted in Odoo. */
export const DELETED_STAGE = 'deleted_in_odoo'

export interface CertificateOutcome {
  readonly stage: 'issued' | 'declined'
  readonly certificateNumber?: string
}

/** The question about a certificate whose record was deleted in Odoo. */
export interface CertificateRecordInput extends ApplicationRun {
  readonly version: number
  readonly certificateNumber: string
}

export const certificateRecordId = ({
  version,
  ...application
}: Application & { readonly version: number }) => `${certificateId(application, version)}/record`

/** Odoo has the record again. */
export const recordFound = defineSignal('recordFound')

/** Something that counts for the certificate has changed: check the requirements again. */
export const evidenceChanged = defineSignal('evidenceChanged')
export const decideCertificate = defineUpdate<WorkflowState, [TaskDecision]>('decideCertificate')
