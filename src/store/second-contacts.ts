import { sql } from 'kysely'
import type { SecondContactAnswer } from '../domain/second-contact.js'
import type { Store } from './store.js'

/** The register of contacts that may be a student, and of what people have said about them. */

export interface SecondContact {
  readonly studentId: number
  readonly partnerId: number
  /** ISO instant. Another contact with this id has another one. */
  readonly createdAt: string
  /** null: nobody has answered yet. */
  readonly answer: SecondContactAnswer | null
}

/** Students with a running application, by the hashes of their mailboxes. */
export async function studentsWithMailbox(
  store: Store,
  hashes: readonly string[],
): Promise<{ readonly studentId: number; readonly mailboxHash: string }[]> {
  if (hashes.length === 0) return []
  const rows = await store.db
    .selectFrom('application')
    .select(['student_id', 'mailbox_hash'])
    .distinct()
    .where('mailbox_hash', '=', sql<string>`any(${hashes}::text[])`)
    .where('ended_stage', 'is', null)
    .where('another_person_since', 'is', null)
    .execute()
  return rows.map((row) => ({ studentId: row.student_id, mailboxHash: row.mailbox_hash ?? '' }))
}

/** Saves contacts that were found. An answer stays, unless it was about another contact. */
export async function saveSecondContacts(
  db: Store['db'],
  found: readonly Omit<SecondContact, 'answer'>[],
): Promise<void> {
  if (found.length === 0) return
  await sql`
    insert into second_contact (student_id, partner_id, partner_created_at)
    select * from unnest(
      ${found.map(({ studentId }) => studentId)}::integer[],
      ${found.map(({ partnerId }) => partnerId)}::integer[],
      ${found.map(({ createdAt }) => createdAt)}::timestamptz[]
    ) as found (student_id, partner_id, partner_created_at)
    order by student_id, partner_id
    on conflict (student_id, partner_id) do update set
      partner_created_at = excluded.partner_created_at, found_at = now(), answer = null, answered_at = null
    where second_contact.partner_created_at <> excluded.partner_created_at
  `.execute(db)
}

/** Returns all that matter: not those that are other people. They are few. */
export async function readSecondContacts(store: Store): Promise<SecondContact[]> {
  const rows = await store.db
    .selectFrom('second_contact')
    .select(['student_id', 'partner_id', 'partner_created_at', 'answer'])
    .where((row) => row.or([row('answer', 'is', null), row('answer', '=', 'same_person')]))
    .orderBy('student_id')
    .orderBy('partner_id')
    .execute()
  return rows.map((row) => ({
    studentId: row.student_id,
    partnerId: row.partner_id,
    createdAt: row.partner_created_at.toISOString(),
    answer: row.answer,
  }))
}

export async function answerSecondContact(
  db: Store['db'],
  {
    studentId,
    partnerId,
    answer,
  }: Pick<SecondContact, 'studentId' | 'partnerId'> & {
    readonly answer: SecondContactAnswer
  },
): Promise<void> {
  await db
    .updateTable('second_contact')
    .set({ answer, answered_at: new Date() })
    .where('student_id', '=', studentId)
    .where('partner_id', '=', partnerId)
    .execute()
}

/** Forgets contacts that nobody needs to decide about any more. */
export async function forgetSecondContacts(
  db: Store['db'],
  contacts: readonly Pick<SecondContact, 'studentId' | 'partnerId'>[],
): Promise<void> {
  if (contacts.length === 0) return
  await sql`
    delete from second_contact using unnest(
      ${contacts.map(({ studentId }) => studentId)}::integer[],
      ${contacts.map(({ partnerId }) => partnerId)}::integer[]
    ) as settled (student_id, partner_id)
    where second_contact.student_id = settled.student_id and second_contact.partner_id = settled.partner_id
      and second_contact.answer is distinct from 'another_person'
  `.execute(db)
}
