import type pg from 'pg'
import type { Registry } from '../orm/registry.js'
import type { SandboxVersion } from '../version.js'

/**
 * The running Odoo: version, database, address once it listens, and the last committed registry.
 */
export interface Server {
  readonly version: SandboxVersion
  readonly pool: pg.Pool
  readonly db: string
  baseUrl: string
  registry: Registry
  /** Number of committed changes of the registry. */
  changes: number
}
