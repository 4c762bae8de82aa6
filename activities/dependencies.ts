import type { Client } from '@temporalio/client'
import type { Config } from '../src/config.js'
import type { Odoo } from '../src/odoo/client/client.js'
import type { Store } from '../src/store/store.js'
import type { PersonCheck } from './person-check.js'

/** What activities are made from; created once per process. */
export interface ActivityDependencies {
  readonly odoo: Odoo
  readonly store: Store
  readonly config: Config
  /** For signals to workflows about what the sync found. */
  readonly temporal: Client
  readonly clock: () => Date
}

/** What activities use. */
export interface ActivityContext extends ActivityDependencies {
  readonly people: PersonCheck
  /** Returns the center's time zone. */
  readonly timeZone: () => Promise<string>
  /** Returns the codes of the languages that records in Odoo may have. */
  readonly languages: () => Promise<readonly string[]>
}
