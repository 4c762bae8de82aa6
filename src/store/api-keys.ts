import { randomBytes, timingSafeEqual } from 'node:crypto'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { sha256 } from '../hash.js'
import type { Store } from './store.js'

/** Id of an API key: identifies the caller. It is stored with every decision. */
export type ApiKeyId = string

/** `tk_<id>_<secret>`: 8 and 43 characters. A plain hash of 256 random bits is safe to store. */
const KEY = /^tk_([A-Za-z0-9]{8})_([A-Za-z0-9_-]{43})$/

/** Creates a key and returns it, once: it cannot be read again. */
export async function createApiKey(store: Store, name: string): Promise<string> {
  const id = randomBytes(4).toString('hex')
  const secret = randomBytes(32).toString('base64url')
  await store.db
    .insertInto('api_key')
    .values({ id, name, secret_sha256: sha256(secret) })
    .execute()
  return `tk_${id}_${secret}`
}

/** Returns the id of the key; undefined if the text is not a key or the key was revoked. */
export async function verifyApiKey(store: Store, text: string): Promise<ApiKeyId | undefined> {
  const [, id, secret] = KEY.exec(text) ?? []
  if (id === undefined || secret === undefined) return undefined
  const row = await store.db
    .selectFrom('api_key')
    .select('secret_sha256')
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return row && timingSafeEqual(row.secret_sha256, sha256(secret)) ? id : undefined
}

/**
 * Creates the first key, writes it to `<dataDir>/api-key` (readable by the owner only) and returns
 * it. Null: the database already has a key. Two processes that start at once create one key.
 */
export async function ensureFirstApiKey(store: Store, dataDir: string): Promise<string | null> {
  return store.db.transaction().execute(async (db) => {
    const first = { ...store, db }
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(db)
    if (await db.selectFrom('api_key').select('id').limit(1).executeTakeFirst()) return null
    const key = await createApiKey(first, 'first start')
    const file = join(dataDir, 'api-key')
    await mkdir(dataDir, { recursive: true })
    await writeFile(file, `${key}\n`, { mode: 0o600 })
    // The mode above only applies to a new file.
    await chmod(file, 0o600)
    return key
  })
}

/** Key of the advisory lock; arbitrary, but unique among our locks. */
const LOCK = 7_150_184
