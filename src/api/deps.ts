import type { Client } from '@temporalio/client'
import type { Config } from '../config.js'
import type { Odoo } from '../odoo/client/client.js'
import type { Store } from '../store/store.js'

/** All that the API needs of the world. */
export interface ApiDeps {
  readonly config: Config
  readonly store: Store
  readonly temporal: Client
  /** Absent: unknown students and programs are found out by the workflow instead. */
  readonly odoo?: Odoo
  readonly clock: () => Date
  /** How long a caller waits for a command to be done, in milliseconds; tests set it low. Default: COMMAND_LIMIT. */
  readonly commandLimit?: number
  /** Where the log goes, a line an entry. Default: standard output. */
  readonly log?: { write(line: string): void }
}
