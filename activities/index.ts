import { mailHold } from '../src/alarms/neutralization.js'
import { typstRenderer, type CertificateRenderer } from '../src/certificates/renderer.js'
import type { Activities } from '../src/contracts/activities.js'
import { DeliveryTurns } from '../src/mail/delivery-turns.js'
import { smtpTransport, type MailTransport } from '../src/mail/transport.js'
import { activeLanguagesOf } from '../src/odoo/active-languages.js'
import { timeZoneOf } from '../src/odoo/center-time-zone.js'
import { OutboxTrigger } from '../src/temporal/outbox-trigger.js'
import { createBulkActivities } from './bulk/bulk-activities.js'
import { createCertificateActivities, createCertificateParts } from './certificate/certificate-activities.js'
import { createEvidenceActivities } from './certificate/evidence-activities.js'
import { createLostCertificateActivities } from './certificate/lost-certificates.js'
import type { ActivityDependencies } from './dependencies.js'
import { createDigestActivities } from './digest/digest-activities.js'
import { createElearningActivities } from './enrollment/elearning-activities.js'
import { createStudentActivities } from './enrollment/student-activities.js'
import { createMailActivities } from './mail/mail-activities.js'
import { createMigrationActivities } from './migration/migration-activities.js'
import { createOutboxActivities } from './outbox/outbox-activities.js'
import { staffEmailHold } from './outbox/staff-emails.js'
import { PersonCheck } from './person-check.js'
import { createReadModelActivities } from './read-model-activities.js'
import { createReconciliationActivities } from './reconciliation/reconciliation-activities.js'
import { createRuleActivities } from './rules/rule-activities.js'
import { createReportActivities } from './reports/report-activities.js'
import { createStatusActivities } from './status-activities.js'
import { createChangeActivities } from './sync/change-activities.js'
import { createHintActivities } from './sync/hint-activities.js'
import { createPageActivities } from './sync/page-activities.js'
import { createTodoActivities } from './todos/todo-activities.js'

/** The machinery behind some of the activities; by default made from the dependencies. */
export interface ActivityResources {
  readonly transport: MailTransport
  readonly turns: DeliveryTurns
  readonly renderer: CertificateRenderer
  readonly outbox: Pick<OutboxTrigger, 'filled'>
}

/**
 * All side effects of the workflows. The activities are in the files named `*-activities.ts`; every
 * other file below this folder is internal to one of them. Run them with `activityInterceptors`.
 */
export function createActivities(
  given: ActivityDependencies,
  {
    transport = smtpTransport(given.config.smtpUrl),
    turns = new DeliveryTurns(),
    renderer = typstRenderer(),
    outbox = new OutboxTrigger(given.temporal, given.store, given.config.todos.choice, () => undefined),
  }: Partial<ActivityResources> = {},
): Activities {
  const { odoo, config } = given
  const context = {
    ...given,
    people: new PersonCheck(given),
    timeZone: timeZoneOf(odoo, config.organization.timeZone),
    languages: activeLanguagesOf(odoo),
  }
  const parts = createCertificateParts({ ...context, renderer })
  const statuses = createStatusActivities(context)
  const hold = mailHold(odoo, config)
  const mail = createMailActivities({ ...context, transport, turns, mailHold: hold })
  return {
    ...createStudentActivities(context, statuses),
    ...createElearningActivities(context),
    ...statuses,
    ...createChangeActivities(context),
    ...createHintActivities(context),
    ...createPageActivities(context),
    ...createReconciliationActivities(context),
    ...createRuleActivities(context),
    ...createBulkActivities(context, (channel) => outbox.filled(channel)),
    ...createMigrationActivities(context),
    ...createEvidenceActivities(context, statuses),
    ...createCertificateActivities(parts),
    ...createLostCertificateActivities({ ...context, ...parts, ...statuses }),
    ...mail,
    ...createOutboxActivities({ ...given, ...mail, ...statuses, holdStaffEmail: staffEmailHold(context) }),
    ...createDigestActivities({ ...context, transport, mailHold: hold }),
    ...createReportActivities({ ...context, transport, mailHold: hold }),
    ...createTodoActivities(context),
    ...createReadModelActivities(given.store, (channel) => outbox.filled(channel)),
  }
}
