import { daysBetween } from './reminders.js'
import type { TrainingPolicy, TrainingState } from './training.js'

/**
 * Moves a training to another version of the policy. What was decided stays: completed courses,
 * milestones that were sent, and the deadline. Reminders that would have been due by the new rules
 * already are skipped: the learner gets the next one in its time.
 */
export function moveToPolicy(state: TrainingState, { version, training }: TrainingPolicy, now: number): void {
  state.policy = { version, training }
  const idle = daysBetween(state.lastActivityAt, now)
  const passed = Math.min(training.maxReminders, Math.floor(idle / training.remindAfterDays))
  state.remindersSent = Math.max(state.remindersSent, passed)
  if (idle < training.stalledAfterDays) state.stalledReported = false
}
