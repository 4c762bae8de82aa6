import { createTransport } from 'nodemailer'
import { sql } from 'kysely'
import type { ApiDeps } from '../deps.js'

/** State of one neighbour. Never a text of theirs: it may name people or hold a password. */
type Neighbour = 'ok' | 'away' | 'not_configured'

export interface Readiness {
  /** Without Temporal or the database nothing can be answered. */
  readonly ready: boolean
  readonly temporal: Neighbour
  readonly database: Neighbour
  readonly odoo: Neighbour
  readonly mail: Neighbour
}

/** How long a neighbour may take. Milliseconds; whoever asks for readiness asks often. */
const LIMIT = 3_000

const NOT_CONFIGURED: Neighbour = 'not_configured'

/** How every neighbour is, asked now and all at once. */
export async function readiness({ temporal, store, odoo, config }: ApiDeps): Promise<Readiness> {
  const [temporalState, database, odooState, mail] = await Promise.all([
    ask(() => temporal.withDeadline(Date.now() + LIMIT, () => temporal.workflowService.getSystemInfo({}))),
    ask(() => sql`select 1`.execute(store.db)),
    odoo ? ask(() => odoo.with({ signal: AbortSignal.timeout(LIMIT) }).version()) : NOT_CONFIGURED,
    ask(() => greetMailServer(config.smtpUrl)),
  ])
  const ready = temporalState === 'ok' && database === 'ok'
  return { ready, temporal: temporalState, database, odoo: odooState, mail }
}

const ask = (question: () => Promise<unknown>): Promise<Neighbour> =>
  withinLimit<Neighbour>(() => question().then(() => 'ok'), 'away')

/** The answer to a question, or `otherwise` when it fails or takes too long. */
async function withinLimit<T>(question: () => Promise<T>, otherwise: T): Promise<T> {
  const limit = new Promise<T>((resolve) => {
    setTimeout(() => resolve(otherwise), LIMIT).unref()
  })
  return Promise.race([question().catch(() => otherwise), limit])
}

/** Connects, logs in, and hangs up; sends nothing. */
async function greetMailServer(url: string): Promise<void> {
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
