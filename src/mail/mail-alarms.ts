import { sql } from 'kysely'
import { AlarmKey } from '../alarms/alarm-keys.js'
import { say } from '../domain/sentences/sentence.js'
import { clearAlarm, raiseAlarm } from '../store/alarms.js'
import type { Store } from '../store/store.js'
import type { Delivery } from './delivery.js'

/**
 * Minutes. Longer than the longest pause between attempts, so that every email that waits because
 * of the problem has shown it again.
 */
const RECENT = 10

/**
 * Raises the alarm for a problem that concerns every email, or clears the alarms once the mail
 * server accepts emails again. A mail server may accept some emails and reject others: the alarm
 * stays open while any email still meets the problem.
 */
export async function reportMailServer(store: Store, delivery: Delivery): Promise<void> {
  switch (delivery.kind) {
    case 'login_rejected':
      await raiseAlarm(store, {
        key: AlarmKey.MailLogin,
        said: say('mail_login_rejected', { code: delivery.code, status: null }),
      })
      return
    case 'provider_problem':
      await raiseAlarm(store, {
        key: AlarmKey.MailProvider,
        said: say('mail_all_rejected', { code: delivery.code, status: delivery.status }),
      })
      return
    case 'accepted':
      if (await anotherEmailIsRejected(store)) return
      await clearAlarm(store, AlarmKey.MailLogin)
      await clearAlarm(store, AlarmKey.MailProvider)
      return
    // These say nothing about other emails.
    case 'rejected':
    case 'deferred':
    case 'unknown':
      return
  }
}

/** An email with a permanent reply that waits nevertheless: the reply concerned every email. */
async function anotherEmailIsRejected(store: Store): Promise<boolean> {
  const row = await store.db
    .selectFrom('email')
    .select('id')
    .where('state', 'in', ['pending', 'unknown'])
    .where('response_code', '>=', 500)
    .where('last_attempt_at', '>', sql<Date>`now() - make_interval(mins => ${RECENT})`)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
