import { sql } from 'kysely'
import { sha256 } from '../hash.js'
import type { Store } from './store.js'

/** Milliseconds for which an unsuccessful attempt counts, from the last one. */
const WINDOW = 15 * 60_000

/** Who tries: a login, or a network address. Stored as a hash. */
export interface AttemptSubject {
  readonly name: string
  /** Unsuccessful attempts within the window, after which the next one is refused. */
  readonly limit: number
}

/**
 * Counts an attempt to sign in before it is made, so that attempts at the same time count, too.
 * Returns the seconds until the next attempt is allowed; null: it is allowed now. A refused attempt
 * does not count, so that every lockout ends.
 */
export async function beginAttempt(
  store: Store,
  subjects: readonly AttemptSubject[],
  now: Date,
): Promise<number | null> {
  await store.db.deleteFrom('sign_in_attempt').where('expires_at', '<=', now).execute()
  const expires = new Date(now.getTime() + WINDOW)
  for (const [index, { name, limit }] of subjects.entries()) {
    const counted = await store.db
      .insertInto('sign_in_attempt')
      .values({ subject_sha256: sha256(name), attempts: 1, expires_at: expires })
      .onConflict((conflict) =>
        conflict
          .column('subject_sha256')
          .doUpdateSet({ attempts: sql`sign_in_attempt.attempts + 1`, expires_at: expires })
          .where('sign_in_attempt.attempts', '<', limit),
      )
      .returning('attempts')
      .executeTakeFirst()
    if (counted) continue
    await takeBackAttempt(store, subjects.slice(0, index))
    return secondsUntilAllowed(store, name, now)
  }
  return null
}

/** Takes back an attempt that was right, or that could not be checked. */
export async function takeBackAttempt(store: Store, subjects: readonly AttemptSubject[]): Promise<void> {
  for (const { name } of subjects)
    await store.db
      .updateTable('sign_in_attempt')
      .set({ attempts: sql`attempts - 1` })
      .where('subject_sha256', '=', sha256(name))
      .where('attempts', '>', 0)
      .execute()
}

/** Forgets all attempts of a login: its owner has signed in. */
export async function forgetAttempts(store: Store, { name }: AttemptSubject): Promise<void> {
  await store.db.deleteFrom('sign_in_attempt').where('subject_sha256', '=', sha256(name)).execute()
}

async function secondsUntilAllowed(store: Store, name: string, now: Date): Promise<number> {
  const row = await store.db
    .selectFrom('sign_in_attempt')
    .select('expires_at')
    .where('subject_sha256', '=', sha256(name))
    .executeTakeFirst()
  return Math.max(1, Math.ceil(((row?.expires_at ?? now).getTime() - now.getTime()) / 1_000))
}
