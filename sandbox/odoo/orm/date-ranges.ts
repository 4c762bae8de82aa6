import { valueError } from './exceptions.js'
import { python } from './values.js'

const SECOND_MS = 1_000
const DAY_MS = 86_400_000

/** An instant in a domain, UTC, in whole seconds. `day`: it names a day, and this is its start. */
interface Instant {
  readonly ms: number
  readonly day: boolean
}

/** A half-open period as timestamps for PostgreSQL: a day or a second. */
export interface Period {
  readonly from: string
  readonly to: string
}

/**
 * The period that a date or datetime in a domain means on Odoo 19: the whole day or second. `now`
 * is the transaction's start. Throws Odoo's ValueError for invalid text and for a time zone.
 */
export function periodOf(text: string, now: string): Period {
  const { ms, day } = /^\d+-/.test(text) ? iso(text) : relative(text, now)
  return { from: timestamp(ms), to: timestamp(ms + (day ? DAY_MS : SECOND_MS)) }
}

const timestamp = (ms: number) => new Date(ms).toISOString().slice(0, 19).replace('T', ' ')

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:[.,]\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/

function iso(text: string): Instant {
  const [, day = '', time, seconds = '00', zone] = ISO.exec(text) ?? []
  const ms = Date.parse(`${day}T${time ?? '00:00'}:${seconds}Z`)
  if (Number.isNaN(ms) || timestamp(ms).slice(0, 10) !== day)
    throw valueError(`Invalid isoformat string: ${python(text)}`)
  if (zone !== undefined) throw valueError(`expecting only datetimes with no timezone: ${python(text)}`)
  return { ms, day: time === undefined }
}

/**
 * `now`, `today -7d`, `+1m`: relative to now, by days, weeks, months, years, hours, minutes,
 * seconds.
 */
function relative(text: string, now: string): Instant {
  const terms = text.split(/\s+/).filter((term) => term !== '')
  if (terms.length === 0) throw valueError('Empty date value')
  const start = terms[0] === 'today' || terms[0] === 'now' ? terms.shift() : 'now'
  const moment = new Date(`${now.slice(0, 19).replace(' ', 'T')}Z`)
  if (start === 'today') moment.setUTCHours(0, 0, 0, 0)
  for (const term of terms) {
    const [, sign = '', amount = '', unit = ''] = /^([+-])(\d+)([dwmyHMS])$/.exec(term) ?? []
    const shift = SHIFTS[unit]
    if (!shift) throw valueError(`Invalid term ${python(term)} in expression date: ${python(text)}`)
    shift(moment, Number(`${sign}${amount}`))
  }
  return { ms: moment.getTime(), day: start === 'today' }
}

const SHIFTS: Readonly<Record<string, (moment: Date, amount: number) => unknown>> = {
  d: (moment, amount) => moment.setUTCDate(moment.getUTCDate() + amount),
  w: (moment, amount) => moment.setUTCDate(moment.getUTCDate() + 7 * amount),
  m: (moment, amount) => moment.setUTCMonth(moment.getUTCMonth() + amount),
  y: (moment, amount) => moment.setUTCFullYear(moment.getUTCFullYear() + amount),
  H: (moment, amount) => moment.setUTCHours(moment.getUTCHours() + amount),
  M: (moment, amount) => moment.setUTCMinutes(moment.getUTCMinutes() + amount),
  S: (moment, amount) => moment.setUTCSeconds(moment.getUTCSeconds() + amount),
}
