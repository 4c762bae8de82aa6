import type { Client } from '@temporalio/client'
import type { Config } from '../src/config.js'
import type { Odoo } from '../src/odoo/client/client.js'
import type { Store } from '../src/store/store.js'

/** What activities work with; made once per process. */
export interface ActivityDependencies {
  readonly odoo: Odoo
  readonly store: Store
  readonly config: Config
  /** Tells workflows of what the sync found. */
  readonly temporal: Client
  readonly clock: () => Date
}
