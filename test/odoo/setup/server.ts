import { ConnectedTransport } from '../../../src/odoo/client/connect.js'
import { odooClient, type Odoo } from '../../../src/odoo/client/client.js'
import type { SetupOptions } from '../../../src/odoo/setup/plan.js'
import type { Call, Transport } from '../../../src/odoo/client/transport.js'
import { sandboxOdoo, type TestOdoo } from '../../support/odoo.js'

/** A sandbox Odoo and the administrator who sets it up. */
export interface SetupServer {
  readonly sandbox: TestOdoo
  readonly options: SetupOptions
  /** Opens a new connection that records its writes. */
  connect(): RecordedOdoo
  /** Opens a connection that fails at write number `at` (from 1), before or after Odoo did it. */
  dying(at: number, when: 'before' | 'after'): Odoo
  /** Returns the content of Odoo's tables, one line per row. */
  dump(): Promise<string[]>
  close(): Promise<void>
}

interface RecordedOdoo {
  readonly odoo: Odoo
  /** `model.method` of each writing call. */
  readonly writes: string[]
}

/** Where the staff app is. */
const APP_URL = 'https://training.example.org'

export class Killed extends Error {}

export async function setupServer(options: { suite: boolean; version?: 17 | 18 | 19 }): Promise<SetupServer> {
  const sandbox = await sandboxOdoo({ data: 'empty', ...options })
  const { url, db, admin, bot } = sandbox
  const transport = () => new ConnectedTransport({ url, db, login: admin.login, apiKey: admin.password })
  return {
    sandbox,
    options: { adminLogin: admin.login, botLogin: bot.login, webhooks: null, appUrl: APP_URL },
    connect() {
      const writes: string[] = []
      const odoo = odooClient(
        wrapCalls(transport(), async (call, execute) => {
          if (!call.reads) writes.push(`${call.model}.${call.method}`)
          return execute()
        }),
      )
      return { odoo, writes }
    },
    dying(at, when) {
      let written = 0
      return odooClient(
        wrapCalls(transport(), async (call, execute) => {
          if (written >= at) throw new Killed()
          if (call.reads) return execute()
          written += 1
          if (written < at) return execute()
          if (when === 'after') await execute()
          throw new Killed()
        }),
      )
    },
    dump: () => dump(sandbox),
    close: () => sandbox.close(),
  }
}

/** Wraps each call of a transport. */
function wrapCalls(
  inner: Transport,
  wrap: (call: Call, execute: () => Promise<unknown>) => Promise<unknown>,
): Transport {
  return {
    execute: (call) => wrap(call, () => inner.execute(call)),
    serverVersion: (signal) => inner.serverVersion(signal),
    serverTime: () => inner.serverTime(),
    connection: (signal) => inner.connection(signal),
  }
}

/** Leaves out timestamps, and ids that an earlier run may have used up. */
async function dump(sandbox: TestOdoo): Promise<string[]> {
  const tables = await sandbox.sql<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'odoo' ORDER BY 1`,
  )
  const lines: string[] = []
  for (const { name } of tables) {
    if (TRANSIENT.has(name)) continue
    const without = [...STAMPS, ...(WITHOUT[name] ?? [])]
    const rows = await sandbox.sql<{ row: string }>(
      `SELECT (to_jsonb(t) - $1::text[])::text AS row FROM odoo."${name}" AS t`,
      [without],
    )
    lines.push(...rows.map(({ row }) => `${name} ${row}`))
  }
  const columns = await sandbox.sql<{ row: string }>(
    `SELECT table_name || '.' || column_name || ' ' || data_type AS row
     FROM information_schema.columns WHERE table_schema = 'odoo'`,
  )
  return [...lines, ...columns.map(({ row }) => `column ${row}`)].sort()
}

const STAMPS = ['create_date', 'write_date', 'create_uid', 'write_uid']

/**
 * Import files, which Odoo deletes after a while; and the sandbox's table of translations, which
 * outlive their record there (Odoo stores translations in the row itself).
 */
const TRANSIENT: ReadonlySet<string> = new Set(['base_language_import', 'translation'])

/** Columns that differ between runs or servers. Lock and baseline use up ids of parameters. */
const WITHOUT: Readonly<Record<string, readonly string[]>> = {
  ir_cron: ['nextcall'],
  res_users: ['password_hash'],
  ir_config_parameter: ['id'],
  ir_model_data: ['id', 'res_id'],
}
