import { sql } from 'kysely'
import { createTransport } from 'nodemailer'
import { isBlocking } from '../../alarms/alarm-keys.js'
import { openAlarms } from '../../store/alarms.js'
import { readSystemStates, type SystemState } from '../../availability/system-states.js'
import type { ApiDeps } from '../deps.js'

export const DEPENDENCY_STATES = ['ok', 'unavailable', 'not_configured'] as const

/** Never the text of an error: it may name people or contain a password. */
type DependencyState = (typeof DEPENDENCY_STATES)[number]

export interface Readiness {
  /** Temporal and the database respond, and no fault stops the work for everybody. */
  readonly ready: boolean
  readonly temporal: DependencyState
  readonly database: DependencyState
  readonly odoo: DependencyState
  readonly mail: DependencyState
  /** Systems that are unavailable, paused, or recover. */
  readonly systems: SystemState[]
  /** Faults that a person must fix, oldest first. */
  readonly alarms: AlarmView[]
}

interface AlarmView {
  readonly key: string
  readonly message: string
  /** ISO instant. */
  readonly since: string
}

/** Limit of each check. Milliseconds; short, because monitoring asks often. */
const LIMIT = 3_000

const NOT_CONFIGURED: DependencyState = 'not_configured'

/** Checks all dependencies at once. */
export async function readiness({ temporal, store, odoo, config }: ApiDeps): Promise<Readiness> {
  const [temporalState, database, odooState, mail, systems, alarms] = await Promise.all([
    check(() => temporal.withDeadline(Date.now() + LIMIT, () => temporal.workflowService.getSystemInfo({}))),
    check(() => sql`select 1`.execute(store.db)),
    odoo ? check(() => odoo.with({ signal: AbortSignal.timeout(LIMIT) }).version()) : NOT_CONFIGURED,
    check(() => connectToMailServer(config.smtpUrl)),
    withinLimit(() => readSystemStates(store), []),
    withinLimit(() => openAlarms(store), []),
  ])
  const ready = temporalState === 'ok' && database === 'ok' && !alarms.some(isBlocking)
  return {
    ready,
    temporal: temporalState,
    database,
    odoo: odooState,
    mail,
    systems: systems.filter(({ state }) => state !== 'available'),
    alarms: alarms.map(({ key, message, raisedAt }) => ({ key, message, since: raisedAt.toISOString() })),
  }
}

const check = (probe: () => Promise<unknown>): Promise<DependencyState> =>
  withinLimit<DependencyState>(() => probe().then(() => 'ok'), 'unavailable')

/** Returns what `work` returns, or `fallback` if it fails or takes too long. */
async function withinLimit<T>(work: () => Promise<T>, fallback: T): Promise<T> {
  const limit = new Promise<T>((resolve) => {
    setTimeout(() => resolve(fallback), LIMIT).unref()
  })
  return Promise.race([work().catch(() => fallback), limit])
}

/** Connects and logs in, but sends nothing. */
async function connectToMailServer(url: string): Promise<void> {
  const transport = createTransport({
    url,
    connectionTimeout: LIMIT,
    greetingTimeout: LIMIT,
    socketTimeout: LIMIT,
  })
  try {
    await transport.verify()
  } finally {
    transport.close()
  }
}
