import { sql } from 'kysely'
import type { Store } from './store.js'

/**
 * Repeated commands get the first answer. A key is claimed before the work and settled after it; a claim whose process died is free again
 * after `CLAIM_LIFETIME`, which is safe because the same command id goes to Temporal.
 */
export interface Claim {
  readonly actor: string
  readonly key: string
  /** SHA-256 of method, address and body: the same key with something else is a mistake of the caller. */
  readonly request: Buffer
}

export interface StoredResponse {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string
}

export type ClaimResult =
  | { kind: 'claimed' }
  | { kind: 'answered'; answer: StoredResponse }
  | { kind: 'in_flight' }
  /** The key was used for another request. */
  | { kind: 'other_request' }

/** How long answers are kept. */
const KEPT_HOURS = 24

/** Longer than the longest command takes. Seconds. */
const CLAIM_LIFETIME = 60

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
  // Released between the two statements: the other one is as good as still at work.
  if (!row) return { kind: 'in_flight' }
  if (!row.request_sha256.equals(request)) return { kind: 'other_request' }
  if (row.status === null) return { kind: 'in_flight' }
  return {
    kind: 'answered',
    answer: { status: row.status, headers: row.headers ?? {}, body: row.body ?? '' },
  }
}

/** Keeps the answer for repetitions. */
export async function saveResponse(store: Store, { actor, key }: Claim, answer: StoredResponse): Promise<void> {
  await store.db
    .updateTable('idempotency')
    .set({ status: answer.status, headers: JSON.stringify(answer.headers), body: answer.body })
    .where('actor', '=', actor)
    .where('key', '=', key)
    .execute()
}

/** Nothing final came out: a repetition shall try again. */
export async function releaseKey(store: Store, { actor, key }: Claim): Promise<void> {
  await store.db
    .deleteFrom('idempotency')
    .where('actor', '=', actor)
    .where('key', '=', key)
    .where('status', 'is', null)
    .execute()
}
