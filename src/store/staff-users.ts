import type { StaffRole } from '../domain/permissions.js'
import type { Store } from './store.js'

/** A person who has signed in with an Odoo account, as Odoo described them at `checkedAt`. */
export interface StaffUser {
  readonly userId: number
  readonly login: string
  readonly name: string
  readonly language: 'ar' | 'en'
  /** Empty: no longer staff. */
  readonly roles: readonly StaffRole[]
  readonly checkedAt: Date
}

export async function staffUser(store: Store, userId: number): Promise<StaffUser | undefined> {
  const row = await store.db
    .selectFrom('staff_user')
    .selectAll()
    .where('odoo_user_id', '=', userId)
    .executeTakeFirst()
  return row && { ...row, userId: row.odoo_user_id, checkedAt: row.checked_at }
}

/** Returns the ids of the people who have a session, with their logins. */
export const signedInUsers = (store: Store, now: Date): Promise<{ userId: number; login: string }[]> =>
  store.db
    .selectFrom('staff_user')
    .select(['odoo_user_id as userId', 'login'])
    .where((on) =>
      on.exists(
        on
          .selectFrom('session')
          .select('session.odoo_user_id')
          .whereRef('session.odoo_user_id', '=', 'staff_user.odoo_user_id')
          .where('session.expires_at', '>', now),
      ),
    )
    .execute()

/** Saves what Odoo says about people now. */
export async function saveStaffUsers(store: Store, users: readonly StaffUser[]): Promise<void> {
  if (users.length === 0) return
  await store.db
    .insertInto('staff_user')
    .values(
      users.map(({ userId, login, name, language, roles, checkedAt }) => ({
        odoo_user_id: userId,
        login,
        name,
        language,
        roles: [...roles],
        checked_at: checkedAt,
      })),
    )
    .onConflict((conflict) =>
      conflict.column('odoo_user_id').doUpdateSet((row) => ({
        login: row.ref('excluded.login'),
        name: row.ref('excluded.name'),
        language: row.ref('excluded.language'),
        roles: row.ref('excluded.roles'),
        checked_at: row.ref('excluded.checked_at'),
      })),
    )
    .execute()
}

/** Notes that people are no longer staff, and ends their sessions. */
export async function dismissStaffUsers(store: Store, userIds: readonly number[], now: Date): Promise<void> {
  if (userIds.length === 0) return
  await store.db.transaction().execute(async (db) => {
    await db
      .updateTable('staff_user')
      .set({ roles: [], checked_at: now })
      .where('odoo_user_id', 'in', [...userIds])
      .execute()
    await db
      .deleteFrom('session')
      .where('odoo_user_id', 'in', [...userIds])
      .execute()
  })
}
