import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow'
import type { Application } from './application.js'
import type { Answer, Task } from './tasks.js'

/** Flowchart 1, `enrollment/<program>/<student>`. */
export interface EnrollmentInput extends Application {
  /** Who brought the application: the sweep over Odoo, or a person through the API. */
  readonly origin: 'sweep' | 'api'
}

export type EnrollmentStage =
  | 'received'
  | 'review'
  | 'identity'
  | 'enrolling'
  | 'awaiting_agent'
  | 'problem'
  | 'address_refused'
  | 'begun'
  | 'rejected'
  | 'lapsed'
  | 'withdrawn'
  | 'already_certified'
  | 'not_open'

export interface EnrollmentOutcome {
  readonly stage: EnrollmentStage
  readonly reason: string
}

/** A person's answer to the open task. */
export interface ReviewDecision {
  readonly answer: Answer
  /** Why; kept with the decision. Required for `approve` against the rules, `reject` and `issue_anyway`. */
  readonly comment?: string
  /** Who decided: an Odoo user id or an API key's name; never a person's name. */
  readonly by: string
  /** For `use_contact`. */
  readonly partnerId?: number
}

export interface EnrollDecision {
  readonly by: string
  /** Course integrations to enroll in; absent: all that wait. */
  readonly courseIntegrationIds?: readonly number[]
  readonly comment?: string
}

/** What every command to a workflow answers: the state after it. */
export interface WorkflowState {
  readonly stage: string
  readonly seq: number
  readonly task: Task | null
  readonly closed: boolean
}

export interface Step {
  readonly at: string
  readonly stage: string
  readonly words: string
}

/** Facts in Odoo that eligibility or enrollment depends on have changed; `version` is their fingerprint. */
export const factsChanged = defineSignal<[{ version: string }]>('factsChanged')
export const decideReview = defineUpdate<WorkflowState, [ReviewDecision]>('decideReview')
export const enroll = defineUpdate<WorkflowState, [EnrollDecision]>('enroll')
export const withdraw = defineUpdate<WorkflowState, [{ by: string; reason: string }]>('withdraw')
export const getState = defineQuery<WorkflowState>('getState')
/** Steps so far, oldest first (at most the last 200). */
export const getSteps = defineQuery<Step[]>('getSteps')
