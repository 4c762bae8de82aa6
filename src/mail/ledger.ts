import { sql, type Transaction } from 'kysely'
import type { MailOutcome } from '../contracts/activities.js'
import type { Database } from '../store/database.js'
import type { Store } from '../store/store.js'
import type { MailLanguage, MailState } from '../store/tables/mail.js'
import type { Delivery } from './delivery.js'
import type { MailKey } from './identity.js'
import { nextMove, stateAfter } from './policy.js'
import { TRANSPORT_LIMITS } from './transport.js'

/**
 * Seconds an attempt has the mail for itself: the transport's limit for a whole attempt, and time to write its outcome. Were it shorter,
 * a second attempt could begin while the first still talks to the server.
 */
const LEASE_SECONDS = TRANSPORT_LIMITS.attempt / 1000 + 15

/** The right to make one attempt. `attempt` tells it from later ones, should it outlive its lease. */
export interface Claim {
  readonly id: number
  readonly attempt: number
  readonly unknownAttempts: number
}

export type Entry =
  | { readonly kind: 'claimed'; readonly claim: Claim }
  | { readonly kind: 'settled'; readonly outcome: MailOutcome }
  /** Another attempt of the same mail is under way. */
  | { readonly kind: 'busy' }

export interface MailDraft {
  readonly key: MailKey
  readonly messageId: string
  readonly language: MailLanguage
  /** Addresses, joined by a comma; null: nobody to write to. */
  readonly recipient: string | null
}

/**
 * Enters a mail in the ledger and claims the next attempt, before the first byte goes out. The row is locked while its state is
 * judged, so of two attempts at once one gets the claim. All times are the database's: workers' clocks need not agree.
 */
export async function claim(
  store: Store,
  { key, messageId, language, recipient }: MailDraft,
): Promise<Entry> {
  const { kind, programId, studentId, version } = key
  return store.db.transaction().execute(async (db) => {
    await db
      .insertInto('email')
      .values({
        kind,
        program_id: programId,
        student_id: studentId,
        version,
        message_id: messageId,
        language,
        recipient,
      })
      .onConflict((row) => row.columns(['kind', 'program_id', 'student_id', 'version']).doNothing())
      .execute()
    const row = await db
      .selectFrom('email')
      .select(['id', 'state', 'unknown_attempts', 'attempts'])
      .select(sql<boolean>`coalesce(lease_until < now(), true)`.as('lease_expired'))
      .where('kind', '=', kind)
      .where('program_id', '=', programId)
      .where('student_id', '=', studentId)
      .where('version', '=', version)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const move = nextMove(kind, {
      state: row.state,
      leaseExpired: row.lease_expired,
      unknownAttempts: row.unknown_attempts,
    })
    switch (move.kind) {
      case 'busy':
        return move
      case 'settled':
        if (row.state === 'sending') await buryDeadAttempt(db, row.id)
        return move
      case 'send':
        if (recipient === null) {
          await writeNoRecipient(db, row.id, move.unknownAttempts)
          return { kind: 'settled', outcome: 'no_recipient' }
        }
        await beginAttempt(db, row.id, { language, recipient, unknownAttempts: move.unknownAttempts })
        return {
          kind: 'claimed',
          claim: { id: row.id, attempt: row.attempts + 1, unknownAttempts: move.unknownAttempts },
        }
    }
  })
}

/** A kind that is sent at most once, and its process died: nobody will ever know. */
const buryDeadAttempt = (db: Transaction<Database>, id: number) =>
  db
    .updateTable('email')
    .set((row) => ({
      state: 'unknown',
      lease_until: null,
      unknown_attempts: row('unknown_attempts', '+', 1),
      response: 'the sending process died',
    }))
    .where('id', '=', id)
    .execute()

const writeNoRecipient = (db: Transaction<Database>, id: number, unknownAttempts: number) =>
  db
    .updateTable('email')
    .set({ state: 'no_recipient', recipient: null, lease_until: null, unknown_attempts: unknownAttempts })
    .where('id', '=', id)
    .execute()

const beginAttempt = (
  db: Transaction<Database>,
  id: number,
  attempt: { language: MailLanguage; recipient: string; unknownAttempts: number },
) =>
  db
    .updateTable('email')
    .set((row) => ({
      state: 'sending',
      recipient: attempt.recipient,
      language: attempt.language,
      attempts: row('attempts', '+', 1),
      unknown_attempts: attempt.unknownAttempts,
      first_attempt_at: sql<Date>`coalesce(first_attempt_at, now())`,
      last_attempt_at: sql<Date>`now()`,
      lease_until: sql<Date>`now() + make_interval(secs => ${LEASE_SECONDS})`,
      response_code: null,
      response: null,
    }))
    .where('id', '=', id)
    .execute()

/**
 * Writes how the attempt ended and answers with the state of the mail. An attempt that outlived its lease finds the row taken over;
 * then the later attempt has the word (it already counts this one as unknown), and the answer is the state it has written.
 */
export async function settle(
  store: Store,
  { id, attempt, unknownAttempts }: Claim,
  delivery: Delivery,
): Promise<MailState> {
  const state = stateAfter(delivery, unknownAttempts)
  await store.db
    .updateTable('email')
    .set({
      state,
      lease_until: null,
      unknown_attempts: unknownAttempts + (delivery.kind === 'unknown' ? 1 : 0),
      response_code: delivery.code,
      response: delivery.response,
    })
    .where('id', '=', id)
    .where('attempts', '=', attempt)
    .execute()
  const row = await store.db
    .selectFrom('email')
    .select('state')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return row.state
}
