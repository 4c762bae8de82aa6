import type pg from 'pg'
import type { Registry } from '../orm/registry.js'
import type { SandboxVersion } from '../version.js'

/** The running Odoo: its version and database, its address once it listens, and the registry that the last committed call left. */
export interface Server {
  readonly version: SandboxVersion
  readonly pool: pg.Pool
  readonly db: string
  baseUrl: string
  registry: Registry
  /** How often a committed call has changed the registry. */
  changes: number
}
