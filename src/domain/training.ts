import { dayExists, isDate } from './calendar.js'
import { deadlineAfter, endOfDay, type CenterCalendar } from './center-calendar.js'
import { allCoursesComplete, isFinalInOdoo, reachesThreshold } from './completion.js'
import type { ContactDifference } from './contact-fields.js'
import type { ProgramPolicy } from './policy.js'
import { nextDue, signInReminders, type TrainingClock, type TrainingDue } from './reminders.js'
import { instruct, say, type Instructions, type Sentence } from './sentences/sentence.js'
import { contestedStatusConcern, nextCorrectionAt, type CorrectionState } from './status-corrections.js'
import type { CourseSnapshot, ProgramSnapshot, RecordFault } from './snapshot.js'

/**
 * A student's training as pure steps on its state; the progress workflow adds the effects.
 * Invariants: the snapshot is the newest that arrived; `completed`, `started`, `tracked` and
 * `milestones` only grow. Instants are ISO, `now` is in ms since the epoch.
 */
export interface TrainingState extends TrainingClock, CorrectionState {
  /** The policy that the training started under; a later version is for later students. */
  policy: TrainingPolicy
  /** The center's when the training started. A deadline is the end of a day in it. */
  calendar: CenterCalendar
  snapshot: ProgramSnapshot | null
  /** Course integrations with progress. */
  started: number[]
  /** Course integrations in which the student has had a tracker. */
  tracked: number[]
  /** Completed course integrations, by id. A completed course stays completed. */
  completed: Record<string, CourseCompletion>
  /** Completed course integrations whose status in Odoo and email are still to be done. */
  unwritten: number[]
  /** Milestones that the student got an email about, percent; once each. */
  milestones: number[]
  lastActivityAt: string
  remindersSent: number
  signInRemindersSent?: number
  /** The agent was notified that there is no progress, or that the deadline has passed. */
  stalledReported: boolean
  overdueReported: boolean
  deadlineAt: string | null
  pausedAt: string | null
  /** Differences of the contact that a step has reported, and that are still there. */
  contactDiffers?: ContactDifference[]
  /** A step has reported that the learner wants no reminders. Absent: no. */
  remindersOff?: boolean
  /** The certificate version that was requested; 0: none yet. */
  certificateVersion: number
}

/** The part of a policy that a training needs. */
export type TrainingPolicy = Pick<ProgramPolicy, 'version' | 'training'>

interface CourseCompletion {
  readonly at: string
  readonly by: 'threshold' | 'override'
  readonly overall: number
  /** Of an override: who decided, and the id of their comment. */
  readonly decidedBy?: string
  readonly comment?: string
}

/** Stages that follow from the state of a training alone. */
export type TrainingStage =
  'not_started' | 'in_progress' | 'stalled' | 'overdue' | 'paused' | 'certificate_pending'

export const newTraining = (
  { version, training }: TrainingPolicy,
  calendar: CenterCalendar,
  now: number,
  tracked: readonly number[] = [],
): TrainingState => ({
  policy: { version, training },
  calendar,
  snapshot: null,
  started: [],
  tracked: [...tracked],
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
  movedBack: false,
  corrections: [],
  contested: false,
})

/**
 * Keeps the newest snapshot. Equal content replaces an older reading, too, so that one which
 * arrives late is dropped. `noticedAt`: when it reached the training. Returns whether there is
 * something to do.
 */
export function applySnapshot(
  training: TrainingState,
  snapshot: ProgramSnapshot,
  noticedAt = snapshot.readAt,
): boolean {
  const known = training.snapshot
  if (known !== null && snapshot.readAt < known.readAt) return false
  if (known !== null && (hasAdvanced(known, snapshot) || hasSignedIn(known, snapshot))) {
    training.lastActivityAt = noticedAt
    training.remindersSent = 0
    training.stalledReported = false
  }
  training.snapshot = snapshot
  for (const { courseIntegrationId, trackerId } of snapshot.courses)
    if (trackerId !== null && !training.tracked.includes(courseIntegrationId))
      training.tracked.push(courseIntegrationId)
  if (snapshot.movedBack) training.movedBack = true
  return snapshot.hash !== known?.hash || snapshot.movedBack === true
}

/** A contact that is missing says nothing. */
const hasSignedIn = (before: ProgramSnapshot, after: ProgramSnapshot): boolean =>
  before.neverSignedIn === true && after.neverSignedIn === undefined && after.faults === undefined

