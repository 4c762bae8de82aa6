import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow'
import type { ApplicationFacts } from '../domain/facts.js'
import type { EnrollmentPolicy } from '../domain/policy.js'
import type { Sentence } from '../domain/sentences/sentence.js'
import type { ApplicationRun } from './application.js'
import type { CertificateStage } from './certificate.js'
import type { ProgressStage } from './progress.js'
import type { Decision, Task } from './tasks.js'

/** What a decision about an application is based on. */
export interface ApplicationRecord {
  readonly facts: ApplicationFacts
  readonly policy: EnrollmentPolicy
}

/** Flowchart 1, `enrollment/<program>/<student>`. */
export interface EnrollmentInput extends ApplicationRun {
  /** Who brought the application: the sweep over Odoo, or a person through the API. */
  readonly origin: 'sweep' | 'api'
  /**
   * What the sync has read when it started the run. Changes after that are signalled. Absent: the
   * workflow reads it.
   */
  readonly record?: ApplicationRecord
  /**
   * The student is in training already: what they have is taken as it is, and no email tells them
   * of it. Absent: no.
   */
  readonly adopted?: true
}

export type EnrollmentStage =
  | 'received'
  | 'review'
  | 'identity'
  | 'enrolling'
  | 'awaiting_agent'
  | 'problem'
  | 'address_rejected'
  | 'training_started'
  | 'rejected'
  | 'lapsed'
  | 'withdrawn'
  | 'already_certified'
  | 'already_finished'
  | 'not_open'

export interface EnrollmentOutcome {
  readonly stage: EnrollmentStage
  readonly reason: string
}

/** Stage of any of the three flows. */
export type WorkflowStage = EnrollmentStage | ProgressStage | CertificateStage

/**
 * The id of a free text in our own register (`comment`). What people write may name people, so the
 * text stays in PostgreSQL and only its id travels through Temporal.
 */
export type CommentId = string

/** A person's decision on the open task. */
export interface TaskDecision {
  readonly decision: Decision
  /** Why. Required for `DECISIONS_WITH_REASON`. */
  readonly comment?: CommentId
  /** Who decided: an API key's id or an Odoo user id; never a person's name. */
  readonly by: string
  /** Absent: a person waits for it. */
  readonly urgency?: 'bulk'
  /** For `use_contact`. */
  readonly partnerId?: number
  /** For `enroll`: course integrations to enroll in; absent: all that wait. */
  readonly courseIntegrationIds?: readonly number[]
}

export type EnrollDecision = Omit<TaskDecision, 'decision' | 'partnerId'>

/** A command that a person gives to a workflow. */
export interface Command {
  readonly by: string
  readonly comment?: CommentId
  /** Absent: a person waits for it. */
  readonly urgency?: 'bulk'
}

/** What every command to a workflow returns: the state after it. */
export interface WorkflowState {
  readonly stage: WorkflowStage
  readonly seq: number
  readonly task: Task | null
  readonly closed: boolean
}

export interface Step {
  /** ISO instant, workflow time. */
  readonly at: string
  readonly stage: string
  readonly message: string
  /** Absent: of an earlier version. */
  readonly sentences?: readonly Sentence[]
}

/**
 * What a workflow's log carries over continue-as-new. `Transition` explains `runEpoch` and `seq`.
 */
export interface WorkflowLogState<Stage extends WorkflowStage> {
  readonly runEpoch: number
  seq: number
  stage: Stage
  task: Task | null
  steps: Step[]
}

/**
 * Facts in Odoo that eligibility or enrollment depends on, or the student's contact, have changed.
 */
export const factsChanged = defineSignal<[ChangedFacts]>('factsChanged')
export interface ChangedFacts {
  /** Fingerprint of the facts. */
  readonly version: string
  /** The contact that the student is linked to. */
  readonly contactId?: number | null
}
export const decideReview = defineUpdate<WorkflowState, [TaskDecision]>('decideReview')
export const enroll = defineUpdate<WorkflowState, [EnrollDecision]>('enroll')
export const withdraw = defineUpdate<WorkflowState, [Command]>('withdraw')
/** A person moves a running application to another version of the program's policy. */
export interface PolicyMove extends Command {
  readonly policy: EnrollmentPolicy
}
/**
 * For enrollment and training. The register has the version by then: the sync and every later
 * reading use it.
 */
export const usePolicy = defineUpdate<WorkflowState, [PolicyMove]>('usePolicy')
export const getState = defineQuery<WorkflowState>('getState')
/** The last 50 steps, oldest first. All of them are in the read model. */
export const getSteps = defineQuery<Step[]>('getSteps')
