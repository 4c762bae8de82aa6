/**
 * Flowchart 1 of the plan, box by box. `run` is the chart; its boxes are the methods of
 * `EnrollmentSteps` (`enrollment-steps.ts`).
 *
 *   A student created           → a student of Odoo and a program: `loadApplication`
 *   B eligible?                 → `assess`: reasons and policy version are kept
 *   D manual review required    → `review`: task `eligibility`
 *   C check auto-enroll         → `checkAutoEnroll`: per course; a `manual` student always by hand
 *   E enroll in the course      → `enrollIn`: access granted and read back
 *   F agent reviews and enrolls → `awaitAgent`: task `enroll`
 *   G create progress tracker   → `enrollIn`, too: one per course, linked to the membership
 *   H send welcome email        → `welcomeEmail`, `send`
 *   I begin training program    → `startTraining`: the progress workflow, independent from here on
 *
 * Automatic courses are enrolled at once. The others wait for the agent in this same workflow,
 * while training has already started.
 *
 * An adopted student was in training before the product: `adopt` finds what they have, which is
 * taken as it is. Nobody is asked whether they are eligible, and no welcome email is sent.
 *
 * The chart has no box for two things that `enrollIn` does. It finds the contact, because eLearning
 * enrolls contacts, not students, and writes the plan's `integration_status`.
 *
 * The only wait for a person outside `run` is in `recovery.ts`. A call that no retry can fix opens
 * a `problem` task there, whichever box it belongs to, and is retried once a person has fixed it.
 */
import type { EnrollmentInput, EnrollmentOutcome } from '../src/contracts/enrollment.js'
import { say } from '../src/domain/sentences/sentence.js'
import { EnrollmentSteps, without } from './enrollment-steps.js'
import { runCancellable } from './lifecycle.js'

export function enrollment(input: EnrollmentInput): Promise<EnrollmentOutcome> {
  return runCancellable(new EnrollmentSteps(input), run)
}

async function run(steps: EnrollmentSteps): Promise<EnrollmentOutcome> {
  // A  student created
  let application = await steps.loadApplication()
  const { existingCertificate, program } = application.facts
  if (existingCertificate !== null) return steps.close('already_certified', say('already_certified'))
  if (program.status !== 'active')
    return steps.close('not_open', say('program_not_open', { status: program.status }))

  const adopted = await steps.adopt(application)
  if (adopted === 'finished') return steps.close('already_finished', say('already_finished'))

  // A → B  is the student eligible? Staff have decided that for a student who is in training.
  let verdict = steps.assess(application)
  while (verdict.outcome !== 'eligible' && !adopted?.begun.length) {
    // B –No→ D  manual review required
    const review = await steps.review(verdict, application)
    if (review === 'approved') break
    if (review === 'rejected') return steps.reject()
    if (review === 'deadline') return steps.close('lapsed', say('no_decision'))
    if (review === 'more_requested') continue
    // The facts have changed: assess again.
    application = await steps.loadApplication()
    verdict = steps.assess(application)
  }

  // B –Yes→ C  check auto-enroll settings. Without a course, a person activates one first.
  while (application.facts.courses.length === 0) {
    await steps.awaitCourse()
    application = await steps.loadApplication()
  }
  let { automatic: chosen, byAgent: waiting } = steps.checkAutoEnroll(application, adopted?.begun)
  while (chosen.length > 0 || waiting.length > 0) {
    // C –Manual→ F  agent reviews and enrolls
    if (chosen.length === 0) chosen = await steps.awaitAgent(waiting)
    waiting = without(waiting, chosen)

    // C –Auto→ E, F → E  enroll in eLearning course, E → G  create progress tracker. A person
    // decides between several contacts.
    let result = await steps.enrollIn(chosen)
    while (result.kind === 'ambiguous') {
      const choice = await steps.awaitContactChoice(result)
      if (choice === 'rejected') return steps.reject()
      result = await steps.enrollIn(chosen, choice)
    }
    const { enrolled, refused } = result
    if (enrolled.length > 0) {
      // G → H  send welcome email. A person corrects an address that does not work, or skips it.
      const welcome = adopted === null ? steps.welcomeEmail(enrolled) : null
      while (welcome !== null && (await steps.send(welcome)) === 'undeliverable') {
        if ((await steps.awaitAddress()) === 'skip') break
      }
      // H → I  begin training program
      await steps.startTraining(application, enrolled)
    }
    // Where Odoo refused access, a person fixes the cause; then the same courses are tried again.
    if (refused.length > 0) await steps.awaitAccess(refused)
    chosen = refused
  }
  return steps.close('training_started', say('enrolled_in_all'))
}