/** Whether a learner has never signed in, and the policy has reminders of that. */
export const mustSignIn = (training: TrainingState): boolean =>
  training.snapshot?.neverSignedIn === true && signInReminders(training.policy.training).length > 0

/** Whether any course is further than before: the learner has done something. */
function hasAdvanced(before: ProgramSnapshot, after: ProgramSnapshot): boolean {
  const was = new Map(before.courses.map((course) => [course.courseIntegrationId, course.overall]))
  return after.courses.some((course) => course.overall > (was.get(course.courseIntegrationId) ?? 0))
}

export const coursesOf = (training: TrainingState): readonly CourseSnapshot[] =>
  training.snapshot?.courses ?? []

const faultsOf = (training: TrainingState): readonly RecordFault[] => training.snapshot?.faults ?? []

const stopsClocks = ({ record }: RecordFault): boolean => record !== 'tracker'

/** Whether the learner wants no reminders. */
export const wantsNoReminders = ({ snapshot }: TrainingState): boolean => snapshot?.remindersOff === true

/** Whether the learner has switched reminders since a step last reported it. Counts as reported. */
export function remindersJustSwitched(training: TrainingState): boolean {
  const isOff = wantsNoReminders(training)
  if (training.snapshot === null || isOff === (training.remindersOff ?? false)) return false
  training.remindersOff = isOff
  return true
}

/** Differences of the contact that nothing has reported yet. They count as reported from now on. */
export function contactJustDiffering(training: TrainingState): readonly ContactDifference[] {
  const present = training.snapshot?.contactDiffers ?? []
  const reported = training.contactDiffers ?? []
  if (present.length > 0 || reported.length > 0) training.contactDiffers = [...present]
  return present.filter(
    ({ field, because }) => !reported.some((one) => one.field === field && one.because === because),
  )
}

/** Whether the student's record is about another person, as the sync has read it last. */
export const isReplaced = (training: TrainingState): boolean =>
  faultsOf(training).some(({ state }) => state === 'replaced')

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

/**
 * A pause stops the clocks: everything ahead moves by its length, the deadline to the end of the
 * day.
 */
export function resumeTraining(training: TrainingState, now: number): void {
  const pausedFor = training.pausedAt === null ? 0 : now - Date.parse(training.pausedAt)
  const later = (instant: string) => new Date(Date.parse(instant) + pausedFor).toISOString()
  training.pausedAt = null
  training.lastActivityAt = later(training.lastActivityAt)
  if (training.deadlineAt !== null)
    training.deadlineAt = deadlineAfter(training.calendar, later(training.deadlineAt), 0)
}

/** `deadline`: an ISO date, whose end is meant, or an ISO instant. NaN if it is neither. */
export function deadlineTime({ calendar }: TrainingState, deadline: string): number {
  if (!isDate(deadline)) return Date.parse(deadline)
  return dayExists(deadline) ? Date.parse(endOfDay(calendar, deadline)) : NaN
}

export function moveDeadline(training: TrainingState, deadline: string): void {
  training.deadlineAt = new Date(deadlineTime(training, deadline)).toISOString()
  training.overdueReported = false
}

/**
 * What is due next by time alone. Nothing while paused. No reminder or deadline while staff must
 * put a record right, or once the certificate is requested.
 */
export function nextTrainingDue(training: TrainingState): TrainingDue | null {
  if (training.pausedAt !== null) return null
  const correction = training.contested
    ? ({ kind: 'correction', at: nextCorrectionAt(training) } as const)
    : null
  if (training.certificateVersion > 0 || faultsOf(training).some(stopsClocks)) return correction
  const clock = nextDue(training, training.policy.training, { mustSignIn: mustSignIn(training) })
  return correction === null || (clock !== null && clock.at <= correction.at) ? clock : correction
}

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

export const courseNames = (training: TrainingState, ids: readonly number[]): string[] =>
  ids.map((id) => courseName(training, id))

/** Something that staff should check, open for as long as it is true. */
export interface Concern extends Instructions {
  /** Of the step that opens the task. */
  readonly message: Sentence
  /** Absent: there is nothing to decide here, only something to put right. */
  readonly question?: { readonly partnerId: number }
}

/**
 * What staff should check. Only the question about a second contact offers decisions. Otherwise the
 * instructions say where each remedy is: in Odoo, or a command of the API.
 */
