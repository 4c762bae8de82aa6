/**
 * Flowchart 1 of the plan, box by box:
 *
 *   A student created          → a student of Odoo and a program: the application        `readApplication`
 *   B eligible?                → `assessEligibility`, reasons and policy version kept     `decideEligibility`
 *   D manual review required   → task `eligibility` for a person                          `review`
 *   C check auto-enroll        → per course integration; a `manual` student always by hand
 *   E enroll in the course     → contact found or created, access granted and read back   `knowsContact`, `enrollIn`
 *   F agent reviews and enrolls→ task `enroll`
 *   G create progress tracker  → found or created, linked to the membership               `createTrackers`
 *   H send welcome email       → `welcome`
 *   I begin training program   → the progress workflow, on its own from here              `begin`
 *
 * Automatic courses are enrolled at once; the others wait for the agent in this same workflow while training has begun.
 */
import { isCancellation } from '@temporalio/workflow'
import type { EnrollmentInput, EnrollmentOutcome } from '../src/contracts/enrollment.js'
import { EnrollmentOffice, without } from './enrollment-steps.js'

export async function enrollment(input: EnrollmentInput): Promise<EnrollmentOutcome> {
  const office = new EnrollmentOffice(input)
  try {
    return await office.scope.run(() => run(office))
  } catch (error) {
    if (!isCancellation(error)) throw error
    const withdrawn = await office.closeCancelled()
    if (withdrawn === undefined) throw error
    return withdrawn
  }
}

async function run(office: EnrollmentOffice): Promise<EnrollmentOutcome> {
  office.tell('received', 'Application received.')
  let file = await office.read() //                                             A  student created
  if (file.facts.existingCertificate)
    return office.close('already_certified', 'Odoo has a certificate of this program already.')
  if (file.facts.program.status !== 'active')
    return office.close('not_open', `The program is ${file.facts.program.status}.`)

  let verdict = office.assess(file) //                                          B  is the student eligible?
  while (verdict.outcome !== 'eligible') {
    const answer = await office.review(verdict, file.policy) //                 B –No→ D  manual review required
    if (answer === 'approved') break
    if (answer === 'rejected') return office.reject()
    if (answer === 'deadline') return office.close('lapsed', 'Nobody decided before the deadline.')
    file = await office.read() //                                               facts changed meanwhile: assess again
    verdict = office.assess(file)
  }

  const { automatic, byAgent } = await office.coursesToEnroll(file.facts) //    B –Yes→ C  check auto-enroll settings
  let waiting = byAgent
  let chosen = automatic
  while (chosen.length > 0 || waiting.length > 0) {
    if (chosen.length === 0) chosen = await office.agentEnrolls(waiting) //     C –Manual→ F  agent reviews and enrolls
    waiting = without(waiting, chosen)
    if (!(await office.knowsContact())) return office.reject()
    const { enrolled, refused } = await office.enrollIn(chosen) //              C –Auto→ E, F → E  enroll in eLearning course
    if (enrolled.length > 0) {
      await office.createTrackers(enrolled) //                                  E → G  create progress tracker
      await office.welcome(enrolled) //                                         G → H  send welcome email
      await office.begin(file) //                                               H → I  begin training program
    }
    chosen = refused.length > 0 ? await office.mend(refused) : [] //            Odoo did not grant: mended, then again
  }
  return office.close('begun', 'Enrolled in every course; training has begun.')
}
