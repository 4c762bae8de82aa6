import { defineSignal, defineUpdate } from '@temporalio/workflow'
import type { ProgramPolicy } from '../domain/policy.js'
import type { ProgramSnapshot } from '../domain/snapshot.js'
import type { Application } from './application.js'
import type { CertificateOutcome } from './certificate.js'
import type { Command, CommentId, WorkflowLogState, WorkflowState } from './enrollment.js'

/** Flowchart 2, `progress/<program>/<student>`: the long-lived one. */
export interface ProgressInput extends Application {
  /** What enrollment knew already; absent when the sync started a missing workflow: then it is read. */
  readonly enrollment?: { readonly policy: ProgramPolicy; readonly durationWeeks: number | null }
  /** Set by continue-as-new only. */
  readonly carried?: ProgressState
  /** Continue as new after so many events; tests set it low. Default: CONTINUE_AFTER_EVENTS. */
  readonly continueAfterEvents?: number
}

/** All that a progress workflow knows. Plain JSON, absolute instants (ISO). */
export interface ProgressState {
  readonly log: WorkflowLogState
  /** The policy she began under; a later version is for later students. */
  policy: ProgramPolicy
  snapshot: ProgramSnapshot | null
  /** Course integrations in which she has begun. */
  started: number[]
  /** Course integrations completed so far, by id, and why. Completed is for good. */
  completed: Record<string, CourseCompletion>
  /** Of these, the ones whose status in Odoo and mail are still to be done. */
  unwritten: number[]
  /** Milestones told to the student, percent; once each. */
  milestones: number[]
  lastActivityAt: string
  remindersSent: number
  /** The agent was told that she stands still, that the deadline is over. */
  stalledReported: boolean
  overdueReported: boolean
  deadlineAt: string | null
  pausedAt: string | null
  /** The certificate version that was asked for, 0: none yet; and the hash of the snapshot it last heard of. */
  certificateVersion: number
  certificateNotifiedHash: string
  concluded: CertificateOutcome | null
  /** Ids of the last commands done, so that one repeated after continue-as-new is not done twice. */
  handledCommands: string[]
}

interface CourseCompletion {
  readonly at: string
  readonly by: 'threshold' | 'override'
  readonly overall: number
  readonly comment?: CommentId
  readonly decidedBy?: string
}

export type ProgressStage =
  | 'not_started'
  | 'in_progress'
  | 'stalled'
  | 'overdue'
  | 'paused'
  | 'problem'
  | 'completed'
  | 'certificate_pending'
  | 'certified'
  | 'declined'
  | 'withdrawn'

export interface ProgressOutcome {
  readonly stage: ProgressStage
}

/** The whole state of the student in the program as the sync read it; an older one than known is dropped. */
export const progressSnapshot = defineSignal<[ProgramSnapshot]>('progressSnapshot')
export const resync = defineUpdate<WorkflowState, [Command]>('resync')
export const pause = defineUpdate<WorkflowState, [Command]>('pause')
export const resume = defineUpdate<WorkflowState, [Command]>('resume')
/** `deadline`: ISO instant in the future. */
export const extendDeadline = defineUpdate<WorkflowState, [Command & { deadline: string }]>('extendDeadline')
export const overrideCompletion = defineUpdate<WorkflowState, [Command & { courseIntegrationId: number }]>(
  'overrideCompletion',
)
