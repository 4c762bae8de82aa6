import { Client, Connection } from '@temporalio/client'
import { readConfig, type Config } from '../../src/config.js'
import { openStore, type Store } from '../../src/store/store.js'
import { testDatabase, type TestDatabase } from './postgres.js'

/**
 * What every test of the assembled product needs: a database of its own, the store, a configuration
 * and a Temporal client. `test/activities`, `test/api`, `test/webhooks` and `test/e2e` add their
 * part.
 */
export interface ProductFixture {
  readonly database: TestDatabase
  readonly store: Store
  readonly config: Config
  readonly temporal: Client
  close(): Promise<void>
}

interface Options {
  /** Default: nothing listens at the configured address. */
  readonly odoo?: {
    readonly url: string
    readonly db: string
    readonly login: string
    readonly password: string
  }
  /** Default: nothing listens at the configured address. */
  readonly temporal?: { readonly address: string; readonly client: Client }
  /** Default: a migrated database without rows. The fixture drops it at the end. */
  readonly database?: TestDatabase
  /** Settings that differ from the usual ones. */
  readonly env?: NodeJS.ProcessEnv
}

/** Nothing listens on this port of the loopback interface: connections are refused at once. */
const UNAVAILABLE = '127.0.0.1:9'

/** Settings that a test need not know. */
export const SETTINGS = {
  TEMPORAL_WEB_URL: 'http://127.0.0.1:8233',
  INBOX_URL: 'http://127.0.0.1:1080',
  SMTP_URL: `smtp://${UNAVAILABLE}`,
  MAIL_FROM: 'training@example.org',
  REVIEW_MAIL: 'review@example.org',
  ESCALATION_MAIL: 'lead@example.org',
  MAIL_DOMAIN: 'example.org',
  ORGANIZATION_NAME: 'Training centre',
  ORGANIZATION_NAME_AR: 'مركز التدريب',
  ORGANIZATION_CODE: 'TC',
  TIME_ZONE: 'UTC',
  PUBLIC_URL: 'http://verify.example.org',
  LOG_LEVEL: 'error',
  SWEEP_QUIET_SECONDS: '0',
  ALLOW_DEMO_VALUES: 'true',
  INTAKE_DEFAULT: 'on',
  INTAKE_BRAKE: '0',
  COURSE_CHANGES: 'apply',
}

export async function openProduct(options: Options = {}): Promise<ProductFixture> {
  const { odoo, temporal, env } = options
  const database = options.database ?? (await testDatabase())
  const config = readConfig({
    ...SETTINGS,
    ODOO_URL: odoo?.url ?? `http://${UNAVAILABLE}`,
    ODOO_DB: odoo?.db ?? 'odoo',
    ODOO_LOGIN: odoo?.login ?? 'bot',
    ODOO_API_KEY: odoo?.password ?? 'secret',
    TEMPORAL_ADDRESS: temporal?.address ?? UNAVAILABLE,
    DATABASE_URL: database.url,
    ...env,
  })
  const store = openStore(config.databaseUrl)
  const client = temporal?.client ?? unavailableTemporal()
  return {
    database,
    store,
    config,
    temporal: client,
    close: async () => {
      if (!temporal) await client.connection.close()
      await store.close()
      await database.drop()
    },
  }
}

/**
 * A client of a Temporal that does not respond. It does not retry: its retries would outlive the
 * test.
 */
export const unavailableTemporal = (): Client =>
  new Client({ connection: Connection.lazy({ address: UNAVAILABLE, interceptors: [] }) })
