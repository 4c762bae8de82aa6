import type { Odoo } from '../client/client.js'
import { SystemParameter } from '../schema/administration.js'
import { SetupError } from './setup-error.js'

/** What setup changed that is not ours. It is stored in Odoo, so that any machine can roll back. */
export interface Baseline {
  /** Scheduled actions that were active. */
  readonly crons: readonly number[]
  /** Previous groups of the users that setup added to a group, by user id. */
  readonly users: Readonly<Record<string, readonly number[]>>
  /** Previous intervals of scheduled actions that Odoo rewrites because of our rules. */
  readonly intervals: readonly Interval[]
}

/** How often a scheduled action runs. */
export interface Interval {
  readonly cron: number
  readonly number: number
  /** `minutes`, `hours` … */
  readonly type: string
}

const KEY = 'orchestrator.baseline'

const EMPTY_BASELINE: Baseline = { crons: [], users: {}, intervals: [] }

export async function readBaseline(odoo: Odoo): Promise<Baseline> {
  const [row] = await odoo.searchRead(SystemParameter, [['key', '=', KEY]], ['value'])
  if (!row) return EMPTY_BASELINE
  const value: unknown = parseJson(row.value)
  if (!isBaseline(value))
    throw new SetupError(`The system parameter ${KEY} is damaged. Restore or remove it in Odoo.`)
  return value
}

/** Adds to the baseline, before the change itself. Older entries win. */
export async function saveBaseline(odoo: Odoo, entries: Partial<Baseline>): Promise<void> {
  const saved = await readBaseline(odoo)
  const added = { ...EMPTY_BASELINE, ...entries }
  const isSaved = ({ cron }: Interval) => saved.intervals.some((one) => one.cron === cron)
  const value = JSON.stringify({
    crons: [...new Set([...saved.crons, ...added.crons])].sort((a, b) => a - b),
    users: { ...added.users, ...saved.users },
    intervals: [...saved.intervals, ...added.intervals.filter((one) => !isSaved(one))],
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const isIds = (value: unknown): value is number[] => Array.isArray(value) && value.every(Number.isInteger)

function isBaseline(value: unknown): value is Baseline {
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
