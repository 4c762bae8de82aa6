import { typstRenderer, type CertificateRenderer } from '../src/certificates/renderer.js'
import type { Activities } from '../src/contracts/activities.js'
import { smtpTransport, type MailTransport } from '../src/mail/transport.js'
import { createCertificateActivities } from './certificates.js'
import type { ActivityDependencies } from './dependencies.js'
import { createElearningActivities } from './elearning.js'
import { createEvidenceActivities } from './evidence.js'
import { castingFailures } from './failures.js'
import { createMailActivities } from './mail.js'
import { createReadModelActivities } from './readmodel.js'
import { createStatusActivities } from './statuses.js'
import { createStudentActivities } from './students.js'
import { createSyncActivities } from './syncpage.js'

/** The machinery behind two of the activities; by default made from the configuration. */
export interface Machinery {
  readonly transport: MailTransport
  readonly renderer: CertificateRenderer
}

/** All side effects of the workflows. Every failure that leaves them is one of the closed list, without texts of outside systems. */
export function createActivities(
  dependencies: ActivityDependencies,
  {
    transport = smtpTransport(dependencies.config.smtpUrl),
    renderer = typstRenderer(),
  }: Partial<Machinery> = {},
): Activities {
  return castingFailures<Activities>({
    ...createStudentActivities(dependencies),
    ...createElearningActivities(dependencies),
    ...createStatusActivities(dependencies),
    ...createSyncActivities(dependencies),
    ...createEvidenceActivities(dependencies),
    ...createCertificateActivities({ ...dependencies, renderer }),
    ...createMailActivities({ ...dependencies, transport }),
    ...createReadModelActivities(dependencies.store),
  })
}
