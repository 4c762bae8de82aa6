import { cached } from '../cached.js'
import type { Odoo } from './client/client.js'
import { Language } from './schema/administration.js'

/** Milliseconds. Languages are hardly ever activated. */
const LIFETIME = 600_000

/** Returns the codes of the active languages. Reads Odoo every ten minutes at most. */
export const activeLanguagesOf = (odoo: Pick<Odoo, 'searchRead'>): (() => Promise<readonly string[]>) =>
  cached(LIFETIME, async () => {
    const rows = await odoo.searchRead(Language, [['active', '=', true]], ['code'], { order: 'id' })
    return rows.map(({ code }) => code)
  })
