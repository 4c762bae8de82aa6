import type { DeliveryResult, ReportActivities } from '../../src/contracts/activities.js'
import { FailureType } from '../../src/contracts/failures.js'
import type { StaffEmailState } from '../../src/contracts/mail.js'
import { ATTEMPT_SECONDS } from '../../src/mail/ledger.js'
import { reportMailServer } from '../../src/mail/mail-alarms.js'
import type { MailTransport } from '../../src/mail/transport.js'
import { staffMembers } from '../../src/odoo/staff/staff-members.js'
import {
  type DueReport,
  nextReportWork,
  reportsToSend,
  settleLostReports,
  takeUpDueReports,
} from '../../src/store/report-schedules.js'
import {
  claimStaffEmail,
  finishStaffEmail,
  type StaffEmailKey,
  staffMessageId,
} from '../../src/store/staff-emails.js'
import type { ActivityContext } from '../dependencies.js'
import { failure } from '../failures.js'
import { staffEmailStateAfter } from '../mail/staff-email-state.js'
import { withHeartbeats } from '../sync/heartbeats.js'
import { reviewReportAlarm } from './report-alarm.js'
import { mailTo, reportFiles, type ReportMail } from './report-mail.js'

interface Dependencies extends Pick<ActivityContext, 'odoo' | 'store' | 'config' | 'timeZone' | 'clock'> {
  readonly transport: MailTransport
  /** Why nobody may be emailed; null: people may. */
  readonly mailHold: () => Promise<string | null>
}

/** Then the activity ends, and the next one goes on. Milliseconds. */
const TIME_FOR_ONE_ACTIVITY = 4 * 60_000

/** Milliseconds. */
const LONGEST_RETRY = 5 * 60_000

/**
 * Sends the reports that are due, as of the moment at which each was due. Each reader gets what
 * their role may see when it is sent, and nothing once they are no longer staff.
 */
export function createReportActivities(dependencies: Dependencies): ReportActivities {
  const { store, timeZone, clock, mailHold } = dependencies

  const sendDueReports = async (): Promise<DeliveryResult> => {
    const now = { instant: clock(), timeZone: await timeZone() }
    await takeUpDueReports(store, now)
    for (const scheduleId of await settleLostReports(store)) await reviewReportAlarm(store, scheduleId)
    const reports = await reportsToSend(store)
    const hold = reports.length === 0 ? null : await mailHold()
    if (hold !== null) throw failure(FailureType.MailHeld, hold, {}, LONGEST_RETRY)
    const until = Date.now() + TIME_FOR_ONE_ACTIVITY
    let delivered = 0
    const failures: unknown[] = []
    for (const report of reports) {
      if (Date.now() > until) break
      try {
        delivered += await sendReport(dependencies, report, now.timeZone)
      } catch (error) {
        // Others may succeed: it is tried again with the next attempt of this activity.
        failures.push(error)
      }
      await reviewReportAlarm(store, report.schedule.id)
    }
    if (failures.length > 0) throw failures.at(-1)
    const nextInMs = await nextReportWork(store, clock())
    return { delivered, waiting: nextInMs === null ? 0 : 1, nextInMs }
  }
  return { sendDueReports: () => withHeartbeats(sendDueReports) }
}

/** Returns how many emails are settled. Throws where some must be tried again. */
async function sendReport(dependencies: Dependencies, report: DueReport, timeZone: string): Promise<number> {
  const { odoo, config } = dependencies
  const members = await staffMembers(odoo, report.userIds, config.staffGroups)
  const fileFor = reportFiles(dependencies, report, timeZone)
  let settled = 0
  const failures: unknown[] = []
  for (const userId of report.userIds)
    try {
      const member = members.find((one) => one.userId === userId)
      const mail = await mailTo({ ...dependencies, fileFor }, report, member, timeZone)
      if (await send(dependencies, { kind: 'report', version: report.version, userId }, mail)) settled += 1
    } catch (error) {
      failures.push(error)
    }
  if (failures.length > 0) throw failures.at(-1)
  return settled
}

/** Returns false where another process sends it, or has sent it. */
async function send(
  { store, config, transport, clock }: Dependencies,
  key: StaffEmailKey,
  mail: ReportMail | StaffEmailState,
): Promise<boolean> {
  const claim = await claimStaffEmail(store, key, ATTEMPT_SECONDS)
  if (claim === null) return false
  if (typeof mail === 'string') {
    await finishStaffEmail(store, claim, mail)
    return true
  }
  const delivery = await transport.deliver({
    messageId: staffMessageId(key, config.mail.domain),
    from: config.mail.from,
    date: clock(),
    ...mail,
    headers: { 'X-Entity-Ref-ID': `report.${key.version}`, 'Auto-Submitted': 'auto-generated' },
  })
  const state = staffEmailStateAfter(delivery)
  await finishStaffEmail(store, claim, state)
  await reportMailServer(store, delivery)
  if (state === 'pending')
    throw failure(
      FailureType.MailDeferred,
      'The mail server has not accepted every scheduled report yet.',
      {},
      LONGEST_RETRY,
    )
  return true
}
