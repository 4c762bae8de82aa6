import { sql } from 'kysely'
import type { Store } from './store.js'

/**
 * Repeated commands get the first response. A key is claimed before the work, and the response is
 * saved after it. A claim whose process died expires after `CLAIM_LIFETIME`, which is safe because
 * the repetition sends the same command id to Temporal.
 */
export interface Claim {
  readonly actor: string
  readonly key: string
  /** SHA-256 of method, address and body: a key must not be reused for another request. */
  readonly request: Buffer
}

export interface StoredResponse {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string
}

export type ClaimResult =
  | { kind: 'claimed' }
  | { kind: 'finished'; response: StoredResponse }
  | { kind: 'in_flight' }
  /** The key was used for another request. */
  | { kind: 'other_request' }

/** How long responses are stored. */
const KEPT_HOURS = 24

/** Longer than any command takes. Seconds. */
const CLAIM_LIFETIME = 60

/** Claims a key for a request, or returns what is known of the first request with it. */
export async function claimKey(store: Store, { actor, key, request }: Claim): Promise<ClaimResult> {
  await sql`delete from idempotency where created_at < now() - make_interval(hours => ${KEPT_HOURS})`.execute(
    store.db,
  )
  const claimed = await sql`
    insert into idempotency (actor, key, request_sha256) values (${actor}, ${key}, ${request})
    on conflict (actor, key) do update set created_at = now()
      where idempotency.status is null and idempotency.request_sha256 = excluded.request_sha256
        and idempotency.created_at < now() - make_interval(secs => ${CLAIM_LIFETIME})
    returning 1`.execute(store.db)
  if (claimed.rows.length > 0) return { kind: 'claimed' }
  const row = await store.db
    .selectFrom('idempotency')
    .selectAll()
    .where('actor', '=', actor)
    .where('key', '=', key)
    .executeTakeFirst()
  // Released between the two statements. To the caller it looks like a request in progress.
  if (!row) return { kind: 'in_flight' }
  if (!row.request_sha256.equals(request)) return { kind: 'other_request' }
  if (row.status === null) return { kind: 'in_flight' }
  return {
    kind: 'finished',
    response: { status: row.status, headers: row.headers ?? {}, body: row.body ?? '' },
  }
}

/** Saves the response for repetitions. */
export async function saveResponse(
  store: Store,
  { actor, key }: Claim,
  response: StoredResponse,
): Promise<void> {
  await store.db
    .updateTable('idempotency')
    .set({ status: response.status, headers: JSON.stringify(response.headers), body: response.body })
    .where('actor', '=', actor)
    .where('key', '=', key)
    .execute()
}

/** Releases a key without a final response, so that a repetition tries again. */
export async function releaseKey(store: Store, { actor, key }: Claim): Promise<void> {
  await store.db
    .deleteFrom('idempotency')
    .where('actor', '=', actor)
    .where('key', '=', key)
    .where('status', 'is', null)
    .execute()
}
