import { sha256 } from '../hash.js'
import type { Store } from './store.js'

/** Key of a mailbox: SHA-256 of its normalised address. The register must not hold addresses. */
const keyOf = (address: string) => sha256(address).toString('hex')

/**
 * Claims a mailbox for a student; the first claim holds. Answers with the id of the student who holds it now: the caller's own,
 * or somebody else's.
 */
export async function claimMailbox(store: Store, address: string, studentId: number): Promise<number> {
  const { student_id: holder } = await store.db
    .insertInto('identity_claim')
    .values({ mailbox_hash: keyOf(address), student_id: studentId })
    // A no-op update, so that the holder comes back in the same statement.
    .onConflict((row) =>
      row.column('mailbox_hash').doUpdateSet((eb) => ({ student_id: eb.ref('identity_claim.student_id') })),
    )
    .returning('student_id')
    .executeTakeFirstOrThrow()
  return holder
}

/** Passes a claim on, if `from` still holds it; answers whether it did. For a holder who has another address by now. */
export async function transferMailbox(
  store: Store,
  address: string,
  holders: { from: number; to: number },
): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable('identity_claim')
    .set({ student_id: holders.to })
    .where('mailbox_hash', '=', keyOf(address))
    .where('student_id', '=', holders.from)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
