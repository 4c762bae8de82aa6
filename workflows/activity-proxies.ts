import { ActivityFailure } from '@temporalio/common'
import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow'
import type {
  BulkActivities,
  BulkCheckActivities,
  CertificateActivities,
  DeliveryResult,
  DigestActivities,
  ElearningActivities,
  MailActivities,
  OutboxActivities,
  MigrationActivities,
  ReadModelActivities,
  ReconciliationActivities,
  ReportActivities,
  RuleActivities,
  StatusActivities,
  StudentActivities,
  SyncActivities,
  TodoActivities,
} from '../src/contracts/activities.js'
import { TaskQueue } from '../src/contracts/task-queues.js'
import type { DeliveryChannel } from '../src/contracts/outbox.js'
import type { Transition } from '../src/contracts/transitions.js'
import { urgency } from './urgency.js'

/** The calls to Odoo that concern one student. */
export type OdooActivities = StudentActivities &
  ElearningActivities &
  StatusActivities &
  Pick<SyncActivities, 'syncApplication'> &
  Pick<CertificateActivities, 'collectEvidence' | 'recordCertificateAgain'>

/**
 * How often a call is retried before the workflow hears of the failure. `fail_fast`: for a few
 * minutes, so that the workflow can show what it waits for. `until_available`: until the system is
 * back, for days.
 */
export type RetryMode = 'fail_fast' | 'until_available'

/**
 * Failed attempts, two to five minutes apart from first to last. There is no limit on the whole
 * time of a call: it would include the wait for a free slot, and a queue is not an outage.
 */
const FAIL_FAST_ATTEMPTS = 9

const attempts = (mode: RetryMode) => (mode === 'fail_fast' ? { maximumAttempts: FAIL_FAST_ATTEMPTS } : {})

/** Interactive work has queues of its own. */
const QUEUES = {
  odoo: { interactive: TaskQueue.odooInteractive, bulk: TaskQueue.odoo },
  documents: { interactive: TaskQueue.documentsInteractive, bulk: TaskQueue.documents },
  mail: { interactive: TaskQueue.mailInteractive, bulk: TaskQueue.mail },
} as const

const queueOf = (system: keyof typeof QUEUES) => QUEUES[system][urgency()]

/**
 * Above the client's own 45 s for a write: Odoo retries conflicts inside a request for 13–15 s, and
 * the client must see the timeout first. While many students are processed, each call also waits a
 * few seconds for its turn.
 */
const ODOO_ATTEMPT = '2 minutes'

/**
 * For an activity of several parts, each of several calls. It sends a heartbeat every few seconds,
 * so a dead worker delays a student no longer than `HEARTBEAT`.
 */
export const ODOO_PARTS = '3 minutes'
const HEARTBEAT = '30 seconds'

type Attempt = typeof ODOO_ATTEMPT | typeof ODOO_PARTS

export const odoo = (mode: RetryMode, summary: string, attempt: Attempt = ODOO_ATTEMPT) =>
  proxyActivities<OdooActivities>({
    taskQueue: queueOf('odoo'),
    summary,
    startToCloseTimeout: attempt,
    ...(attempt === ODOO_PARTS ? { heartbeatTimeout: HEARTBEAT } : {}),
    retry: {
      ...attempts(mode),
      initialInterval: '1 second',
      backoffCoefficient: 2,
      maximumInterval: mode === 'fail_fast' ? '30 seconds' : '2 minutes',
    },
  })

export const mail = (mode: RetryMode, summary: string) =>
  proxyActivities<MailActivities>({
    taskQueue: queueOf('mail'),
    summary,
    startToCloseTimeout: '90 seconds',
    // Greylisting asks for minutes, and a mail server that is unavailable must not be flooded. But
    // an email also waits for Odoo (to read its recipient), and should go out soon after Odoo is
    // back.
    retry: {
      ...attempts(mode),
      initialInterval: '5 seconds',
      backoffCoefficient: 2,
      maximumInterval: mode === 'fail_fast' ? '1 minute' : '5 minutes',
    },
  })

/** Renders a PDF, writes our own register and the record in Odoo. */
export const documents = (mode: RetryMode, summary: string) =>
  proxyActivities<Pick<CertificateActivities, 'generateCertificate'>>({
    taskQueue: queueOf('documents'),
    summary,
    startToCloseTimeout: ODOO_PARTS,
    heartbeatTimeout: HEARTBEAT,
    retry: {
      ...attempts(mode),
      initialInterval: '1 second',
      backoffCoefficient: 2,
      maximumInterval: '2 minutes',
    },
  })

const saveLocally = proxyLocalActivities<ReadModelActivities>({
  startToCloseTimeout: '5 seconds',
  retry: { maximumAttempts: 2 },
})

