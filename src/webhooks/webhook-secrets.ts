import { randomBytes, timingSafeEqual } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import { sha256 } from '../hash.js'
import type { Database } from '../store/database.js'
import type { Store } from '../store/store.js'

/**
 * The secret in the address that Odoo's webhook rules call. Odoo signs nothing and cannot send our
 * headers, so only the address distinguishes its calls from a stranger's. The secret has 256 random
 * bits, and only its hash is stored. Expiry follows the database's clock.
 */
const SECRET = /^[A-Za-z0-9_-]{43}$/

/**
 * `current`: the secret for new rules. `replaced`: an older one, still valid for a while.
 * `unknown`: never valid, or expired.
 */
export type WebhookSecretStatus = 'current' | 'replaced' | 'unknown'

/** Makes the first secret and returns it, once. Null: there is one, which can only be replaced. */
export async function ensureWebhookSecret(store: Store): Promise<string | null> {
  return inLockedTransaction(store, async (transaction) => {
    const current = await transaction
      .selectFrom('webhook_secret')
      .select('secret_sha256')
      .where('expires_at', 'is', null)
      .executeTakeFirst()
    return current ? null : createSecret(transaction)
  })
}

/**
 * Makes a new current secret and returns it, once. The previous one stays valid for `graceHours`,
 * for calls in flight and for rules that are not updated yet. Secrets replaced earlier keep their
 * expiry.
 */
export async function rotateWebhookSecret(store: Store, graceHours: number): Promise<string> {
  return inLockedTransaction(store, async (transaction) => {
    await transaction
      .updateTable('webhook_secret')
      .set({ expires_at: sql<Date>`now() + make_interval(hours => ${graceHours})` })
      .where('expires_at', 'is', null)
      .execute()
    await transaction
      .deleteFrom('webhook_secret')
      .where('expires_at', '<=', sql<Date>`now()`)
      .execute()
    return createSecret(transaction)
  })
}

interface ValidSecret {
  readonly secret_sha256: Buffer
  readonly current: boolean
}

/** Returns the status of a text as a secret. Compares it in constant time with every valid one. */
export async function webhookSecretStatus(store: Store, text: string): Promise<WebhookSecretStatus> {
  return SECRET.test(text) ? statusAmong(await readValidSecrets(store), text) : 'unknown'
}

/** The same for many calls: those that arrive while the valid secrets are being read share them. */
export class WebhookSecretCheck {
  readonly #store: Store
  #reading: Promise<readonly ValidSecret[]> | null = null

  constructor(store: Store) {
    this.#store = store
  }

  async statusOf(text: string): Promise<WebhookSecretStatus> {
    if (!SECRET.test(text)) return 'unknown'
    this.#reading ??= readValidSecrets(this.#store).finally(() => {
      this.#reading = null
    })
    return statusAmong(await this.#reading, text)
  }
}

async function readValidSecrets(store: Store): Promise<readonly ValidSecret[]> {
  const { rows } = await store.pool.query<ValidSecret>({
    name: 'valid webhook secrets',
    text: `select secret_sha256, expires_at is null as current from webhook_secret
           where expires_at is null or expires_at > now()`,
  })
  return rows
}

function statusAmong(valid: readonly ValidSecret[], text: string): WebhookSecretStatus {
  const hash = sha256(text)
  const [match] = valid.filter(({ secret_sha256 }) => timingSafeEqual(secret_sha256, hash))
  if (!match) return 'unknown'
  return match.current ? 'current' : 'replaced'
}

async function createSecret(transaction: Transaction<Database>): Promise<string> {
  const secret = randomBytes(32).toString('base64url')
  await transaction
    .insertInto('webhook_secret')
    .values({ secret_sha256: sha256(secret), expires_at: null })
    .execute()
  return secret
}

/** Two processes make secrets one after the other. */
async function inLockedTransaction<T>(
  store: Store,
  work: (transaction: Transaction<Database>) => Promise<T>,
) {
  return store.db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(transaction)
    return work(transaction)
  })
}

/** Key of the advisory lock; arbitrary, but unique among our locks. */
const LOCK = 7_150_185
