import { mailHold } from '../src/alarms/neutralization.js'
import { typstRenderer, type CertificateRenderer } from '../src/certificates/renderer.js'
import type { Activities } from '../src/contracts/activities.js'
import { smtpTransport, type MailTransport } from '../src/mail/transport.js'
import { timeZoneOf } from '../src/odoo/center-time-zone.js'
import { createCertificateActivities } from './certificate/certificate-activities.js'
import { createEvidenceActivities } from './certificate/evidence-activities.js'
import type { ActivityDependencies } from './dependencies.js'
import { createElearningActivities } from './enrollment/elearning-activities.js'
import { createStudentActivities } from './enrollment/student-activities.js'
import { createMailActivities } from './mail/mail-activities.js'
import { PersonCheck } from './person-check.js'
import { createReadModelActivities } from './read-model-activities.js'
import { createReconciliationActivities } from './reconciliation/reconciliation-activities.js'
import { createStatusActivities } from './status-activities.js'
import { createChangeActivities } from './sync/change-activities.js'
import { createHintActivities } from './sync/hint-activities.js'
import { createPageActivities } from './sync/page-activities.js'

/** The machinery behind two of the activities; by default made from the configuration. */
export interface ActivityResources {
  readonly transport: MailTransport
  readonly renderer: CertificateRenderer
}

/**
 * All side effects of the workflows. The activities are in the files named `*-activities.ts`; every
 * other file below this folder is internal to one of them. Run them with `activityInterceptors`.
 */
export function createActivities(
  given: ActivityDependencies,
  {
    transport = smtpTransport(given.config.smtpUrl),
    renderer = typstRenderer(),
  }: Partial<ActivityResources> = {},
): Activities {
  const { odoo, config } = given
  const context = {
    ...given,
    people: new PersonCheck(given),
    timeZone: timeZoneOf(odoo, config.organization.timeZone),
  }
  return {
    ...createStudentActivities(context),
    ...createElearningActivities(context),
    ...createStatusActivities(context),
    ...createChangeActivities(context),
    ...createHintActivities(context),
    ...createPageActivities(context),
    ...createReconciliationActivities(context),
    ...createEvidenceActivities(context),
    ...createCertificateActivities({ ...context, renderer }),
    ...createMailActivities({
      ...context,
      transport,
      isMailHeld: mailHold(odoo, config),
    }),
    ...createReadModelActivities(given.store),
  }
}