const saveUntilDone = proxyActivities<ReadModelActivities>({
  taskQueue: TaskQueue.orchestrator,
  summary: 'save steps in the read model',
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
})

/**
 * Saves steps in our own database. A local activity costs one event instead of six, and a few
 * milliseconds of the workflow task. That is only right while the database responds at once. When
 * it does not, an ordinary activity retries until it is back: no step may be lost.
 */
export async function recordTransitions(transitions: readonly Transition[]): Promise<void> {
  try {
    await saveLocally.recordTransitions(transitions)
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error
    await saveUntilDone.recordTransitions(transitions)
  }
}

const BULK = {
  taskQueue: TaskQueue.odooBulk,
  startToCloseTimeout: '5 minutes',
  // They send a heartbeat every few seconds: a dead worker delays the next sweep no longer than
  // this.
  heartbeatTimeout: '30 seconds',
} as const

/** Then the sweep fails, and the schedule starts the next one. Four minutes of an outage. */
const ATTEMPTS_OF_SWEEP = 9

/** The parts of a sweep that concern all students. */
export const sync = (summary: string) =>
  proxyActivities<Omit<SyncActivities, 'syncApplication' | 'syncPage'>>({
    ...BULK,
    summary,
    retry: {
      initialInterval: '2 seconds',
      backoffCoefficient: 2,
      maximumInterval: '1 minute',
      maximumAttempts: ATTEMPTS_OF_SWEEP,
    },
  })

/** A page that fails is soon given up: its students stay in the queue, and others need not wait. */
export const page = proxyActivities<Pick<SyncActivities, 'syncPage'>>({
  ...BULK,
  summary: 'a page of students',
  retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumAttempts: 3 },
})

/** A round of the outbox ends after a minute; the last attempts may take some more. */
const ROUND = {
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '30 seconds',
  retry: { initialInterval: '5 seconds', backoffCoefficient: 2, maximumInterval: '1 minute' },
} as const

const emails = proxyActivities<Pick<OutboxActivities, 'sendDueEmails'>>({
  ...ROUND,
  taskQueue: TaskQueue.mail,
  summary: 'send emails that are due',
})

const statuses = proxyActivities<Pick<OutboxActivities, 'writeDueStatuses'>>({
  ...ROUND,
  taskQueue: TaskQueue.odoo,
  summary: 'write statuses that are due',
})

const digests = proxyActivities<Pick<DigestActivities, 'sendDueDigests'>>({
  ...ROUND,
  taskQueue: TaskQueue.mail,
  summary: 'send daily digests to staff',
})

const reports = proxyActivities<Pick<ReportActivities, 'sendDueReports'>>({
  ...ROUND,
  taskQueue: TaskQueue.mail,
  summary: 'send scheduled reports to staff',
})

const todos = proxyActivities<Pick<TodoActivities, 'writeDueTodos'>>({
  ...ROUND,
  taskQueue: TaskQueue.odoo,
  summary: 'show open tasks in Odoo',
})

/** One round of the outbox. Repeated until the outside system is available. */
export const delivery = (channel: DeliveryChannel): Promise<DeliveryResult> => {
  switch (channel) {
    case 'emails':
      return emails.sendDueEmails()
    case 'statuses':
      return statuses.writeDueStatuses()
    case 'todos':
      return todos.writeDueTodos()
    case 'digests':
      return digests.sendDueDigests()
    case 'reports':
      return reports.sendDueReports()
  }
}

/** Nobody waits for it, and the next night there is another one. */
export const reconcile = (summary: string) =>
  proxyActivities<ReconciliationActivities>({
    ...BULK,
    // A model of a million rows, most of which differ.
    startToCloseTimeout: '1 hour',
    summary,
    retry: {
      initialInterval: '5 seconds',
      backoffCoefficient: 2,
      maximumInterval: '2 minutes',
      maximumAttempts: 9,
    },
  })

/** A person waits for it, and can ask again. */
const ASKED_AGAIN = {
  ...BULK,
  startToCloseTimeout: '10 minutes',
  retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumAttempts: 5 },
} as const

export const rules = (summary: string) => proxyActivities<RuleActivities>({ ...ASKED_AGAIN, summary })

export const migrationPlans = (summary: string) =>
  proxyActivities<MigrationActivities>({ ...ASKED_AGAIN, summary })

/** It only reads, and is repeated by hand where it fails. */
export const bulkChecks = (summary: string) =>
  proxyActivities<BulkCheckActivities>({
    ...BULK,
    startToCloseTimeout: '10 minutes',
    summary,
    retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumInterval: '1 minute' },
  })

/** Its items wait in our database, so it goes on for as long as an outage lasts. */
export const bulkOperationSteps = (summary: string) =>
  proxyActivities<BulkActivities>({
    ...BULK,
    startToCloseTimeout: '10 minutes',
    summary,
    retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumInterval: '1 minute' },
  })
