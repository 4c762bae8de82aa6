import { round2 } from './overall.js'

/**
 * What adopting an application enters in our registers. Its run and its emails are not in Odoo, so
 * they follow from the records that they left there.
 */

/** An application as Odoo shows it. */
export interface FoundApplication {
  readonly trackers: readonly FoundTracker[]
  readonly certificates: readonly FoundCertificate[]
  /** The student's state in Odoo. */
  readonly studentState: string | null
  /** Active course integrations of the program. */
  readonly courses: readonly number[]
  /** Milestones of the program's policy, percent. */
  readonly milestones: readonly number[]
}

interface FoundTracker {
  readonly courseIntegrationId: number
  readonly status: string | null
  /** Overall progress as we wrote it last. */
  readonly overall: number
}

interface FoundCertificate {
  readonly version: number
  readonly state: string | null
}

/** The latest run of an application, as Temporal or the register knows it. */
export interface KnownRun {
  readonly run: number
  readonly trainingStarted: boolean
  /** null: open. */
  readonly endedStage: string | null
}

export interface Adoption extends KnownRun {
  /** Emails that count as sent. */
  readonly emails: readonly AdoptedEmail[]
}

export interface AdoptedEmail {
  readonly kind: 'welcome' | 'completion' | 'milestone' | 'certificate'
  readonly version: string
}

/**
 * Returns the run to enter, and the emails that it must not send again. `workflow`: what Temporal
 * knows, which comes before what Odoo shows. `registered`: the run in the register.
 */
export function adoptionOf(
  found: FoundApplication,
  workflow: KnownRun | null,
  registered: KnownRun | null,
): Adoption {
  const certified = isCertified(found)
  if (workflow !== null) {
    // A running workflow knows what it has sent, and records its own end. Where there is a
    // certificate that it does not know, it was restored from a backup, too.
    const emails = workflow.endedStage === null && !certified ? [] : emailsOf(found, certified)
    return { ...workflow, emails }
  }
  const isTraining = found.trackers.length > 0 || found.certificates.length > 0
  return {
    run: registered?.run ?? 1,
    trainingStarted: registered?.trainingStarted === true || isTraining,
    endedStage: registered?.endedStage ?? (certified ? 'certified' : null),
    emails: emailsOf(found, certified),
  }
}

const UNDELIVERED: readonly (string | null)[] = ['draft', 'issued', null]

/**
 * Whether the training has ended with a certificate. After its email the last step makes completed
 * trackers certified: a completed one means that the email may not have been sent.
 */
function isCertified({ certificates, trackers, studentState }: FoundApplication): boolean {
  if (certificates.length === 0 || certificates.every(({ state }) => UNDELIVERED.includes(state)))
    return false
  const statuses = trackers.map(({ status }) => status)
  if (statuses.includes('completed')) return false
  return statuses.length === 0 || statuses.includes('certified') || studentState === 'certified'
}

function emailsOf(found: FoundApplication, certified: boolean): AdoptedEmail[] {
  const { trackers, certificates, milestones } = found
  const progress = progressOf(found)
  return [
    ...(trackers.length > 0 ? [{ kind: 'welcome' as const, version: '1' }] : []),
    ...trackers.filter(isComplete).map(({ courseIntegrationId }) => ({
      kind: 'completion' as const,
      version: `${courseIntegrationId}`,
    })),
    ...milestones
      .filter((milestone) => milestone <= progress)
      .map((milestone) => ({ kind: 'milestone' as const, version: `${milestone}` })),
    ...(certified
      ? certificates.map(({ version }) => ({ kind: 'certificate' as const, version: `${version}` }))
      : []),
  ]
}

const isComplete = ({ status }: FoundTracker) => status === 'completed' || status === 'certified'

/** Progress in the program as the last milestone was decided on. */
function progressOf({ trackers, courses }: FoundApplication): number {
  if (courses.length === 0) return 0
  const percents = courses.map((id) => {
    const ofCourse = trackers.filter(({ courseIntegrationId }) => courseIntegrationId === id)
    return ofCourse.some(isComplete) ? 100 : Math.max(0, ...ofCourse.map(({ overall }) => overall))
  })
  return round2(percents.reduce((sum, percent) => sum + percent, 0) / courses.length)
}
