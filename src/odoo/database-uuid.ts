import { cached } from '../cached.js'
import type { Odoo } from './client/client.js'
import { readSystemParameter } from './system-parameter.js'

/**
 * Milliseconds. The id changes only when another database is connected, and Odoo logs each attempt
 * of a user who may not read it.
 */
const LIFETIME = 10 * 60_000

/** Returns Odoo's id of the connected database; null: unknown to this user. */
export type DatabaseUuid = () => Promise<string | null>

export const databaseUuid = (odoo: Pick<Odoo, 'searchRead'>): DatabaseUuid =>
  cached(LIFETIME, async () => (await readSystemParameter(odoo, 'database.uuid')) ?? null)
