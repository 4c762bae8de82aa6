import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow'
import type { CenterCalendar } from '../domain/center-calendar.js'
import type { ProgramSnapshot } from '../domain/snapshot.js'
import type { TrainingPolicy, TrainingStage, TrainingState } from '../domain/training.js'
import type { ApplicationRun } from './application.js'
import type { CertificateOutcome } from './certificate.js'
import type { Command, WorkflowLogState, WorkflowState } from './enrollment.js'

/** Flowchart 2, `progress/<program>/<student>`: the long-lived one. */
export interface ProgressInput extends ApplicationRun {
  /**
   * What the enrollment has read. Absent when the sync started the workflow, which then reads it.
   */
  readonly enrollment?: {
    readonly policy: TrainingPolicy
    readonly calendar: CenterCalendar
    readonly durationWeeks: number | null
    readonly programName: string
    /** Course integrations in which the enrollment has made trackers. */
    readonly enrolledIn: readonly number[]
  }
  /**
   * The training was in progress before this workflow: what was reached by then is not reported.
   * Absent: no.
   */
  readonly adopted?: true
  /** Set by continue-as-new only. */
  readonly carried?: ProgressState
  /** Events after which it continues as new; tests set it low. Default: CONTINUE_AFTER_EVENTS. */
  readonly continueAfterEvents?: number
}

/** Everything that a progress workflow knows. Plain JSON, absolute instants (ISO). */
export interface ProgressState extends TrainingState {
  readonly log: WorkflowLogState<ProgressStage>
  /** Title of the program; empty until it is known. */
  programName: string
  /** Hash of the snapshot that the certificate workflow was last notified of. */
  certificateNotifiedHash: string
  /** How the certificate workflow ended. */
  concluded: CertificateOutcome | null
  /** The outbox could not write the statuses. */
  statusesRefused: boolean
  /** Ids of the last commands, so that one repeated after continue-as-new is not done twice. */
  handledCommands: string[]
}

export type ProgressStage = TrainingStage | 'problem' | 'certified' | 'declined' | 'withdrawn'

export interface ProgressOutcome {
  readonly stage: ProgressStage
}

/**
 * The whole state of the student in the program as the sync read it. One older than known is
 * dropped.
 */
export const progressSnapshot = defineSignal<[ProgramSnapshot]>('progressSnapshot')
export const resync = defineUpdate<WorkflowState, [Command]>('resync')
export const pause = defineUpdate<WorkflowState, [Command]>('pause')
export const resume = defineUpdate<WorkflowState, [Command]>('resume')
/** `deadline`: an ISO date, whose end in the center is meant, or an ISO instant; in the future. */
export const extendDeadline = defineUpdate<WorkflowState, [Command & { deadline: string }]>('extendDeadline')
export const overrideCompletion = defineUpdate<WorkflowState, [Command & { courseIntegrationId: number }]>(
  'overrideCompletion',
)
/** What a pause, a resumption and an extension change. ISO instants. */
export interface TrainingTimes {
  readonly pausedAt: string | null
  readonly deadlineAt: string | null
}
export const getTrainingTimes = defineQuery<TrainingTimes>('getTrainingTimes')
