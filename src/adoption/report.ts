import { applicationRef } from '../contracts/application.js'
import type { AdoptionPlan, PlannedApplication } from './plan.js'

/** The same for people and for machines: ids and numbers, no names. */
export function adoptionJson(plan: AdoptionPlan) {
  const { applications, certificates, leftOut, withoutPolicy } = plan
  return {
    applications: applications.map(({ adoption, missingCourses, ...application }) => ({
      ref: applicationRef(application),
      ...application,
      run: adoption.run,
      trainingStarted: adoption.trainingStarted,
      endedStage: adoption.endedStage,
      emails: adoption.emails,
      missingCourses,
    })),
    certificates: certificates.map(({ programId, studentId, version, row }) => ({
      ref: applicationRef({ programId, studentId }),
      version,
      number: row.name,
      odooCertificateId: row.id,
    })),
    leftOut,
    withoutPolicy,
  }
}

/** References that one line lists. */
const LISTED = 10

/** Describes what would be adopted, or what was. */
export function describeAdoption(plan: AdoptionPlan, state: 'planned' | 'done'): string {
  const { applications, certificates, leftOut, withoutPolicy } = plan
  if (applications.length + certificates.length + leftOut.length === 0)
    return 'Nothing to adopt: the registers know every tracker and certificate of ours in Odoo.'
  const open = applications.filter(({ adoption }) => adoption.endedStage === null)
  const training = open.filter(({ adoption }) => adoption.trainingStarted)
  const registered = applications.filter(({ isRegistered }) => isRegistered).length
  const emails = applications.reduce((sum, { adoption }) => sum + adoption.emails.length, 0)
  const lines = [
    `${applications.length} applications: ${training.length} in training, ${open.length - training.length} not enrolled yet, ${applications.length - open.length} ended.`,
    ...(registered > 0 ? [`${registered} of them are registered, but lack emails or their end.`] : []),
    `${certificates.length} certificates with their numbers and files.`,
    `${emails} emails that count as sent.`,
    ...listed(
      'Not enrolled in every course of their program. Enroll them in Odoo (access and a tracker), or withdraw them and enroll them again',
      training.filter(({ missingCourses }) => missingCourses.length > 0),
    ),
    ...leftOut.map(
      ({ id, reason }) => `Certificate #${id} in Odoo is not entered in the register: ${reason}.`,
    ),
    ...(withoutPolicy.length > 0
      ? [
          `The default policy counts for the programs ${withoutPolicy.join(', ')}. If they had policies of their own, enter those first (PUT /v1/programs/{id}/policy): their milestones decide which emails count as sent.`,
        ]
      : []),
    'Odoo does not show who withdrew or waited for a review: where Temporal does not know it either, withdraw them again.',
    state === 'planned'
      ? 'Nothing was changed. Run the command with --apply to adopt them. No email is sent and nothing is written to Odoo by that; trainings continue with the next sweep.'
      : 'Adopted. The alarm clears within a minute, and trainings continue with the next sweep.',
  ]
  return lines.join('\n')
}

function listed(what: string, applications: readonly PlannedApplication[]): string[] {
  if (applications.length === 0) return []
  const named = applications.slice(0, LISTED).map(applicationRef).join(', ')
  const more = applications.length > LISTED ? ` and ${applications.length - LISTED} more` : ''
  return [`${what}: ${named}${more}.`]
}
