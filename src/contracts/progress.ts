import { defineSignal, defineUpdate } from '@temporalio/workflow'
import type { ProgramPolicy } from '../domain/policy.js'
import type { ProgramSnapshot } from '../domain/snapshot.js'
import type { Application } from './application.js'
import type { WorkflowState } from './enrollment.js'

/** Flowchart 2, `progress/<program>/<student>`: the long-lived one. Everything after the first two fields is carried by continue-as-new. */
export interface ProgressInput extends Application {
  readonly carried?: ProgressState
  /** Continue as new after so many events; tests set it low. Default: CONTINUE_AFTER_EVENTS. */
  readonly continueAfterEvents?: number
}

/** Plain JSON, absolute instants: all that a progress workflow knows. */
export interface ProgressState {
  readonly era: number
  readonly seq: number
  readonly stage: ProgressStage
  readonly startedAt: string
  readonly policy: ProgramPolicy
  readonly snapshot: ProgramSnapshot | null
  /** Highest milestone told to the student, in percent (25/50/75/100); once each. */
  readonly milestones: readonly number[]
  /** Course integrations completed so far, with why (`threshold`, or a person's override). Completed is for good. */
  readonly completed: Readonly<Record<string, CourseCompletion>>
  readonly remindersSent: number
  readonly lastActivityAt: string
  readonly nextReminderAt: string | null
  readonly deadlineAt: string | null
  readonly deadlineTold: boolean
  readonly stalledTold: boolean
  readonly paused: boolean
  readonly certificateVersion: number
  readonly steps: readonly { at: string; stage: string; words: string }[]
  /** Ids of the last commands handled, so that a command repeated after continue-as-new is not done twice. */
  readonly handled: readonly string[]
}

export interface CourseCompletion {
  readonly at: string
  readonly by: 'threshold' | 'override'
  readonly overall: number
  readonly reason?: string
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
/** The certificate workflow's last word. */
export const certificateConcluded =
  defineSignal<[{ version: number; outcome: 'issued' | 'declined'; certificateNumber?: string }]>(
    'certificateConcluded',
  )
export const resync = defineUpdate<WorkflowState, [{ by: string }]>('resync')
export const pause = defineUpdate<WorkflowState, [{ by: string; reason: string }]>('pause')
export const resume = defineUpdate<WorkflowState, [{ by: string }]>('resume')
/** `deadline`: ISO date or instant. */
export const extendDeadline = defineUpdate<WorkflowState, [{ by: string; deadline: string; reason: string }]>(
  'extendDeadline',
)
export const overrideCompletion = defineUpdate<
  WorkflowState,
  [{ by: string; courseIntegrationId: number; reason: string }]
>('overrideCompletion')
