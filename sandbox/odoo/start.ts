import type { AddressInfo } from 'node:net'
import { createServer } from 'node:http'
import { createBot, type Credentials } from './apps/base/user-accounts.js'
import { actingAs } from './protocol/authentication.js'
import { inTransaction, openPool } from './protocol/transaction.js'
import type { Act } from './orm/environment.js'
import { Faults, type FaultPlan } from './protocol/faults.js'
import { serve } from './protocol/http.js'
import { ADMIN } from './install/users.js'
import { install } from './install/install.js'
import type { Server } from './protocol/server.js'
import type { SandboxVersion } from './version.js'
import type { PassingTime } from '../pages/time-page.js'
import { createDemoData } from './seed/demo-data.js'
import { DEMO_STAFF } from './seed/demo-staff.js'

export interface SandboxOptions {
  /** Default 18. */
  readonly version?: SandboxVersion
  /** Whether the Grants Training Suite v2 is installed. Default: true. */
  readonly suite?: boolean
  /** PostgreSQL database of the sandbox. It uses the schema `odoo`. */
  readonly databaseUrl: string
  /** 0: any free port. */
  readonly port: number
  /** `demo`: a training center with courses, students and some history. `empty`: users only. */
  readonly data: 'demo' | 'empty'
  /** The database name that clients must use. Default: `training`. */
  readonly db?: string
  readonly faults?: Partial<FaultPlan>
  /** Lets time pass for the product that uses this Odoo. Default: no page can. */
  readonly time?: PassingTime
}

export interface SandboxOdoo {
  readonly url: string
  readonly db: string
  readonly admin: Credentials
  /**
   * The user of an API client, with the rights that the product needs. The password serves as API
   * key.
   */
  readonly bot: Credentials
  /** Who works at the training center of the demo data. */
  readonly staff: readonly Credentials[]
  readonly faults: Faults
  readonly act: Act
  /**
   * Creates the demo data that is missing. Without the suite, students can be created only after
   * `setup`.
   */
  seed(): Promise<void>
  close(): Promise<void>
}

const ADMIN_CREDENTIALS: Credentials = { login: ADMIN.login, password: 'admin' }
const BOT_CREDENTIALS: Credentials = { login: 'bot', password: 'bot-password' }

/** Starts the sandbox Odoo on 127.0.0.1. Its data survives a restart. Demo data is created once. */
export async function startSandboxOdoo(options: SandboxOptions): Promise<SandboxOdoo> {
  const pool = openPool(options.databaseUrl)
  const faults = new Faults(options.faults)
  const db = options.db ?? 'training'
  const { version = 18, suite = true } = options
  const registry = await install(pool, { version, suite }, ADMIN_CREDENTIALS.password)
  const server: Server = { version, pool, db, baseUrl: '', registry, changes: 0 }
  const act: Act = (uid, run) => {
    return inTransaction(server, async (transaction) => run(await actingAs(transaction, uid, server)))
  }
  const bot = await act(ADMIN.uid, (env) => createBot(env, BOT_CREDENTIALS))
  const seed = () => createDemoData(act, ADMIN.uid, bot)
  if (options.data === 'demo') await seed()
  const http = createServer({ keepAliveTimeout: 30_000 }, (request, response) => {
    serve(server, { faults, time: options.time ?? null, seed, act }, request, response).catch(() =>
      request.socket.destroy(),
    )
  })
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(options.port, '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  server.baseUrl = url
  return {
    url,
    db,
    admin: ADMIN_CREDENTIALS,
    bot: BOT_CREDENTIALS,
    staff: options.data === 'demo' ? DEMO_STAFF : [],
    faults,
    act,
    seed,
    close: async () => {
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
      await pool.end()
    },
  }
}
