import type { Odoo } from '../client/client.js'
import { SystemParameter } from '../schema/administration.js'
import { SetupRejected } from './rejected.js'

/** What was there before setup changed it, noted in Odoo itself so that rollback can restore it from any machine. */
export interface Baseline {
  /** Scheduled actions that were active. */
  readonly crons: readonly number[]
  /** Groups of the users that setup put into one, by id of the user. */
  readonly users: Readonly<Record<string, readonly number[]>>
  /** Of Odoo's scheduled actions that our rules touch. */
  readonly intervals: readonly Interval[]
}

/** How often a scheduled action runs. */
export interface Interval {
  readonly cron: number
  readonly number: number
  /** `minutes`, `hours` … */
  readonly type: string
}

const KEY = 'orchestrator.before'

const NOTHING_NOTED: Baseline = { crons: [], users: {}, intervals: [] }

export async function readBaseline(odoo: Odoo): Promise<Baseline> {
  const [row] = await odoo.searchRead(SystemParameter, [['key', '=', KEY]], ['value'])
  if (!row) return NOTHING_NOTED
  const value: unknown = parsed(row.value)
  if (!isBefore(value))
    throw new SetupRejected(`The system parameter ${KEY} is damaged: restore or remove it in Odoo.`)
  return value
}

/** Adds to the note; what is noted already stands, for it is older. Before the change itself. */
export async function saveBaseline(odoo: Odoo, some: Partial<Baseline>): Promise<void> {
  const noted = await readBaseline(odoo)
  const now = { ...NOTHING_NOTED, ...some }
  const isNoted = ({ cron }: Interval) => noted.intervals.some((one) => one.cron === cron)
  const value = JSON.stringify({
    crons: [...new Set([...noted.crons, ...now.crons])].sort((a, b) => a - b),
    users: { ...now.users, ...noted.users },
    intervals: [...noted.intervals, ...now.intervals.filter((one) => !isNoted(one))],
  })
  const [row] = await odoo.searchRead(SystemParameter, [['key', '=', KEY]], ['value'])
  if (!row) await odoo.create(SystemParameter, { key: KEY, value })
  else if (row.value !== value) await odoo.write(SystemParameter, [row.id], { value })
}

export async function deleteBaseline(odoo: Odoo): Promise<void> {
  const rows = await odoo.searchRead(SystemParameter, [['key', '=', KEY]], [])
  const ids = rows.map(({ id }) => id)
  if (ids.length > 0) await odoo.call(SystemParameter, 'unlink', ids)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const isIds = (value: unknown): value is number[] => Array.isArray(value) && value.every(Number.isInteger)

function isBefore(value: unknown): value is Baseline {
  if (typeof value !== 'object' || value === null) return false
  if (!('crons' in value) || !('users' in value) || !('intervals' in value)) return false
  const { crons, users, intervals } = value
  return (
    isIds(crons) &&
    typeof users === 'object' &&
    users !== null &&
    Object.values(users).every(isIds) &&
    Array.isArray(intervals)
  )
}
