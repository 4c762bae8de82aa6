import { sql, type Transaction } from 'kysely'
import { reportAlarm } from '../alarms/alarm-keys.js'
import type { StaffEmailState } from '../contracts/mail.js'
import type { CenterTime } from '../domain/calendar.js'
import { lastDue, nextDue, type ReportScheduleSettings } from '../domain/report-schedule.js'
import { clearAlarm } from './alarms.js'
import { appendAudit } from './audit.js'
import type { Database } from './database.js'
import { enterStaffEmails } from './staff-emails.js'
import type { Store } from './store.js'

/** A report that is emailed again and again. */
export interface ReportSchedule {
  readonly id: number
  readonly settings: ReportScheduleSettings
  readonly nextDueAt: Date
  readonly createdBy: string
}

const COLUMNS = ['id', 'settings', 'next_due_at as nextDueAt', 'created_by as createdBy'] as const

/** Returns all schedules, oldest first. */
export const listReportSchedules = ({ db }: Pick<Store, 'db'>): Promise<ReportSchedule[]> =>
  db.selectFrom('report_schedule').select(COLUMNS).orderBy('id').execute()

export const findReportSchedule = (
  { db }: Pick<Store, 'db'>,
  id: number,
): Promise<ReportSchedule | undefined> =>
  db.selectFrom('report_schedule').select(COLUMNS).where('id', '=', id).executeTakeFirst()

/** Who changes a schedule, and when that is in the center. */
export interface ScheduleChange {
  readonly actor: string
  readonly now: CenterTime
}

/** Returns the new schedule. The first report is sent at the next moment at which it is due. */
export function createReportSchedule(
  { db }: Store,
  settings: ReportScheduleSettings,
  { actor, now }: ScheduleChange,
): Promise<ReportSchedule> {
  return db.transaction().execute(async (transaction) => {
    const schedule = await transaction
      .insertInto('report_schedule')
      .values({
        settings: JSON.stringify(settings),
        next_due_at: nextDue(settings.cadence, now),
        created_by: actor,
      })
      .returning(COLUMNS)
      .executeTakeFirstOrThrow()
    await audit(transaction, 'create_report_schedule', actor, schedule.id, { after: settings })
    return schedule
  })
}

/** Returns the changed schedule; undefined: there is none with this id. */
export function changeReportSchedule(
  { db }: Store,
  id: number,
  settings: ReportScheduleSettings,
  { actor, now }: ScheduleChange,
): Promise<ReportSchedule | undefined> {
  return db.transaction().execute(async (transaction) => {
    const before = await locked(transaction, id)
    if (!before) return undefined
    const schedule = await transaction
      .updateTable('report_schedule')
      .set({ settings: JSON.stringify(settings), next_due_at: nextDue(settings.cadence, now) })
      .where('id', '=', id)
      .returning(COLUMNS)
      .executeTakeFirst()
    // Whoever is no recipient any more gets nothing that still waits.
    await transaction
      .deleteFrom('staff_email')
      .where('schedule_id', '=', id)
      .where('state', '=', 'pending')
      .where('user_id', 'not in', [...settings.recipients])
      .execute()
    await clearAlarm({ db: transaction }, reportAlarm(id))
    await audit(transaction, 'change_report_schedule', actor, id, {
      before: before.settings,
      after: settings,
    })
    return schedule
  })
}

/** Deletes a schedule, and what of it was not sent yet. Returns false if there is none. */
export function deleteReportSchedule({ db }: Store, id: number, actor: string): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    const before = await locked(transaction, id)
    if (!before) return false
    await transaction.deleteFrom('report_schedule').where('id', '=', id).execute()
    await transaction
      .deleteFrom('staff_email')
      .where('schedule_id', '=', id)
      .where('state', '=', 'pending')
      .execute()
    await clearAlarm({ db: transaction }, reportAlarm(id))
    await audit(transaction, 'delete_report_schedule', actor, id, { before: before.settings })
    return true
  })
}

/** Enters the report as of now for all recipients. Returns undefined if there is no schedule. */
export function sendReportNow(
  { db }: Store,
  id: number,
  { actor, now }: { readonly actor: string; readonly now: Date },
): Promise<ReportSchedule | undefined> {
  return db.transaction().execute(async (transaction) => {
    const schedule = await locked(transaction, id)
    if (!schedule) return undefined
    await enterReport(transaction, schedule, now)
    await audit(transaction, 'send_report', actor, id, { after: { asOf: now.toISOString() } })
    return schedule
  })
}

/**
 * Enters what is due in the ledger, each report once for every recipient. Of several moments that
 * have passed, the last one counts. Processes that do this at the same time leave it to one.
 */
