import type { Client } from '@temporalio/client'
import type { Config } from '../config.js'
import type { Odoo } from '../odoo/client/client.js'
import type { Store } from '../store/store.js'

/** Everything that the API is built on. */
export interface ApiDeps {
  readonly config: Config
  readonly store: Store
  readonly temporal: Client
  /** Without it, the workflow notices that a student or program does not exist. */
  readonly odoo?: Odoo
  readonly clock: () => Date
  /** How long a request waits for a command. Milliseconds; default: COMMAND_LIMIT. */
  readonly commandLimit?: number
  /** Where the log goes, one line per entry. Default: standard output. */
  readonly log?: { write(line: string): void }
  /** Folder of the built staff app. Default: what `npm run web:build` makes. */
  readonly webApp?: string
}
