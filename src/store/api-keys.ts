import { randomBytes, timingSafeEqual } from 'node:crypto'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { ALL_PERMISSIONS, isPermission, type Permission } from '../domain/permissions.js'
import { sha256 } from '../hash.js'
import { appendAudit } from './audit.js'
import type { Store } from './store.js'

/** Id of an API key: identifies the caller. It is stored with every decision. */
export type ApiKeyId = string

/** A key as everyone may see it: without its secret. */
export interface ApiKey {
  readonly id: ApiKeyId
  readonly name: string
  /** What it may do. */
  readonly scopes: readonly Permission[]
  /** It may do everything, also what later versions add. */
  readonly isUnlimited: boolean
  readonly createdAt: Date
  readonly createdBy: string | null
  readonly lastUsedAt: Date | null
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
}

export interface NewApiKey {
  readonly name: string
  /** null: everything. */
  readonly scopes?: readonly Permission[] | null
  /** null: never. */
  readonly expiresAt?: Date | null
  readonly createdBy?: string | null
}

/** Creates a key for somebody, and records that they did. The text is shown once. */
export async function issueApiKey(
  store: Store,
  request: NewApiKey & { readonly createdBy: string },
): Promise<{ readonly key: ApiKey; readonly text: string }> {
  return store.db.transaction().execute(async (db) => {
    const text = await createApiKey({ db }, request)
    const [, id = ''] = KEY.exec(text) ?? []
    const row = await db.selectFrom('api_key').select(COLUMNS).where('id', '=', id).executeTakeFirstOrThrow()
    const { name, scopes = null, expiresAt = null } = request
    await appendAudit(db, {
      actor: request.createdBy,
      action: 'create_api_key',
      entity: 'api_key',
      entityId: id,
      after: { name, scopes, expiresAt: expiresAt?.toISOString() ?? null },
    })
    return { key: toKey(row), text }
  })
}

/** Returns all keys, newest first. */
export async function listApiKeys({ db }: Store): Promise<ApiKey[]> {
  const rows = await db
    .selectFrom('api_key')
    .select(COLUMNS)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute()
  return rows.map(toKey)
}

/**
 * Revokes a key at once, and returns it as it is now; nothing if there is no such key. A key that
 * was revoked before stays as it is.
 */
export async function revokeApiKey(
  store: Store,
  id: ApiKeyId,
  { by, now }: { readonly by: string; readonly now: Date },
): Promise<ApiKey[]> {
  return store.db.transaction().execute(async (db) => {
    const { numUpdatedRows } = await db
      .updateTable('api_key')
      .set({ revoked_at: now })
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows > 0n) {
      await db.deleteFrom('session').where('api_key_id', '=', id).execute()
      await appendAudit(db, { actor: by, action: 'revoke_api_key', entity: 'api_key', entityId: id })
    }
    const rows = await db.selectFrom('api_key').select(COLUMNS).where('id', '=', id).execute()
    return rows.map(toKey)
  })
}

/** `tk_<id>_<secret>`: 8 and 43 characters. A plain hash of 256 random bits is safe to store. */
const KEY = /^tk_([A-Za-z0-9]{8})_([A-Za-z0-9_-]{43})$/

/** Milliseconds between two notes of a key's use. */
const USE_NOTED_EVERY = 60_000

/** Creates a key and returns it, once: it cannot be read again. */
export async function createApiKey(store: Pick<Store, 'db'>, given: string | NewApiKey): Promise<string> {
  const {
    name,
    scopes = null,
    expiresAt = null,
    createdBy = null,
  } = typeof given === 'string' ? { name: given } : given
  const id = randomBytes(4).toString('hex')
  const secret = randomBytes(32).toString('base64url')
  await store.db
    .insertInto('api_key')
    .values({
      id,
      name,
      secret_sha256: sha256(secret),
      scopes: scopes && [...scopes],
      expires_at: expiresAt,
      created_by: createdBy,
    })
    .execute()
  return `tk_${id}_${secret}`
}

/**
 * Returns the key that a text is; undefined if it is none, was revoked or has expired. Notes that
 * the key was used.
 */
export async function verifyApiKey(
  store: Store,
  text: string,
  now = new Date(),
): Promise<ApiKey | undefined> {
  const [, id, secret] = KEY.exec(text) ?? []
  if (id === undefined || secret === undefined) return undefined
  const row = await validRows(store, now).select('secret_sha256').where('id', '=', id).executeTakeFirst()
  if (!row || !timingSafeEqual(row.secret_sha256, sha256(secret))) return undefined
  if (row.last_used_at === null || now.getTime() - row.last_used_at.getTime() > USE_NOTED_EVERY)
    await store.db.updateTable('api_key').set({ last_used_at: now }).where('id', '=', id).execute()
  return toKey(row)
}

/** Returns a key that is still valid. */
export async function validApiKey(store: Store, id: ApiKeyId, now: Date): Promise<ApiKey | undefined> {
  const row = await validRows(store, now).where('id', '=', id).executeTakeFirst()
  return row && toKey(row)
}

const validRows = (store: Store, now: Date) =>
  store.db
    .selectFrom('api_key')
    .select(COLUMNS)
    .where('revoked_at', 'is', null)
    .where((on) => on.or([on('expires_at', 'is', null), on('expires_at', '>', now)]))

const COLUMNS = [
  'id',
  'name',
  'scopes',
  'created_at',
  'created_by',
  'last_used_at',
  'expires_at',
  'revoked_at',
] as const

interface KeyRow {
  readonly id: string
  readonly name: string
  readonly scopes: readonly string[] | null
  readonly created_at: Date
  readonly created_by: string | null
  readonly last_used_at: Date | null
  readonly expires_at: Date | null
  readonly revoked_at: Date | null
}

const toKey = (row: KeyRow): ApiKey => ({
  id: row.id,
  name: row.name,
  // A scope that this version does not know allows nothing.
  scopes: row.scopes === null ? ALL_PERMISSIONS : row.scopes.filter(isPermission),
  isUnlimited: row.scopes === null,
  createdAt: row.created_at,
  createdBy: row.created_by,
  lastUsedAt: row.last_used_at,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at,
})

/**
 * Creates the first key, writes it to `<dataDir>/api-key` (readable by the owner only) and returns
 * it. Null: the database already has a key. Two processes that start at once create one key.
 */
export async function ensureFirstApiKey(store: Store, dataDir: string): Promise<string | null> {
  return store.db.transaction().execute(async (db) => {
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(db)
    if (await db.selectFrom('api_key').select('id').limit(1).executeTakeFirst()) return null
    const key = await createApiKey({ db }, 'first start')
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
