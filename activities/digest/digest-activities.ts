import { log } from '@temporalio/activity'
import type { DeliveryResult, DigestActivities } from '../../src/contracts/activities.js'
import { FailureType } from '../../src/contracts/failures.js'
import { dayIn } from '../../src/domain/calendar.js'
import { distance, minuteIn, quietMinutesLeft } from '../../src/domain/staff-hours.js'
import { composeMail } from '../../src/mail/compose.js'
import { ATTEMPT_SECONDS } from '../../src/mail/ledger.js'
import { reportMailServer } from '../../src/mail/mail-alarms.js'
import { digestRecipients, openTasksOf, REVIEW_MAILBOX } from '../../src/store/staff-digests.js'
import {
  claimStaffEmail,
  enterStaffEmails,
  finishStaffEmail,
  staffMessageId,
} from '../../src/store/staff-emails.js'
import { failure } from '../failures.js'
import { withHeartbeats } from '../sync/heartbeats.js'
import { staffEmailStateAfter } from '../mail/staff-email-state.js'
import { staffRecipient } from '../mail/staff-recipient.js'
import { digestContent } from './digest-content.js'
import type { DigestDependencies } from './digest-dependencies.js'

const NOTHING: DeliveryResult = { delivered: 0, waiting: 0, nextInMs: null }

const MINUTE = 60_000

/** The clock is looked at again after this time at the latest: days may have 23 or 25 hours. */
const LONGEST_WAIT = 60 * MINUTE

/**
 * One email a day to each agent who has open tasks, at the configured time of the center, after the
 * quiet hours. Who has none gets none.
 */
export function createDigestActivities(dependencies: DigestDependencies): DigestActivities {
  const { store, config, timeZone, clock } = dependencies
  const { mode, digestAt, quiet } = config.staffEmails
  const sendDueDigests = async (): Promise<DeliveryResult> => {
    if (mode !== 'digest') return NOTHING
    const zone = await timeZone()
    const now = clock()
    const minute = minuteIn(zone, now)
    const minutesQuiet = quietMinutesLeft(minute, quiet)
    if (minutesQuiet > 0) return waitFor(minutesQuiet)
    if (minute < digestAt) return waitFor(digestAt - minute)
    const day = dayIn(zone, now)
    const delivered = await sendDigests(dependencies, await digestRecipients(store, day), day)
    return { ...waitFor(distance(minute, digestAt) || 24 * 60), delivered }
  }
  return { sendDueDigests: () => withHeartbeats(sendDueDigests) }
}

const waitFor = (minutes: number): DeliveryResult => ({
  delivered: 0,
  waiting: 0,
  nextInMs: Math.min(minutes * MINUTE, LONGEST_WAIT),
})

/** Throws where some of them must be tried again. */
async function sendDigests(
  dependencies: DigestDependencies,
  agentIds: readonly number[],
  day: string,
): Promise<number> {
  if (agentIds.length === 0) return 0
  const hold = await dependencies.mailHold()
  if (hold !== null) throw failure(FailureType.MailHeld, hold, {}, LONGEST_RETRY)
  let settled = 0
  for (const agentId of agentIds) if (await sendDigest(dependencies, agentId, day)) settled += 1
  if (settled < agentIds.length)
    throw failure(
      FailureType.MailDeferred,
      'The mail server has not accepted every daily digest yet.',
      {},
      LONGEST_RETRY,
    )
  return settled
}

const LONGEST_RETRY = 5 * MINUTE

/** Returns whether no further attempt is needed. */
async function sendDigest(dependencies: DigestDependencies, agentId: number, day: string): Promise<boolean> {
  const { store, config, transport, clock } = dependencies
  const tasks = await openTasksOf(store, agentId, day)
  if (tasks.length === 0) return true
  const reader = await staffRecipient(dependencies, agentId === REVIEW_MAILBOX ? null : agentId)
  const key = { kind: 'digest', version: day, userId: agentId } as const
  await enterStaffEmails(store, [key])
  const claim = await claimStaffEmail(store, key, ATTEMPT_SECONDS)
  if (claim === null) return false
  if (reader.addresses.length === 0) {
    await finishStaffEmail(store, claim, 'no_recipient')
    return true
  }
  const delivery = await transport.deliver({
    messageId: staffMessageId(key, config.mail.domain),
    from: config.mail.from,
    to: reader.addresses,
    date: clock(),
    ...composeMail(await digestContent(dependencies, reader, tasks)),
    headers: { 'X-Entity-Ref-ID': `digest.${agentId}.${day}`, 'Auto-Submitted': 'auto-generated' },
    attachments: [],
  })
  await reportMailServer(store, delivery)
  const state = staffEmailStateAfter(delivery)
  await finishStaffEmail(store, claim, state)
  if (state === 'rejected') log.warn('The mail server rejects the address of an agent.', { agentId })
  return state === 'accepted' || state === 'rejected'
}
