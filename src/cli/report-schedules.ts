import {
  type Cadence,
  type ReportPeriod,
  type ReportScheduleSettings,
  WEEKDAYS,
} from '../domain/report-schedule.js'
import type { ReportFormat, ReportName } from '../domain/reports.js'
import { centerTimeZone } from '../odoo/center-time-zone.js'
import { listReportReaders, readerNames, unknownReaders } from '../store/report-readers.js'
import {
  changeReportSchedule,
  createReportSchedule,
  deleteReportSchedule,
  findReportSchedule,
  lastReportDeliveries,
  listReportSchedules,
  type ReportDelivery,
  type ReportSchedule,
  sendReportNow,
} from '../store/report-schedules.js'
import type { Store } from '../store/store.js'
import { readVariables } from '../variables.js'
import { commandLineAuthor } from './author.js'
import { PLAN_VARIABLES } from './command-variables.js'
import { CommandError } from './failure.js'
import { withOdooAndStore } from './odoo-and-store.js'
import { withStore } from './with-store.js'

export interface ScheduleOptions {
  readonly to?: readonly number[]
  readonly every?: Cadence['every']
  readonly on?: string
  readonly hour?: number
  readonly format?: ReportFormat
  readonly period?: ReportPeriod
  /** 0: all. */
  readonly program?: number
  readonly language?: 'en' | 'ar' | 'reader'
}

/** `reports schedule list` */
export async function listSchedules({ json = false }: { readonly json?: boolean }): Promise<void> {
  await withStore(async (store) => {
    const [schedules, deliveries] = await Promise.all([
      listReportSchedules(store),
      lastReportDeliveries(store),
    ])
    const lastOf = ({ id }: ReportSchedule) => deliveries.filter(({ scheduleId }) => scheduleId === id)
    if (json) {
      const found = schedules.map((schedule) => ({ ...schedule, last: lastOf(schedule) }))
      console.log(JSON.stringify(found, null, 2))
      return
    }
    const nameOf = await readerNames(
      store,
      schedules.flatMap(({ settings }) => settings.recipients),
    )
    const lines = schedules.map((schedule) => described(schedule, lastOf(schedule), nameOf))
    console.log(lines.length === 0 ? 'No report is scheduled.' : lines.join('\n'))
  })
}

/** `reports schedule readers` */
export async function listReaders(): Promise<void> {
  await withStore(async (store) => {
    const readers = await listReportReaders(store)
    console.log(
      readers.length === 0
        ? 'Nobody has signed in yet, and no student has an agent.'
        : readers.map(({ userId, name }) => `${userId}  ${name}`).join('\n'),
    )
  })
}

/** `reports schedule add` */
export async function addSchedule(report: ReportName, options: ScheduleOptions): Promise<void> {
  const { to, every } = options
  if (to === undefined || every === undefined)
    throw new CommandError('Say to whom the report goes (--to), and how often (--every).')
  const settings = settingsWith(options, {
    report,
    format: 'pdf',
    period: 'everything',
    programId: null,
    language: null,
    cadence: { every: 'day', hour: 7 },
    recipients: to,
  })
  await withTime(async (store, now) => {
    await requireReaders(store, to)
    const change = { actor: commandLineAuthor(), now }
    await show(store, await createReportSchedule(store, settings, change))
  })
}

/** `reports schedule change` */
export async function changeSchedule(id: number, options: ScheduleOptions): Promise<void> {
  await withTime(async (store, now) => {
    const before = await findReportSchedule(store, id)
    if (!before) throw missing(id)
    if (options.to) await requireReaders(store, options.to)
    const change = { actor: commandLineAuthor(), now }
    const schedule = await changeReportSchedule(store, id, settingsWith(options, before.settings), change)
    if (!schedule) throw missing(id)
    await show(store, schedule)
  })
}

/** `reports schedule send` */
export async function sendSchedule(id: number): Promise<void> {
  await withStore(async (store) => {
    const schedule = await sendReportNow(store, id, { actor: commandLineAuthor(), now: new Date() })
    if (!schedule) throw missing(id)
    console.log('The worker sends it within a minute. “reports schedule list” shows how it fared.')
  })
}

