/**
 * Flowchart 2 of the plan: the long-lived workflow of a student in a program.
 *
 * Boxes A–D happen in bulk, outside this file: the sweep finds what changed in eLearning (A), its page activity re-reads the students
 * concerned (B), writes the trackers (C) and computes overall progress (D): `workflows/sweep.ts`, `activities/syncpage.ts`. A student
 * hears of it only when something could be decided: the whole snapshot, by signal. The decisions are here:
 *
 *   E progress ≥ threshold?     → `Training.decideCourses`
 *   F mark course completed     → status in Odoo, completion mail
 *   G continue monitoring       → wait for the next snapshot, or for a timer: reminder, stalled, deadline
 *   H check program completion  → `allCoursesComplete`
 *   I all courses complete?
 *   J generate certificate      → the certificate workflow; this one waits for its last word
 *   K continue program          → back to waiting
 *
 * Every command of a person is an update that is done by the main loop, one after the other, so that no two interleave.
 */
import { isCancellation } from '@temporalio/workflow'
import type { ProgressInput, ProgressOutcome } from '../src/contracts/progress.js'
import { Training } from './progress-steps.js'

export async function progress(input: ProgressInput): Promise<ProgressOutcome> {
  const training = new Training(input)
  try {
    return await training.scope.run(() => run(training))
  } catch (error) {
    if (!isCancellation(error)) throw error
    const withdrawn = await training.closeCancelled()
    if (withdrawn === undefined) throw error
    return withdrawn
  }
}

async function run(training: Training): Promise<ProgressOutcome> {
  await training.begin()
  for (;;) {
    const event = await training.next() //                         A  something changed (B–D are done), a clock, a command
    if (event.kind === 'closed') return training.close(event.stage, event.message)
    if (event.kind === 'due') await training.remind(event.due) //  G  continue monitoring
    if (!training.paused) {
      training.noteStart()
      training.decideCourses() //                                  E  progress ≥ threshold?
      training.tellMilestones()
      await training.markCompleted() //                            E –Yes→ F  mark course completed
      if (training.allCoursesComplete()) {
        //                                                         F → H → I  all courses complete?
        await training.generateCertificate() //                    I –Yes→ J  generate certificate
      } //                                                         I –No→  K  continue program
    }
    training.showAttention()
    if (training.shouldContinueAsNew()) await training.continueAsNew()
  }
}
