import { log } from '@temporalio/activity'
import type { ApplicationFailure } from '@temporalio/common'
import { type Client, WorkflowNotFoundError } from '@temporalio/client'
import type { MailActivities, OutboxActivities, StatusActivities } from '../../src/contracts/activities.js'
import { FailureType, PERMANENT_FAILURES } from '../../src/contracts/failures.js'
import { emailGivenUp, statusesRefused } from '../../src/contracts/outbox.js'
import type { MailRequest } from '../../src/contracts/mail.js'
import { ATTEMPT_SECONDS } from '../../src/mail/ledger.js'
import type { OutboxEntry } from '../../src/store/outbox.js'
import type { Store } from '../../src/store/store.js'
import type { StaffEmailHold } from './staff-emails.js'
import { withHeartbeats } from '../sync/heartbeats.js'
import { deliverDue } from './deliver.js'
import { STATUS_LEASE, writeNewStatuses } from './due-statuses.js'

interface Dependencies extends Pick<MailActivities, 'sendMail'>, Pick<StatusActivities, 'writeStatuses'> {
  readonly holdStaffEmail: StaffEmailHold
  readonly store: Store
  readonly temporal: Client
}

/** Small mail servers allow few connections from one address, and some emails are awaited. */
const EMAILS_AT_ONCE = 4

/**
 * Above an attempt at the mail server. If Odoo delays a delivery for longer, the ledger still gives
 * the email to one attempt only. Seconds.
 */
const EMAIL_LEASE = ATTEMPT_SECONDS + 15

/** Their calls to Odoo may be combined; how many are in flight is limited there. */
const STATUSES_AT_ONCE = 10

/**
 * A reminder that could not be sent for three days is of no use any more, whatever delayed it.
 * Milliseconds.
 */
const EMAIL_LIFETIME = 3 * 24 * 60 * 60 * 1000

export function createOutboxActivities({
  store,
  temporal,
  sendMail,
  writeStatuses,
  holdStaffEmail,
}: Dependencies): OutboxActivities {
  return {
    sendDueEmails: () =>
      withHeartbeats(() =>
        deliverDue(store, {
          channel: 'emails',
          lines: EMAILS_AT_ONCE,
          leaseSeconds: EMAIL_LEASE,
          hold: holdStaffEmail,
          deliver: async ({ request, workflowId }) => {
            // The ledger knows how it ended. Only what the learner has switched off meanwhile is
            // reported, because the step says that it was sent.
            const { outcome } = await sendMail(request)
            if (outcome === 'switched_off') await reportGivenUp(temporal, workflowId, request)
          },
          giveUp: (entry, failure) => giveUpEmail(temporal, entry, failure),
        }),
      ),
    writeDueStatuses: () =>
      withHeartbeats(() =>
        deliverDue(store, {
          channel: 'statuses',
          lines: STATUSES_AT_ONCE,
          leaseSeconds: STATUS_LEASE,
          deliver: ({ request }) => writeNewStatuses(store, writeStatuses, request),
          giveUp: (entry, failure) => handOverStatuses(temporal, entry, failure),
        }),
      ),
  }
}

type GivenUp = Pick<MailRequest, 'kind' | 'version'>

/** What no later attempt can fix. */
const HOPELESS: readonly unknown[] = [FailureType.OdooMissing, FailureType.BadCommand]

async function giveUpEmail(
  temporal: Client,
  { request: { kind, version }, workflowId, createdAt }: OutboxEntry<'emails'>,
  { type }: ApplicationFailure,
): Promise<boolean> {
  const isTooOld = Date.now() - createdAt.getTime() > EMAIL_LIFETIME
  if (!isTooOld && !HOPELESS.includes(type)) return false
  log.warn('An email is given up. The ledger has its last attempt.', { kind, workflowId, failure: type })
  await reportGivenUp(temporal, workflowId, { kind, version })
  return true
}

const reportGivenUp = (temporal: Client, workflowId: string, { kind, version }: GivenUp): Promise<boolean> =>
  signal(temporal, workflowId, (workflow) => workflow.signal(emailGivenUp, { kind, version }))

/** The training writes them itself, and asks a person. */
async function handOverStatuses(
  temporal: Client,
  { workflowId }: OutboxEntry<'statuses'>,
  { type }: ApplicationFailure,
): Promise<boolean> {
  if (!PERMANENT_FAILURES.some((permanent) => permanent === type)) return false
  if (!(await signal(temporal, workflowId, (workflow) => workflow.signal(statusesRefused))))
    log.warn('Statuses of a training that has ended cannot be written.', { workflowId, failure: type })
  return true
}

/** Returns whether the workflow is still open. */
async function signal(
  temporal: Client,
  workflowId: string,
  send: (workflow: ReturnType<Client['workflow']['getHandle']>) => Promise<void>,
): Promise<boolean> {
  try {
    await send(temporal.workflow.getHandle(workflowId))
    return true
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false
    throw error
  }
}
