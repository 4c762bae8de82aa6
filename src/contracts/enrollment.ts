import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow'
import type { Application } from './application.js'
import type { Decision, Task } from './tasks.js'

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

/**
 * The number of a free text in our own register (`remark`). What people write may name people, so the text stays in PostgreSQL
 * and only its number travels through Temporal.
 */
export type CommentId = string

/** A person's answer to the open task. */
export interface TaskDecision {
  readonly decision: Decision
  /** Why. Required where the answer goes against the rules or ends the application (`REASONED_ANSWERS`). */
  readonly comment?: CommentId
  /** Who decided: an API key's id or an Odoo user id; never a person's name. */
  readonly by: string
  /** For `use_contact`. */
  readonly partnerId?: number
}

export interface EnrollDecision {
  readonly by: string
  /** Course integrations to enroll in; absent: all that wait. */
  readonly courseIntegrationIds?: readonly number[]
  readonly comment?: CommentId
}

/** A command to the student's process by a person. */
export interface Command {
  readonly by: string
  readonly comment?: CommentId
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
  readonly message: string
}

/** What a workflow's story carries over continue-as-new; `Transition` explains `era` and `seq`. */
export interface WorkflowLogState {
  readonly runEpoch: number
  seq: number
  stage: string
  task: Task | null
  steps: Step[]
}

/** Facts in Odoo that eligibility or enrollment depends on have changed; `version` is their fingerprint. */
export const factsChanged = defineSignal<[{ version: string }]>('factsChanged')
export const decideReview = defineUpdate<WorkflowState, [TaskDecision]>('decideReview')
export const enroll = defineUpdate<WorkflowState, [EnrollDecision]>('enroll')
export const withdraw = defineUpdate<WorkflowState, [Command]>('withdraw')
export const getState = defineQuery<WorkflowState>('getState')
/** Steps so far, oldest first (at most the last 200). */
export const getSteps = defineQuery<Step[]>('getSteps')
