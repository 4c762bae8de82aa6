import { type CenterTime, daysLater, instantAt, today } from './calendar.js'
import type { ReportFormat, ReportName } from './reports.js'

/** What a scheduled report is about: whole days of the center, before the day it is due. */
export const REPORT_PERIODS = ['everything', 'yesterday', 'last_7_days', 'last_month'] as const
export type ReportPeriod = (typeof REPORT_PERIODS)[number]

/** In the order of their numbers, from 1. */
export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const

/** How often a report is due, and at which full hour of the center. */
export type Cadence =
  | { readonly every: 'day'; readonly hour: number }
  /** From 1 to 7, see `WEEKDAYS`. */
  | { readonly every: 'week'; readonly weekday: number; readonly hour: number }
  /** From 1 to 31. In a month that is shorter, its last day. */
  | { readonly every: 'month'; readonly day: number; readonly hour: number }

/** A report that is emailed again and again. */
export interface ReportScheduleSettings {
  readonly report: ReportName
  readonly format: ReportFormat
  readonly period: ReportPeriod
  /** null: all. */
  readonly programId: number | null
  /** Of the report and of its email; null: each reader's own. */
  readonly language: 'ar' | 'en' | null
  readonly cadence: Cadence
  /** Users in Odoo. Their names and addresses are read when a report is sent. */
  readonly recipients: readonly number[]
}

const HOUR = 60 * 60 * 1_000

/**
 * Two moments that are closer are the same one, in two time zones: a center that changes its zone
 * does not get the report of a day again. Milliseconds.
 */
const APART: Record<Cadence['every'], number> = { day: 12 * HOUR, week: 84 * HOUR, month: 14 * 24 * HOUR }

/** The first moment after `now` at which a report is due; `last`: when it was due last. */
export const nextDue = (cadence: Cadence, now: CenterTime, last?: Date): Date =>
  find(
    cadence,
    now,
    1,
    (due) => due > now.instant && (!last || due.getTime() - last.getTime() > APART[cadence.every]),
  )

/** The last moment, `now` included, at which a report was due. */
export const lastDue = (cadence: Cadence, now: CenterTime): Date =>
  find(cadence, now, -1, (due) => due <= now.instant)

function find(cadence: Cadence, now: CenterTime, step: 1 | -1, isWanted: (due: Date) => boolean): Date {
  const time = `${String(cadence.hour).padStart(2, '0')}:00`
  for (let day = today(now); ; day = daysLater(day, step)) {
    if (!isDueOn(cadence, day)) continue
    const due = instantAt(now.timeZone, day, time)
    if (isWanted(due)) return due
  }
}

function isDueOn(cadence: Cadence, day: string): boolean {
  switch (cadence.every) {
    case 'day':
      return true
    case 'week':
      return new Date(day).getUTCDay() === cadence.weekday % 7
    case 'month': {
      const ofMonth = Number(day.slice(8))
      const isLast = daysLater(day, 1).endsWith('-01')
      return ofMonth === cadence.day || (isLast && ofMonth < cadence.day)
    }
  }
}

/** The first and the last day of a period, seen from the day on which a report is due. */
export function daysOf(period: ReportPeriod, day: string): { readonly from?: string; readonly to?: string } {
  const yesterday = daysLater(day, -1)
  switch (period) {
    case 'everything':
      return {}
    case 'yesterday':
      return { from: yesterday, to: yesterday }
    case 'last_7_days':
      return { from: daysLater(day, -7), to: yesterday }
    case 'last_month': {
      const last = daysLater(day, -Number(day.slice(8)))
      return { from: `${last.slice(0, 8)}01`, to: last }
    }
  }
}
