import { sql, type Transaction } from 'kysely'
import type { MailLanguage, MailOutcome, MailState } from '../contracts/mail.js'
import type { Database } from '../store/database.js'
import type { Store } from '../store/store.js'
import type { Delivery } from './delivery.js'
import type { MailKey } from './identity.js'
import { nextAction, stateAfter } from './ledger-rules.js'
import { TRANSPORT_LIMITS } from './transport.js'

/**
 * Seconds for which an attempt has exclusive use of an email: the transport's limit for a whole
 * attempt, and time to write its outcome. With a shorter lease, a second attempt could start while
 * the first still talks to the server.
 */
export const ATTEMPT_SECONDS = TRANSPORT_LIMITS.attempt / 1000 + 15

/** The right to make one attempt. `attempt` tells it from later ones if it outlives its lease. */
export interface Claim {
  readonly id: number
  readonly attempt: number
  readonly unknownAttempts: number
}

export type ClaimResult =
  | { readonly kind: 'claimed'; readonly claim: Claim }
  | { readonly kind: 'settled'; readonly outcome: MailOutcome }
  /** Another attempt at the same email is in progress. */
  | { readonly kind: 'busy' }

export interface LedgerEntry {
  readonly key: MailKey
  readonly messageId: string
  readonly language: MailLanguage
  /** Addresses, joined by a comma; null: no usable address. */
  readonly recipient: string | null
  /** Whether the recipient wants no emails of this kind. Default: no. */
  readonly isUnwanted?: boolean
}

/**
 * Enters an email in the ledger and claims the next attempt, before the first byte is sent. The row
 * is locked while its state is checked, so only one of two concurrent attempts gets the claim. All
 * times are the database's, because the clocks of workers may differ.
 */
export async function claimAttempt(
  store: Store,
  { key, messageId, language, recipient, isUnwanted = false }: LedgerEntry,
): Promise<ClaimResult> {
  const { kind, programId, studentId, run, version } = key
  return store.db.transaction().execute(async (db) => {
    await db
      .insertInto('email')
      .values({
        kind,
        program_id: programId,
        student_id: studentId,
        run,
        version,
        message_id: messageId,
        language,
        recipient,
      })
      .onConflict((row) => row.columns(['kind', 'program_id', 'student_id', 'run', 'version']).doNothing())
      .execute()
    const row = await db
      .selectFrom('email')
      .select(['id', 'state', 'unknown_attempts', 'attempts'])
      .select(sql<boolean>`coalesce(lease_until < now(), true)`.as('lease_expired'))
      .where('kind', '=', kind)
      .where('program_id', '=', programId)
      .where('student_id', '=', studentId)
      .where('run', '=', run)
      .where('version', '=', version)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const action = nextAction(kind, {
      state: row.state,
      leaseExpired: row.lease_expired,
      unknownAttempts: row.unknown_attempts,
    })
    switch (action.kind) {
      case 'busy':
        return action
      case 'settled':
        if (row.state === 'sending') await writeUnknown(db, row.id)
        return action
      case 'send':
        if (recipient === null || isUnwanted) {
          const outcome = recipient === null ? 'no_recipient' : 'switched_off'
          await writeNotSent(db, row.id, outcome, action.unknownAttempts)
          return { kind: 'settled', outcome }
        }
        await startAttempt(db, row.id, { language, recipient, unknownAttempts: action.unknownAttempts })
        return {
          kind: 'claimed',
          claim: { id: row.id, attempt: row.attempts + 1, unknownAttempts: action.unknownAttempts },
        }
    }
  })
}

/** For a kind that is sent at most once, when the process of its attempt died. */
const writeUnknown = (db: Transaction<Database>, id: number) =>
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

const writeNotSent = (
  db: Transaction<Database>,
  id: number,
  state: 'no_recipient' | 'switched_off',
  unknownAttempts: number,
) =>
  db
    .updateTable('email')
    .set({ state, recipient: null, lease_until: null, unknown_attempts: unknownAttempts })
    .where('id', '=', id)
    .execute()

const startAttempt = (
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
      lease_until: sql<Date>`now() + make_interval(secs => ${ATTEMPT_SECONDS})`,
      response_code: null,
      response: null,
    }))
    .where('id', '=', id)
    .execute()

/**
 * Writes how the attempt ended, and returns the state of the email. If the attempt outlived its
 * lease, a later attempt owns the row and already counts this one as unknown. Then this writes
 * nothing, and returns the state that the later attempt has written.
 */
export async function finishAttempt(
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
