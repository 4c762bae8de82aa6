import type { Quoted } from './quoted.js'
import { counted, failureWords } from './english-text.js'

/** How a mail server has replied. Only codes: the text of a reply may name people. */
interface Reply {
  /** null: not at all. */
  readonly code: number | null
  /** Enhanced status code; null: none. */
  readonly status: string | null
}

const replyOf = ({ code, status }: Reply) => {
  if (code === null) return 'no reply'
  return status === null ? `reply ${code}` : `reply ${code} ${status}`
}

type OutsideSystem = 'odoo' | 'mail'

const SYSTEMS: Readonly<Record<OutsideSystem, string>> = { odoo: 'Odoo', mail: 'The mail server' }

/** A moment as `2026-11-30 08:15`, in UTC. */
interface Since {
  readonly since: string
}

const WORK = { everything: 'All work', odoo: 'Work with Odoo', mail: 'Email' } as const

/** Why a report did not reach somebody. */
export type ReportTrouble = 'unknown' | 'rejected' | 'no_recipient' | 'not_allowed' | 'too_long' | 'waits'

const REPORT_TROUBLES: Readonly<Record<ReportTrouble, string>> = {
  unknown: 'the connection was lost while it was sent, so it may not have arrived',
  rejected: 'the mail server rejects the address',
  no_recipient: 'the user has no email address in Odoo',
  not_allowed: 'no longer staff, or not allowed to read this report',
  too_long: 'it has more rows than its format holds',
  waits: 'it still waits to be sent',
}

/** Alarms, and what a system’s outage or pause means for the work, in English. */
export const alarmSentences = {
  odoo_login_rejected: () =>
    'Odoo rejects the login of the bot user. Check ODOO_LOGIN and ODOO_API_KEY: the user must be active, and the key or password must be valid. Everything that needs Odoo waits and then continues by itself.',
  /** `said`: the findings as sentences. Absent: of an earlier version, or not all have one. */
  odoo_not_ready: ({
    findings,
    more,
  }: {
    findings: readonly string[]
    more: number
    said?: readonly Quoted[]
  }) =>
    [
      'Odoo is not ready for the orchestrator.',
      ...findings,
      ...(more > 0 ? [`There are ${more} more findings.`] : []),
      'Run “npm run cli -- setup apply” with an administrator’s login; “npm run cli -- doctor” shows details. Everything that needs it waits and then continues by itself.',
    ].join(' '),
  odoo_is_test_copy: () =>
    'Odoo is a test copy (database.is_neutralized is set), so nobody is emailed and emails wait. Connect the real database, or set MAIL_ON_NEUTRALIZED_ODOO=true if SMTP_URL is an inbox for tests.',
  odoo_restored: ({ lost }: { lost: number }) =>
    `Odoo’s data is older than what was read before: Odoo was restored from an older copy. Every student is read again, and statuses and numbers that the copy does not have are written again. Certificates that it does not have are recorded again: ${lost}. Whatever people and learners did in Odoo since the copy is lost, and applications whose records are gone become tasks in the review queue. Nobody gets an email twice.`,
  certificates_lost: ({
    certificates,
    more,
  }: {
    certificates: readonly { number: string; failure: string }[]
    more: number
  }) =>
    `Certificates are valid in the register, but Odoo was restored from a copy without them and they cannot be recorded there again: ${certificates.map(({ number, failure }) => `${number} (${failureWords(failure)})`).join(', ')}${more > 0 ? ` and ${more} more` : ''}. Restore the student’s record in Odoo. They are tried again every hour.`,
  records_unknown: ({ trackers, certificates }: { trackers: number; certificates: number }) =>
    `Odoo has ${counted(trackers, 'tracker')} and ${counted(certificates, 'certificate')} of the orchestrator that this installation does not know: its PostgreSQL database is new, was lost, or was restored from a backup. Nothing is written to Odoo and nobody is emailed until they are adopted. “npm run cli -- adopt-records” shows what that would do; with “--apply” it does it.`,
  demo_values: ({ variables }: { variables: readonly string[] }) =>
    `Demonstration values are in use (${variables.join(', ')}), so emails and certificates wait. Set your own values and restart. If this Odoo has no real people, set ALLOW_DEMO_VALUES=true instead.`,
  sweep_failing: ({ failure }: { failure: string }) =>
    `The sweep of Odoo has been failing for ten minutes (${failureWords(failure)}). Changes in Odoo are not noticed, and nobody is enrolled or credited, until it works. “npm run cli -- doctor” checks Odoo; the Temporal Web UI shows the failure of the workflow “sweep”.`,
  reconciliation_stopped: ({
    runId,
    concerned,
    known,
    percent,
  }: {
    runId: number
    concerned: number
    known: number
    percent: number
  }) =>
    `Reconciliation ${runId} has found differences between Odoo and what the orchestrator remembers that concern ${concerned} of ${known} students, which is more than ${percent} %. It has repaired nothing, because so many differences may mean that Odoo was restored from a backup, or that somebody has deleted records by mistake. “GET /v1/reconciliations/${runId}/drift” lists them. If they are right as they are in Odoo, “npm run cli -- reconcile --confirm ${runId}” repairs them; if not, correct Odoo, and the next reconciliation compares again.`,
  intake_stopped: ({ programId, found, limit }: { programId: number; found: number; limit: number }) =>
    `The intake of program ${programId} was stopped: at least ${found} students applied at once; ${limit} are expected at most. None of them was enrolled. See who they are with GET /v1/programs/${programId}/applicants. If they are right: npm run cli -- intake set ${programId} on --accept <number> --reason <text>. If not: npm run cli -- intake set ${programId} off --reason <text>.`,
  courses_changed: ({ programId }: { programId: number }) =>
    `The courses of program ${programId} were changed in Odoo. Students in training go on under the rules that they had. Look at whom the change concerns, and apply it to them or to new students only: page Programs, or “course-rules show ${programId}” on the command line.`,
  mail_login_rejected: (reply: Reply) =>
    `The mail server rejects our login or sender (${replyOf(reply)}). All emails wait. Check SMTP_URL and MAIL_FROM.`,
  mail_all_rejected: (reply: Reply) =>
    `The mail server rejects our emails, whoever they are for (${replyOf(reply)}). They wait and are sent when it accepts them again. Check the sending limits of the account in SMTP_URL, and whether it may send to other domains.`,
  report_not_delivered: ({
    scheduleId,
    troubles,
  }: {
    scheduleId: number
    troubles: readonly ReportTrouble[]
  }) =>
    `The scheduled report ${scheduleId} did not reach everybody: ${troubles.map((one) => REPORT_TROUBLES[one]).join('; ')}. The page Reports shows whom.`,

  // The state of an outside system.
  system_unavailable: ({ system, failure }: { system: OutsideSystem; failure: string }) =>
    `${SYSTEMS[system]} has not responded for ten minutes (${failureWords(failure)}). Everything that needs it waits and then continues by itself. Nothing is lost. GET /v1/sync shows how much waits.`,
  system_unavailable_since: ({ system, since }: Since & { system: OutsideSystem }) =>
    `${SYSTEMS[system]} has not responded since ${since} UTC. The work waits and continues by itself.`,
  system_recovering: ({ system, since }: Since & { system: OutsideSystem }) =>
    `${SYSTEMS[system]} responds again after an outage that began at ${since} UTC. The work that waited is being done.`,
  work_paused: ({
    system,
    since,
    by,
    reason,
  }: Since & { system: OutsideSystem | 'everything'; by: string; reason: string }) =>
    `${WORK[system]} is paused since ${since} UTC by ${by}: ${reason}`,
}
