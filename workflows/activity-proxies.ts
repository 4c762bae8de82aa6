import { ActivityFailure } from '@temporalio/common'
import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow'
import type {
  CertificateActivities,
  ElearningActivities,
  MailActivities,
  ReadModelActivities,
  StatusActivities,
  StudentActivities,
  SyncActivities,
} from '../src/contracts/activities.js'
import { TaskQueue } from '../src/contracts/task-queues.js'
import type { Transition } from '../src/contracts/transitions.js'

/** Everything that one student's step may ask of Odoo. */
export type OdooActivities = StudentActivities &
  ElearningActivities &
  StatusActivities &
  Pick<SyncActivities, 'syncApplication'> &
  Pick<CertificateActivities, 'collectEvidence' | 'recordCertificate'>

/**
 * How long to try before the workflow is told. `prompt`: an outage comes back to the workflow after a few minutes, so that it can say
 * what it waits for; `patient`: then the same call is tried until the system is back, for days.
 */
export type RetryMode = 'prompt' | 'patient'

/** A reminder that could not be sent for three days helps nobody any more. */
const BACKGROUND = '3 days'

const PROMPT = '5 minutes'

/** Above the client's own 45 s for a write: Odoo retries conflicts inside a request for 13–15 s, and time-outs must be ours to see. */
const ODOO_ATTEMPT = '60 seconds'

export const odoo = (patience: RetryMode, summary: string) =>
  proxyActivities<OdooActivities>({
    taskQueue: TaskQueue.odoo,
    summary,
    startToCloseTimeout: ODOO_ATTEMPT,
    ...(patience === 'prompt' ? { scheduleToCloseTimeout: PROMPT } : {}),
    retry: {
      initialInterval: '1 second',
      backoffCoefficient: 2,
      maximumInterval: patience === 'prompt' ? '30 seconds' : '2 minutes',
    },
  })

export const mail = (patience: RetryMode | 'background', summary: string) =>
  proxyActivities<MailActivities>({
    taskQueue: TaskQueue.mail,
    summary,
    startToCloseTimeout: '90 seconds',
    ...(patience === 'patient'
      ? {}
      : { scheduleToCloseTimeout: patience === 'prompt' ? PROMPT : BACKGROUND }),
    // Greylisting asks for minutes; a mail server that is away must not be hammered. But a mail waits for Odoo, too (for its reader), and
    // when that is back nobody should wait much longer.
    retry: {
      initialInterval: '5 seconds',
      backoffCoefficient: 2,
      maximumInterval: patience === 'prompt' ? '1 minute' : '5 minutes',
    },
  })

/** Renders a PDF and writes our own register; reads the person from Odoo. */
export const documents = (patience: RetryMode, summary: string) =>
  proxyActivities<Pick<CertificateActivities, 'issueCertificate'>>({
    taskQueue: TaskQueue.documents,
    summary,
    startToCloseTimeout: '2 minutes',
    ...(patience === 'prompt' ? { scheduleToCloseTimeout: PROMPT } : {}),
    retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '2 minutes' },
  })

const recordAtOnce = proxyLocalActivities<ReadModelActivities>({
  startToCloseTimeout: '5 seconds',
  scheduleToCloseTimeout: '10 seconds',
  retry: { maximumAttempts: 2 },
})

const recordUntilDone = proxyActivities<ReadModelActivities>({
  taskQueue: TaskQueue.orchestrator,
  summary: 'steps into the read model',
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
})

/**
 * Steps into our own database. A local activity costs one event instead of six, and a few milliseconds of the workflow task; that is only
 * right while the database answers at once. When it does not, an ordinary activity tries until it is back: nothing may be lost.
 */
export async function recordTransitions(transitions: readonly Transition[]): Promise<void> {
  try {
    await recordAtOnce.recordTransitions(transitions)
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error
    await recordUntilDone.recordTransitions(transitions)
  }
}

/** Pages of many students. The next tick comes anyway: a page that cannot be done now is given up and found again. */
export const sync = (summary: string) =>
  proxyActivities<Omit<SyncActivities, 'syncApplication'>>({
    summary,
    taskQueue: TaskQueue.odooBulk,
    startToCloseTimeout: '5 minutes',
    scheduleToCloseTimeout: '15 minutes',
    // They beat every few seconds: a worker that died holds up the next look at Odoo no longer than this.
    heartbeatTimeout: '30 seconds',
    retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumInterval: '1 minute' },
  })
