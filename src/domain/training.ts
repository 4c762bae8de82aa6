import type { ProgressStage, ProgressState } from '../contracts/progress.js'
import { allCoursesComplete, isFinalInOdoo, reachesThreshold } from './completion.js'
import { nextDue, type TrainingDue } from './reminders.js'
import type { CourseSnapshot, ProgramSnapshot } from './snapshot.js'

/**
 * A student's training as pure steps on its state; the progress workflow adds the effects. Invariants: the snapshot is the newest that
 * arrived, `completed`, `started` and `milestones` only grow. Instants are ISO, `now` in ms since the epoch.
 */
export type TrainingState = Omit<ProgressState, 'log'>

export function newTraining(policy: TrainingState['policy'], now: number): TrainingState {
  return {
    policy,
    snapshot: null,
    started: [],
    completed: {},
    unwritten: [],
    milestones: [],
    lastActivityAt: new Date(now).toISOString(),
    remindersSent: 0,
    stalledReported: false,
    overdueReported: false,
    deadlineAt: null,
    pausedAt: null,
    certificateVersion: 0,
    certificateNotifiedHash: '',
    concluded: null,
    handledCommands: [],
  }
}

/** Keeps the newest; equal content is no news, but newer than what arrives late. True: there is something to look at. */
export function takeSnapshot(training: TrainingState, snapshot: ProgramSnapshot): boolean {
  const known = training.snapshot
  if (known !== null && snapshot.readAt < known.readAt) return false
  if (known !== null && hasAdvanced(known, snapshot)) {
    training.lastActivityAt = snapshot.readAt
    training.remindersSent = 0
    training.stalledReported = false
  }
  training.snapshot = snapshot
  return snapshot.hash !== known?.hash
}

/** Any course further than before: the learner has done something. */
function hasAdvanced(before: ProgramSnapshot, after: ProgramSnapshot): boolean {
  const was = new Map(before.courses.map((course) => [course.courseIntegrationId, course.overall]))
  return after.courses.some((course) => course.overall > (was.get(course.courseIntegrationId) ?? 0))
}

export const coursesOf = (training: TrainingState): readonly CourseSnapshot[] =>
  training.snapshot?.courses ?? []

export const isCompleted = (training: TrainingState, courseIntegrationId: number) =>
  String(courseIntegrationId) in training.completed

/** Courses with progress that were not noted as begun. */
export const coursesJustBegun = (training: TrainingState): number[] =>
  coursesOf(training)
    .map((course) => ({ id: course.courseIntegrationId, begun: course.overall > 0 }))
    .filter(({ id, begun }) => begun && !training.started.includes(id))
    .map(({ id }) => id)

/** Chart 2, E: courses that have reached their threshold now, or were made final in Odoo by staff. */
export const coursesJustCompleted = (training: TrainingState): CourseSnapshot[] =>
  coursesOf(training).filter(
    (course) =>
      !isCompleted(training, course.courseIntegrationId) &&
      (reachesThreshold(course) || isFinalInOdoo(course)),
  )

/** Chart 2, I. */
export const isProgramComplete = (training: TrainingState): boolean =>
  training.snapshot !== null && allCoursesComplete(training.snapshot, training.completed)

/** A pause stops the clocks: what lies ahead moves by its length. */
export function resumeTraining(training: TrainingState, now: number): void {
  const pausedFor = training.pausedAt === null ? 0 : now - Date.parse(training.pausedAt)
  const later = (instant: string) => new Date(Date.parse(instant) + pausedFor).toISOString()
  training.pausedAt = null
  training.lastActivityAt = later(training.lastActivityAt)
  if (training.deadlineAt !== null) training.deadlineAt = later(training.deadlineAt)
}

export function moveDeadline(training: TrainingState, deadline: string): void {
  training.deadlineAt = new Date(Date.parse(deadline)).toISOString()
  training.overdueReported = false
}

/** What time alone will bring about next; nothing while paused, or once the certificate is on its way. */
export const nextTrainingDue = (training: TrainingState): TrainingDue | null =>
  training.pausedAt !== null || training.certificateVersion > 0
    ? null
    : nextDue(training, training.policy.training)

export function stageOf(training: TrainingState): ProgressStage {
  if (training.pausedAt !== null) return 'paused'
  if (training.certificateVersion > 0) return 'certificate_pending'
  if (training.overdueReported) return 'overdue'
  if (training.stalledReported) return 'stalled'
  return training.started.length > 0 ? 'in_progress' : 'not_started'
}

/** Something that staff should look at, for as long as it is so. */
export interface Concern {
  readonly message: string
  readonly instructions: string
}

export function concernOf(training: TrainingState): Concern | null {
  if (training.pausedAt !== null) return null
  const left = coursesOf(training).filter(
    (course) =>
      course.trackerId !== null &&
      course.membership !== 'active' &&
      !isCompleted(training, course.courseIntegrationId),
  )
  if (left.length > 0) {
    const ids = left.map((course) => course.courseIntegrationId).join(', ')
    return {
      message: `No access any more in course ${ids}.`,
      instructions: `The student has lost access to course ${ids} (she left, or failed the last attempt). Grant access again in Odoo (it is noticed by itself), override the completion, or withdraw her.`,
    }
  }
  if (training.certificateVersion > 0) return null
  if (training.overdueReported) {
    return {
      message: 'The deadline is over.',
      instructions:
        'The deadline of the program is over. Extend it, override the completion, or withdraw the student.',
    }
  }
  if (training.stalledReported) {
    const days = training.policy.training.stalledAfterDays
    return {
      message: `No progress for ${days} days.`,
      instructions: `No progress for ${days} days in spite of reminders. Contact the student; extend, pause or withdraw.`,
    }
  }
  return null
}
