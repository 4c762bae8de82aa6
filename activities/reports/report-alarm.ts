import { reportAlarm } from '../../src/alarms/alarm-keys.js'
import { say } from '../../src/domain/sentences/sentence.js'
import { clearAlarm, raiseAlarm } from '../../src/store/alarms.js'
import { lastReportDeliveries } from '../../src/store/report-schedules.js'
import type { Store } from '../../src/store/store.js'

/** Where a person must do something. */
const TROUBLES = ['unknown', 'rejected', 'no_recipient', 'not_allowed', 'too_long'] as const

/** A report that waits is an alarm after this time. Milliseconds. */
const PATIENCE = 15 * 60_000

/** Raises the alarm of a schedule whose last report has not reached everybody, or clears it. */
export async function reviewReportAlarm(store: Store, scheduleId: number): Promise<void> {
  const deliveries = await lastReportDeliveries(store, scheduleId)
  const troubles = [
    ...new Set(deliveries.flatMap(({ state }) => TROUBLES.find((trouble) => trouble === state) ?? [])),
  ]
  const isWaiting = deliveries.some(({ state }) => state === 'pending')
  if (troubles.length === 0 && !isWaiting) {
    await clearAlarm(store, reportAlarm(scheduleId))
    return
  }
  await raiseAlarm(store, {
    key: reportAlarm(scheduleId),
    said: say('report_not_delivered', {
      scheduleId,
      troubles: troubles.length === 0 ? ['waits'] : troubles,
    }),
    afterMs: troubles.length === 0 ? PATIENCE : 0,
  })
}
