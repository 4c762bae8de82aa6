import type { Client } from '@temporalio/client'
import { readConfig, type Config } from '../config.js'
import { connectOdoo, type Odoo } from '../odoo/client/client.js'
import { openStore, type Store } from '../store/store.js'
import { temporalClient } from '../temporal/client.js'

/** What a command uses that has a worker do something. */
export interface Services {
  readonly config: Config
  readonly odoo: Odoo
  readonly store: Store
  readonly temporal: Client
}

/** Connects as configured, and closes the connections in the end. */
export async function withServices(work: (services: Services) => Promise<void>): Promise<void> {
  const config = readConfig(process.env)
  const odoo = connectOdoo(config.odoo)
  const store = openStore(config.databaseUrl)
  const temporal = temporalClient(config.temporal)
  try {
    await work({ config, odoo, store, temporal })
  } finally {
    await temporal.connection.close()
    await store.close()
  }
}
