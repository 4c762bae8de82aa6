import { randomBytes, timingSafeEqual } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import { sha256 } from '../hash.js'
import type { Database } from '../store/database.js'
import type { Store } from '../store/store.js'

/**
 * The secret in the address that Odoo's automation rules call: Odoo signs nothing and sends no header of ours, so the address is all that
 * tells its calls from a stranger's. 256 random bits; only their hash is kept. The database's clock decides what has run out.
 */
const SECRET = /^[A-Za-z0-9_-]{43}$/

/** `current`: the one to call with. `replaced`: an older one in its time of grace. `unknown`: never was one, or has run out. */
export type WebhookSecretStatus = 'current' | 'replaced' | 'unknown'

/** Makes the first secret and answers with it, once; null when there is one already, which can't be read again, only replaced. */
export async function ensureWebhookSecret(store: Store): Promise<string | null> {
  return exclusively(store, async (transaction) => {
    const current = await transaction
      .selectFrom('webhook_secret')
      .select('secret_sha256')
      .where('expires_at', 'is', null)
      .executeTakeFirst()
    return current ? null : newSecret(transaction)
  })
}

/**
 * Makes a new current secret and answers with it, once. The one before stays good for `graceHours`, so that calls under way and rules that
 * are not rewritten yet still count; those replaced earlier keep their own time. Works without a current one, too.
 */
export async function rotateWebhookSecret(store: Store, graceHours: number): Promise<string> {
  return exclusively(store, async (transaction) => {
    await transaction
      .updateTable('webhook_secret')
      .set({ expires_at: sql<Date>`now() + make_interval(hours => ${graceHours})` })
      .where('expires_at', 'is', null)
      .execute()
    await transaction
      .deleteFrom('webhook_secret')
      .where('expires_at', '<=', sql<Date>`now()`)
      .execute()
    return newSecret(transaction)
  })
}

/** What a text is worth as a secret. Compared in constant time with every secret that is good now. */
export async function webhookSecretStatus(store: Store, text: string): Promise<WebhookSecretStatus> {
  if (!SECRET.test(text)) return 'unknown'
  const hash = sha256(text)
  const { rows } = await store.pool.query<{ secret_sha256: Buffer; current: boolean }>({
    name: 'good hook secrets',
    text: `select secret_sha256, expires_at is null as current from hook_secret
           where expires_at is null or expires_at > now()`,
  })
  const [match] = rows.filter(({ secret_sha256 }) => timingSafeEqual(secret_sha256, hash))
  if (!match) return 'unknown'
  return match.current ? 'current' : 'replaced'
}

/** Whether a secret found in Odoo is the current one; otherwise its rules must be given another. */
export const webhookSecretMatches = async (store: Store, text: string): Promise<boolean> =>
  (await webhookSecretStatus(store, text)) === 'current'

async function newSecret(transaction: Transaction<Database>): Promise<string> {
  const secret = randomBytes(32).toString('base64url')
  await transaction
    .insertInto('webhook_secret')
    .values({ secret_sha256: sha256(secret), expires_at: null })
    .execute()
  return secret
}

/** Two at once make one secret after the other. */
async function exclusively<T>(store: Store, work: (transaction: Transaction<Database>) => Promise<T>) {
  return store.db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(transaction)
    return work(transaction)
  })
}

/** Key of the advisory lock. Any constant of ours will do. */
const LOCK = 7_150_185
