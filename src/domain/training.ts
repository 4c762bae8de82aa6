import { allCoursesComplete, isFinalInOdoo, reachesThreshold } from './completion.js'
import type { ProgramPolicy } from './policy.js'
import { nextDue, type TrainingClock, type TrainingDue } from './reminders.js'
import type { CourseSnapshot, ProgramSnapshot } from './snapshot.js'

/**
 * A student's training as pure steps on its state; the progress workflow adds the effects.
 * Invariants: the snapshot is the newest that arrived; `completed`, `started` and `milestones` only
 * grow. Instants are ISO, `now` is in ms since the epoch.
 */
export interface TrainingState extends TrainingClock {
  /** The policy that the training started under; a later version is for later students. */
  policy: ProgramPolicy
  snapshot: ProgramSnapshot | null
  /** Course integrations with progress. */
  started: number[]
  /** Completed course integrations, by id. A completed course stays completed. */
  completed: Record<string, CourseCompletion>
  /** Completed course integrations whose status in Odoo and email are still to be done. */
  unwritten: number[]
  /** Milestones that the student got an email about, percent; once each. */
  milestones: number[]
  lastActivityAt: string
  remindersSent: number
  /** The agent was notified that there is no progress, or that the deadline has passed. */
  stalledReported: boolean
  overdueReported: boolean
  deadlineAt: string | null
  pausedAt: string | null
  /** The certificate version that was requested; 0: none yet. */
  certificateVersion: number
}

export interface CourseCompletion {
  readonly at: string
  readonly by: 'threshold' | 'override'
  readonly overall: number
  /** Of an override: who decided, and the id of their comment. */
  readonly decidedBy?: string
  readonly comment?: string
}

/** Stages that follow from the state of a training alone. */
export const TRAINING_STAGES = [
  'not_started',
  'in_progress',
  'stalled',
  'overdue',
  'paused',
  'certificate_pending',
] as const
export type TrainingStage = (typeof TRAINING_STAGES)[number]

export const newTraining = (policy: ProgramPolicy, now: number): TrainingState => ({
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
})

/**
 * Keeps the newest snapshot. Equal content replaces an older reading, too, so that one which
 * arrives late is dropped. Returns whether the content is new.
 */
export function applySnapshot(training: TrainingState, snapshot: ProgramSnapshot): boolean {
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

/** Whether any course is further than before: the learner has done something. */
function hasAdvanced(before: ProgramSnapshot, after: ProgramSnapshot): boolean {
  const was = new Map(before.courses.map((course) => [course.courseIntegrationId, course.overall]))
  return after.courses.some((course) => course.overall > (was.get(course.courseIntegrationId) ?? 0))
}

export const coursesOf = (training: TrainingState): readonly CourseSnapshot[] =>
  training.snapshot?.courses ?? []

export const isCompleted = (training: TrainingState, courseIntegrationId: number) =>
  String(courseIntegrationId) in training.completed

/** Courses with progress that are not recorded as started yet. */
export const coursesJustStarted = (training: TrainingState): number[] =>
  coursesOf(training)
    .filter((course) => course.overall > 0)
    .map((course) => course.courseIntegrationId)
    .filter((id) => !training.started.includes(id))

/** Chart 2, E: courses that now reach their threshold, or that staff made final in Odoo. */
export const coursesJustCompleted = (training: TrainingState): CourseSnapshot[] =>
  coursesOf(training).filter(
    (course) =>
      !isCompleted(training, course.courseIntegrationId) &&
      (reachesThreshold(course) || isFinalInOdoo(course)),
  )

/** Chart 2, I. */
export const isProgramComplete = (training: TrainingState): boolean =>
  training.snapshot !== null && allCoursesComplete(training.snapshot, training.completed)

/** A pause stops the clocks: everything ahead moves by its length. */
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

/** What is due next by time alone. Nothing while paused, or once the certificate is requested. */
export const nextTrainingDue = (training: TrainingState): TrainingDue | null =>
  training.pausedAt !== null || training.certificateVersion > 0
    ? null
    : nextDue(training, training.policy.training)

export function stageOf(training: TrainingState): TrainingStage {
  if (training.pausedAt !== null) return 'paused'
  if (training.certificateVersion > 0) return 'certificate_pending'
  if (training.overdueReported) return 'overdue'
  if (training.stalledReported) return 'stalled'
  return training.started.length > 0 ? 'in_progress' : 'not_started'
}

/** The title of a course; its id when the snapshot does not have the course. */
export const courseName = (training: TrainingState, courseIntegrationId: number): string =>
  coursesOf(training).find((course) => course.courseIntegrationId === courseIntegrationId)?.name ??
  `${courseIntegrationId}`

/** `"Course A", "Course B"` */
export const courseNames = (training: TrainingState, ids: readonly number[]): string =>
  ids.map((id) => `"${courseName(training, id)}"`).join(', ')

/** Something that staff should check, open for as long as it is true. */
export interface Concern {
  readonly message: string
  readonly instructions: string
}

/**
 * What staff should check. Its task offers no decisions, so the instructions say where each remedy
 * is: in Odoo, or a command of the API.
 */
export function concernOf(training: TrainingState): Concern | null {
  if (training.pausedAt !== null) return null
  const lost = coursesOf(training).filter(
    (course) =>
      course.trackerId !== null &&
      (course.membership === 'archived' || course.membership === 'gone') &&
      !isCompleted(training, course.courseIntegrationId),
  )
  if (lost.length > 0) {
    const names = courseNames(
      training,
      lost.map((course) => course.courseIntegrationId),
    )
    return {
      message: `The student has lost access to: ${names}.`,
      instructions: `The student has lost access to ${names}: they left, or failed the last attempt. Grant access again in Odoo; the change is noticed automatically. Or declare the course completed with the API’s “override” command, or end the training with “withdraw”.`,
    }
  }
  const unclear = coursesOf(training).filter(
    (course) => course.membership === 'unknown' && !isCompleted(training, course.courseIntegrationId),
  )
  if (unclear.length > 0) {
    const names = courseNames(
      training,
      unclear.map((course) => course.courseIntegrationId),
    )
    return {
      message: `The status of the student’s access is unknown: ${names}.`,
      instructions: `Odoo has an attendee status for ${names} that is not one of its own. Set one of Odoo’s own statuses there; the change is noticed automatically. Or declare the course completed with the API’s “override” command, or end the training with “withdraw”.`,
    }
  }
  if (training.certificateVersion > 0) return null
  if (training.overdueReported) {
    return {
      message: 'The deadline has passed.',
      instructions:
        'The deadline of the program has passed. Set a later one with the API’s “extend” command, declare courses completed with “override”, or end the training with “withdraw”.',
    }
  }
  if (training.stalledReported) {
    const days = training.policy.training.stalledAfterDays
    return {
      message: `No progress for ${days} days.`,
      instructions: `No progress for ${days} days despite reminders. Contact the student. The API’s “pause” command stops the clock, “extend” sets a later deadline, “withdraw” ends the training.`,
    }
  }
  return null
}
