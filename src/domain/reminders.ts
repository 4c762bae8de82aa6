import { DEFAULT_SIGN_IN_REMINDERS, type ProgramPolicy } from './policy.js'

const DAY_MS = 24 * 60 * 60 * 1000

/** What can become due for a learner. Instants in ms since the epoch. */
export type TrainingDue =
  | { readonly kind: 'reminder' | 'sign_in'; readonly at: number; readonly number: number }
  | { readonly kind: 'stalled'; readonly at: number }
  | { readonly kind: 'overdue'; readonly at: number }
  /** A status that was changed in Odoo too often may be set back again. */
  | { readonly kind: 'correction'; readonly at: number }

export interface TrainingClock {
  readonly lastActivityAt: string
  readonly remindersSent: number
  /** Absent: none. */
  readonly signInRemindersSent?: number
  readonly stalledReported: boolean
  readonly deadlineAt: string | null
  readonly overdueReported: boolean
}

/** Days after which learners are reminded who have never signed in. */
export const signInReminders = (policy: ProgramPolicy['training']): readonly number[] =>
  policy.signInReminders ?? DEFAULT_SIGN_IN_REMINDERS

/**
 * What is due next by time alone, or null. There is one timer to the next due instant, never a
 * daily tick. The n-th reminder is due after n idle periods; activity restarts the count. Who is
 * still to sign in is reminded of that instead.
 */
export function nextDue(
  clock: TrainingClock,
  policy: ProgramPolicy['training'],
  { mustSignIn }: { readonly mustSignIn: boolean } = { mustSignIn: false },
): TrainingDue | null {
  const idleSince = Date.parse(clock.lastActivityAt)
  const due: TrainingDue[] = []
  const reminder = mustSignIn ? nextSignInReminder(clock, policy) : nextReminder(clock, policy)
  if (reminder !== null) {
    const { kind, number, afterDays } = reminder
    due.push({ kind, at: idleSince + afterDays * DAY_MS, number })
  }
  if (!clock.stalledReported) due.push({ kind: 'stalled', at: idleSince + policy.stalledAfterDays * DAY_MS })
  if (clock.deadlineAt !== null && !clock.overdueReported) {
    due.push({ kind: 'overdue', at: Date.parse(clock.deadlineAt) })
  }
  return due.reduce<TrainingDue | null>((first, next) => (first && first.at <= next.at ? first : next), null)
}

interface Reminder {
  readonly kind: 'reminder' | 'sign_in'
  readonly number: number
  readonly afterDays: number
}

function nextReminder({ remindersSent }: TrainingClock, policy: ProgramPolicy['training']): Reminder | null {
  const number = remindersSent + 1
  return number <= policy.maxReminders
    ? { kind: 'reminder', number, afterDays: number * policy.remindAfterDays }
    : null
}

function nextSignInReminder(
  { signInRemindersSent: sent = 0 }: TrainingClock,
  policy: ProgramPolicy['training'],
): Reminder | null {
  const afterDays = signInReminders(policy)[sent]
  return afterDays === undefined ? null : { kind: 'sign_in', number: sent + 1, afterDays }
}

/** When a task without a decision is followed up. Days. */
export interface TaskCadence {
  readonly remindAfterDays: number
  readonly escalateAfterDays: number
}

/** For tasks that the policy says nothing about. */
export const DEFAULT_CADENCE: TaskCadence = { remindAfterDays: 2, escalateAfterDays: 5 }

/** When a task should be decided (ms): its deadline, or else when it would be escalated. */
export const taskDueAt = ({
  since,
  deadline,
}: {
  readonly since: string
  readonly deadline?: string
}): number =>
  deadline === undefined
    ? Date.parse(since) + DEFAULT_CADENCE.escalateAfterDays * DAY_MS
    : Date.parse(deadline)

export type TaskDue =
  | { readonly kind: 'remind'; readonly at: number }
  | { readonly kind: 'escalate'; readonly at: number }
  | { readonly kind: 'deadline'; readonly at: number }

/**
 * What is due next for a task without a decision: a reminder each period, one escalation, one
 * deadline.
 */
export function nextTaskDue(
  task: {
    readonly since: string
    readonly deadline?: string
    readonly reminders: number
    readonly escalated: boolean
  },
  cadence: TaskCadence,
): TaskDue {
  const since = Date.parse(task.since)
  const remindAt = since + (task.reminders + 1) * cadence.remindAfterDays * DAY_MS
  const due: TaskDue[] = [{ kind: 'remind', at: remindAt }]
  if (!task.escalated) due.push({ kind: 'escalate', at: since + cadence.escalateAfterDays * DAY_MS })
  if (task.deadline !== undefined) due.push({ kind: 'deadline', at: Date.parse(task.deadline) })
  return due.reduce((first, next) => (first.at <= next.at ? first : next))
}

export const daysBetween = (from: string, to: number) => Math.floor((to - Date.parse(from)) / DAY_MS)
