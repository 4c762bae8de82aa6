import { sql } from 'kysely'
import type { StaffEmailState, StaffMailKind } from '../contracts/mail.js'
import type { Store } from './store.js'

/**
 * The ledger of emails to staff that belong to no application. A row is written before the send.
 */

/** Identifies such an email. */
export interface StaffEmailKey {
  readonly kind: StaffMailKind
  /** Of a digest: its day. Of a report: its schedule, and when it was due. */
  readonly version: string
  /** Odoo's user. */
  readonly userId: number
}

export interface NewStaffEmail extends StaffEmailKey {
  /** Of a report. */
  readonly due?: { readonly scheduleId: number; readonly at: Date }
}

/** The right to one attempt. */
export interface StaffEmailClaim extends StaffEmailKey {
  readonly attempt: number
}

/**
 * `<kind.version.user@domain>`, the same for every attempt. Without the colons of an instant, which
 * are not allowed there.
 */
export const staffMessageId = ({ kind, version, userId }: StaffEmailKey, domain: string): string =>
  `<${kind}.${version.replaceAll(':', '')}.${userId}@${domain}>`

/** Enters emails that are to be sent. One that is there already stays as it is. */
export async function enterStaffEmails(
  { db }: Pick<Store, 'db'>,
  emails: readonly NewStaffEmail[],
): Promise<void> {
  if (emails.length === 0) return
  await db
    .insertInto('staff_email')
    .values(
      emails.map(({ kind, version, userId, due }) => ({
        kind,
        version,
        user_id: userId,
        schedule_id: due?.scheduleId ?? null,
        due_at: due?.at ?? null,
      })),
    )
    .onConflict((row) => row.columns(['kind', 'version', 'user_id']).doNothing())
    .execute()
}

/**
 * Claims one attempt for so many seconds. Null: the email is settled, or another attempt is in
 * progress. A digest whose outcome is unknown is sent again, a report is not: nobody misses it who
 * looks at the page of reports, and a second one of many pages annoys.
 */
export async function claimStaffEmail(
  { db }: Store,
  { kind, version, userId }: StaffEmailKey,
  leaseSeconds: number,
): Promise<StaffEmailClaim | null> {
  const { rows } = await sql<{ attempts: number }>`
    update staff_email set
      state = 'sending', attempts = attempts + 1, lease_until = now() + make_interval(secs => ${leaseSeconds})
    where kind = ${kind} and version = ${version} and user_id = ${userId} and (
      state = 'pending' or (kind = 'digest' and (
        state = 'unknown' or (state = 'sending' and lease_until < now()))))
    returning attempts`.execute(db)
  const [row] = rows
  return row === undefined ? null : { kind, version, userId, attempt: row.attempts }
}

/** Writes how an attempt ended, unless a later one owns the email. */
export async function finishStaffEmail(
  { db }: Store,
  { kind, version, userId, attempt }: StaffEmailClaim,
  state: StaffEmailState,
): Promise<void> {
  await sql`
    update staff_email set state = ${state}, lease_until = now()
    where kind = ${kind} and version = ${version} and user_id = ${userId}
      and attempts = ${attempt} and state = 'sending'`.execute(db)
}
