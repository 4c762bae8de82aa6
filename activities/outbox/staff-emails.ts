import { minuteIn, quietMinutesLeft } from '../../src/domain/staff-hours.js'
import type { OutboxEntry } from '../../src/store/outbox.js'
import type { ActivityContext } from '../dependencies.js'

/** Milliseconds for which an email waits; `drop`: it is not sent; null: it may be sent. */
export type StaffEmailHold = (entry: OutboxEntry<'emails'>) => Promise<number | 'drop' | null>

const MINUTE = 60_000

/**
 * Emails to staff about single tasks: in the quiet hours they wait, and with daily digests only
 * escalations are sent. Learners get their emails at any time.
 */
export const staffEmailHold =
  ({ config, timeZone, clock }: Pick<ActivityContext, 'config' | 'timeZone' | 'clock'>): StaffEmailHold =>
  async ({ request }) => {
    if (request.kind !== 'review_request') return null
    const { mode, quiet } = config.staffEmails
    if (mode === 'digest' && !request.task.escalated) return 'drop'
    if (quiet === null) return null
    const minutes = quietMinutesLeft(minuteIn(await timeZone(), clock()), quiet)
    return minutes > 0 ? minutes * MINUTE : null
  }