export function concernOf(training: TrainingState): Concern | null {
  if (training.pausedAt !== null) return null
  const record =
    recordConcern(training) ??
    accessConcern(training) ??
    unknownAccessConcern(training) ??
    contestedStatusConcern(training)
  if (record !== null) return record
  if (training.certificateVersion > 0) return null
  const contact = secondContactConcern(training)
  if (contact !== null) return contact
  if (training.overdueReported) {
    return {
      message: say('deadline_over'),
      ...instruct(say('deadline_passed')),
    }
  }
  if (training.stalledReported) {
    const days = training.policy.training.stalledAfterDays
    return {
      message: say('stalled', { days }),
      ...instruct(say('no_progress', { days, remindersOff: wantsNoReminders(training) })),
    }
  }
  return null
}

/** One contact at a time: at most one task is open. */
function secondContactConcern(training: TrainingState): Concern | null {
  const [contact] = training.snapshot?.openContacts ?? []
  if (contact === undefined) return null
  const { partnerId, courseIntegrationIds } = contact
  const courses = courseNames(training, courseIntegrationIds)
  return {
    message: say('contact_may_be_student', { partnerId, courses }),
    ...instruct(say('second_contact', { partnerId, courses })),
    question: { partnerId },
  }
}

/** A record that the training depends on was deleted, archived, unlinked or merged. */
function recordConcern(training: TrainingState): Concern | null {
  const [fault] = faultsOf(training)
  switch (fault?.record) {
    case 'student':
    case 'program':
      // The task about it offers decisions.
      if (fault.state === 'replaced') return null
      return {
        message: say('deleted_in_odoo', { record: fault.record }),
        ...instruct(say('record_deleted', { record: fault.record })),
      }
    case 'contact':
      return contactConcern(fault)
    case 'course': {
      const courses = courseNames(training, fault.courseIntegrationIds)
      return {
        message: say('course_is_archived', { courses }),
        ...instruct(say('course_archived', { courses })),
      }
    }
    case 'tracker': {
      const courses = courseNames(training, fault.courseIntegrationIds)
      return {
        message: say('has_several_trackers', { courses }),
        ...instruct(say('several_trackers', { courses })),
      }
    }
    default:
      return lostTracker(training)
  }
}

function contactConcern(fault: Extract<RecordFault, { record: 'contact' }>): Concern {
  switch (fault.state) {
    case 'unlinked':
      return {
        message: say('has_no_contact'),
        ...instruct(say('contact_unlinked')),
      }
    case 'archived':
      return {
        message: say('contact_is_archived'),
        ...instruct(say('contact_archived')),
      }
    case 'shared': {
      return {
        message: say('contact_is_shared'),
        ...instruct(say('contact_shared', { studentIds: fault.students })),
      }
    }
  }
}

function lostTracker(training: TrainingState): Concern | null {
  const lost = coursesOf(training)
    .filter(({ courseIntegrationId, trackerId }) => {
      const wasTracked = training.tracked.includes(courseIntegrationId)
      return trackerId === null && wasTracked && !isCompleted(training, courseIntegrationId)
    })
    .map(({ courseIntegrationId }) => courseIntegrationId)
  if (lost.length === 0) return null
  const courses = courseNames(training, lost)
  return {
    message: say('tracker_missing', { courses }),
    ...instruct(say('tracker_lost', { courses })),
  }
}

/** The memberships that give access are archived or gone. */
function accessConcern(training: TrainingState): Concern | null {
  const lost = coursesOf(training).filter(
    (course) =>
      course.trackerId !== null &&
      (course.membership === 'archived' || course.membership === 'gone') &&
      !isCompleted(training, course.courseIntegrationId),
  )
  if (lost.length === 0) return null
  const courses = courseNames(
    training,
    lost.map((course) => course.courseIntegrationId),
  )
  const areArchived = lost.every(({ membership }) => membership === 'archived')
  return {
    message: say('has_lost_access', { courses }),
    ...instruct(say('access_lost', { courses, areArchived })),
  }
}

/** Another app has given a membership a status that we do not know. It completes nothing. */
function unknownAccessConcern(training: TrainingState): Concern | null {
  const unclear = coursesOf(training).filter(
    (course) => course.membership === 'unknown' && !isCompleted(training, course.courseIntegrationId),
  )
  if (unclear.length === 0) return null
  const courses = courseNames(
    training,
    unclear.map((course) => course.courseIntegrationId),
  )
  return {
    message: say('access_is_unknown', { courses }),
    ...instruct(say('access_unknown', { courses })),
  }
}
