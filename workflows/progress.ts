/**
 * Flowchart 2 of the plan: the long-lived workflow of a student in a program. `run` is the chart; its
 * boxes are the methods of `ProgressSteps` (`progress-steps.ts`).
 *
 * Boxes A–D happen in bulk, outside this file. The sweep finds what changed in eLearning (A). Its page
 * activity re-reads the students concerned (B), writes the trackers (C) and computes overall progress (D):
 * `workflows/sweep.ts`, `activities/sync/page-activities.ts`. A student's workflow is notified only when
 * something could be decided, by a signal with the whole snapshot. The decisions are here:
 *
 *   E progress ≥ threshold?    → `completeCourses`
 *   F mark course completed    → `markCompleted`: status in Odoo, completion email
 *   G continue monitoring      → `nextEvent` waits for a snapshot or a clock; `remind`: reminder, stalled, deadline
 *   H check program completion → `allCoursesComplete`
 *   I all courses complete?
 *   J generate certificate     → `generateCertificate`: the certificate workflow; this one waits for its outcome
 *   K continue program         → back to waiting
 *
 * Every command of a person is an update (`progress-commands.ts`). It changes the state at once and wakes
 * the loop, which alone decides, so that no two commands interleave.
 *
 * The loop waits in `nextEvent` only. Two waits for people are elsewhere: what staff should check is a task
 * that closes once its cause is gone (`updateAttentionTask`), and a call that no retry can fix opens a
 * `problem` task inside `recovery.ts`, whichever box the call belongs to.
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
    // A  something changed in eLearning (B–D are done), a clock has run out, or a person gave a command
    const event = await steps.nextEvent()
    if (event.kind === 'concluded') return steps.close(event.outcome)
    // G  continue monitoring
    if (event.kind === 'due') await steps.remind(event.due)
    if (!steps.paused) {
      steps.recordStart()
      // D → E  progress ≥ threshold?
      steps.completeCourses()
      steps.sendMilestones()
      // E –Yes→ F  mark course completed
      await steps.markCompleted()
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