/** `reports schedule delete` */
export async function deleteSchedule(id: number): Promise<void> {
  await withStore(async (store) => {
    if (!(await deleteReportSchedule(store, id, commandLineAuthor()))) throw missing(id)
    console.log(`Schedule ${id} is deleted.`)
  })
}

const missing = (id: number) =>
  new CommandError(`There is no schedule ${id}. “npm run cli -- reports schedule list” shows them.`)

async function withTime(
  work: (store: Store, now: { readonly instant: Date; readonly timeZone: string }) => Promise<void>,
): Promise<void> {
  const { TIME_ZONE } = readVariables(PLAN_VARIABLES, process.env)
  await withOdooAndStore(async ({ odoo, store }) => {
    const { name: timeZone } = await centerTimeZone(odoo, TIME_ZONE)
    await work(store, { instant: new Date(), timeZone })
  })
}

async function requireReaders(store: Store, userIds: readonly number[]): Promise<void> {
  const unknown = await unknownReaders(store, userIds)
  if (unknown.length > 0)
    throw new CommandError(
      `These users are no staff whom we know: ${unknown.join(', ')}. “npm run cli -- reports schedule readers” shows who is.`,
    )
}

function settingsWith(options: ScheduleOptions, before: ReportScheduleSettings): ReportScheduleSettings {
  const { to, format, period, program, language } = options
  return {
    ...before,
    ...(to && { recipients: to }),
    ...(format && { format }),
    ...(period && { period }),
    ...(program !== undefined && { programId: program === 0 ? null : program }),
    ...(language && { language: language === 'reader' ? null : language }),
    cadence: cadenceWith(options, before.cadence),
  }
}

function cadenceWith({ every, on, hour }: ScheduleOptions, before: Cadence): Cadence {
  const of = { ...before, ...(hour !== undefined && { hour }) }
  if (every === undefined && on === undefined) return of
  switch (every ?? before.every) {
    case 'day':
      if (on !== undefined) throw new CommandError('--on is for --every week and --every month.')
      return { every: 'day', hour: of.hour }
    case 'week': {
      const weekday = WEEKDAYS.findIndex((name) => name === on?.toLowerCase()) + 1
      if (weekday === 0) throw new CommandError(`--on must be one of ${WEEKDAYS.join(', ')}.`)
      return { every: 'week', weekday, hour: of.hour }
    }
    case 'month': {
      const day = Number(on)
      if (!Number.isInteger(day) || day < 1 || day > 31) throw new CommandError('--on must be from 1 to 31.')
      return { every: 'month', day, hour: of.hour }
    }
  }
}

async function show(store: Store, schedule: ReportSchedule): Promise<void> {
  console.log(described(schedule, [], await readerNames(store, schedule.settings.recipients)))
}

function described(
  { id, settings, nextDueAt }: ReportSchedule,
  last: readonly ReportDelivery[],
  nameOf: (userId: number) => string | null,
): string {
  const { report, format, period, programId, language, cadence, recipients } = settings
  const [first] = last
  return [
    `${id}  ${report} (${format})`,
    period.replaceAll('_', ' '),
    ...(programId === null ? [] : [`program ${programId}`]),
    ...(language === null ? [] : [language]),
    often(cadence),
    `to ${recipients.map((userId) => nameOf(userId) ?? `user ${userId}`).join(', ')}`,
    `next ${nextDueAt.toISOString()}`,
    ...(first ? [`last ${first.dueAt.toISOString()}: ${last.map(({ state }) => state).join(', ')}`] : []),
  ].join('; ')
}

function often(cadence: Cadence): string {
  const at = `at ${cadence.hour}:00`
  switch (cadence.every) {
    case 'day':
      return `every day ${at}`
    case 'week':
      return `every ${WEEKDAYS[cadence.weekday - 1] ?? ''} ${at}`
    case 'month':
      return `on day ${cadence.day} of every month ${at}`
  }
}
