/**
 * Flowchart 2 of the plan: the long-lived workflow of a student in a program. `run` is the chart;
 * its boxes are the methods of `ProgressSteps` (`progress-steps.ts`).
 *
 * Boxes A–D happen in bulk, outside this file (`workflows/sweep.ts`,
 * `activities/sync/page-activities.ts`). The sweep finds what has changed in eLearning (A). Its
 * page activity re-reads the students concerned (B), writes the trackers (C) and computes overall
 * progress (D). A student's workflow is notified only when something could be decided, by a signal
 * with the whole snapshot. The decisions are here:
 *
 *   E progress ≥ threshold?    → `completeCourses`
 *   F mark course completed    → `markCompleted`: status in Odoo, completion email
 *   G continue monitoring      → `nextEvent` waits; `remind`: reminder, stalled, deadline
 *   H check program completion → `allCoursesComplete`
 *   I all courses complete?
 *   J generate certificate     → `generateCertificate`: a child; `nextEvent` returns its outcome
 *   K continue program         → back to waiting
 *
 * Every command of a person is an update (`progress-commands.ts`). It changes the state at once and
 * wakes the loop, which alone decides, so that no two commands interleave.
 *
 * The chart has no box for eight steps. `confirmPerson` asks whether the student's record is still
 * about the same person. `decideSecondContact` takes the answer whether another contact is the
 * student, too. `reportReminderSwitch` records that the learner has switched reminders off or on.
 * `recordStart` writes the plan's status "in progress", `reportContact` says what was
 * corrected on the student but not on the contact, `sendMilestones` sends the plan's notifications,
 * `restoreStatuses` sets back statuses that somebody has changed in Odoo, and `updateAttentionTask`
 * shows staff what to check, as a task that closes once its cause is gone.
 *
 * The only wait for a person outside `run` is in `recovery.ts`. A call that no retry can fix opens
 * a `problem` task there, whichever box it belongs to, and is retried once a person has fixed it.
 */
import type { ProgressInput, ProgressOutcome } from '../src/contracts/progress.js'
import { runCancellable } from './lifecycle.js'
import { ProgressSteps } from './progress-steps.js'

export function progress(input: ProgressInput): Promise<ProgressOutcome> {
  return runCancellable(new ProgressSteps(input), run)
}

async function run(steps: ProgressSteps): Promise<ProgressOutcome> {
  await steps.startTraining()
  for (;;) {
    // A  something has changed (B–D are done), a clock has run out, or a person gave a command
    const event = await steps.nextEvent()
    if (event.kind === 'concluded') return steps.close(event.outcome)
    // G  continue monitoring
    if (event.kind === 'due') await steps.remind(event.due)
    await steps.confirmPerson()
    await steps.decideSecondContact()
    steps.reportReminderSwitch()
    if (!steps.paused) {
      steps.recordStart()
      steps.reportContact()
      // D → E  progress ≥ threshold?
      steps.completeCourses()
      steps.sendMilestones()
      // E –Yes→ F  mark course completed
      await steps.markCompleted()
      await steps.restoreStatuses()
      // F → H → I  all courses complete?
      if (steps.allCoursesComplete()) {
        // I –Yes→ J  generate certificate
        await steps.generateCertificate()
      } // I –No→ K  continue program
    } // E –No→ G  continue monitoring
    steps.updateAttentionTask()
    if (steps.shouldContinueAsNew()) await steps.continueAsNew()
  }
}
