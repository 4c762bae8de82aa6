import { sql } from 'kysely'
import { sha256 } from '../hash.js'
import type { Store } from './store.js'

/** Hash of a normalized address. The registers must not contain addresses. */
export const mailboxHash = (address: string): string => sha256(address).toString('hex')

/**
 * Claims a mailbox for a student; the first claim wins. Returns the id of the student who holds it
 * now: this student or another one.
 */
export async function claimMailbox(store: Store, address: string, studentId: number): Promise<number> {
  const { student_id: holder } = await store.db
    .insertInto('identity_claim')
    .values({ mailbox_hash: mailboxHash(address), student_id: studentId })
    // An update without effect, so that the statement returns the holder.
    .onConflict((row) =>
      row.column('mailbox_hash').doUpdateSet((eb) => ({ student_id: eb.ref('identity_claim.student_id') })),
    )
    .returning('student_id')
    .executeTakeFirstOrThrow()
  return holder
}

/** Returns who holds which of these mailboxes, by hash. */
export async function mailboxHolders(
  store: Store,
  addresses: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const hashes = addresses.map(mailboxHash)
  const claims = await store.db
    .selectFrom('identity_claim')
    .select(['mailbox_hash', 'student_id'])
    .where(sql<boolean>`mailbox_hash = any(${hashes}::text[])`)
    .execute()
  return new Map(claims.map((claim) => [claim.mailbox_hash, claim.student_id]))
}

/**
 * Transfers a claim if `from` still holds it, and returns whether it did. For a holder whose
 * address has changed.
 */
export async function transferMailbox(
  store: Store,
  address: string,
  holders: { from: number; to: number },
): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable('identity_claim')
    .set({ student_id: holders.to })
    .where('mailbox_hash', '=', mailboxHash(address))
    .where('student_id', '=', holders.from)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