export async function takeUpDueReports({ db }: Store, now: CenterTime): Promise<void> {
  for (let more = true; more;)
    more = await db.transaction().execute(async (transaction) => {
      const schedule = await transaction
        .selectFrom('report_schedule')
        .select(COLUMNS)
        .where('next_due_at', '<=', now.instant)
        .orderBy('next_due_at')
        .limit(1)
        .forUpdate()
        .skipLocked()
        .executeTakeFirst()
      if (!schedule) return false
      const { cadence } = schedule.settings
      const last = lastDue(cadence, now)
      // Later than the last one where the center has changed its time zone since.
      const at = last > schedule.nextDueAt ? last : schedule.nextDueAt
      await enterReport(transaction, schedule, at)
      await transaction
        .updateTable('report_schedule')
        .set({ next_due_at: nextDue(cadence, now, at) })
        .where('id', '=', schedule.id)
        .execute()
      return true
    })
}

const locked = (db: Transaction<Database>, id: number): Promise<ReportSchedule | undefined> =>
  db.selectFrom('report_schedule').select(COLUMNS).where('id', '=', id).forUpdate().executeTakeFirst()

/** The report replaces an earlier one that is still waiting: nobody needs both. */
async function enterReport(
  db: Transaction<Database>,
  { id, settings }: ReportSchedule,
  at: Date,
): Promise<void> {
  await db
    .updateTable('staff_email')
    .set({ state: 'replaced' })
    .where('schedule_id', '=', id)
    .where('state', '=', 'pending')
    .where('due_at', '<', at)
    .execute()
  await enterStaffEmails(
    { db },
    settings.recipients.map((userId) => ({
      kind: 'report',
      version: `${id}.${at.toISOString()}`,
      userId,
      due: { scheduleId: id, at },
    })),
  )
}

type Settings = Partial<Record<'before' | 'after', object>>

const audit = (
  db: Transaction<Database>,
  action: string,
  actor: string,
  id: number,
  { before, after }: Settings,
): Promise<void> =>
  appendAudit(db, {
    actor,
    action,
    entity: 'report_schedule',
    entityId: String(id),
    ...(before && { before: { ...before } }),
    ...(after && { after: { ...after } }),
  })

/** A report as of a moment, and for whom it waits. */
export interface DueReport {
  readonly schedule: ReportSchedule
  readonly at: Date
  readonly version: string
  readonly userIds: readonly number[]
}

/** Returns the reports that wait to be sent, the oldest first. */
export async function reportsToSend({ db }: Store): Promise<DueReport[]> {
  const { rows } = await sql<Omit<DueReport, 'schedule'> & ReportSchedule>`
    select schedule.id, settings, next_due_at as "nextDueAt", created_by as "createdBy",
      due_at as at, version, array_agg(user_id order by user_id) as "userIds"
    from staff_email join report_schedule schedule on schedule.id = schedule_id
    where kind = 'report' and state = 'pending'
    group by schedule.id, due_at, version order by due_at, schedule.id`.execute(db)
  return rows.map(({ at, version, userIds, ...schedule }) => ({ schedule, at, version, userIds }))
}

/**
 * Notes that the outcome of reports is unknown whose process died while it sent them. Returns the
 * ids of their schedules.
 */
export async function settleLostReports({ db }: Store): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    update staff_email set state = 'unknown'
    where kind = 'report' and state = 'sending' and lease_until < now()
    returning schedule_id as id`.execute(db)
  return [...new Set(rows.map(({ id }) => id))]
}

/**
 * Milliseconds until there is something to do for reports, 0: now; null: nothing is waiting or
 * being sent. `now` tells which schedules are due.
 */
export async function nextReportWork({ db }: Store, now: Date): Promise<number | null> {
  const { rows } = await sql<{ ms: number | null }>`
    select case
      when exists (select from report_schedule where next_due_at <= ${now})
        or exists (
          select from staff_email join report_schedule schedule on schedule.id = schedule_id
          where kind = 'report' and state = 'pending') then 0
      else (
        select greatest(0, ceil(extract(epoch from min(lease_until) - now()) * 1000))
        from staff_email where kind = 'report' and state = 'sending' having count(*) > 0)
    end as ms`.execute(db)
  return rows[0]?.ms ?? null
}

/** How a report fared that was due at a moment. */
export interface ReportDelivery {
  readonly scheduleId: number
  readonly dueAt: Date
  readonly userId: number
  readonly state: StaffEmailState
}

/** Returns the deliveries of the last report of each schedule, or of one. */
export async function lastReportDeliveries(
  { db }: Pick<Store, 'db'>,
  scheduleId?: number,
): Promise<ReportDelivery[]> {
  const { rows } = await sql<ReportDelivery>`
    select schedule_id as "scheduleId", due_at as "dueAt", user_id as "userId", state
    from report_schedule schedule
    cross join lateral (
      select * from staff_email where kind = 'report' and schedule_id = schedule.id
        and due_at = (select max(due_at) from staff_email where kind = 'report' and schedule_id = schedule.id)
    ) as last
    where ${scheduleId ?? null}::integer is null or schedule.id = ${scheduleId ?? null}
    order by schedule_id, user_id`.execute(db)
  return rows
}
