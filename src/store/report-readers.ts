import { sql } from 'kysely'
import type { Store } from './store.js'

/** Somebody to whom a report can be sent. */
export interface ReportReader {
  readonly userId: number
  readonly name: string
}

/**
 * Returns staff whom we know: who has signed in and still has a role, and agents of students. By
 * name. Whether they may read a report is asked in Odoo when it is sent.
 */
export async function listReportReaders({ db }: Store): Promise<ReportReader[]> {
  const { rows } = await sql<ReportReader>`
    select odoo_user_id as "userId", name from staff_user where cardinality(roles) > 0
    union all
    select agent_id, name from agent
    where agent_id not in (select odoo_user_id from staff_user)
      and exists (select from person where person.agent_id = agent.agent_id)
    order by name, "userId"`.execute(db)
  return rows
}

/** Returns which of these users are no such staff. */
export async function unknownReaders(store: Store, userIds: readonly number[]): Promise<number[]> {
  const known = new Set((await listReportReaders(store)).map(({ userId }) => userId))
  return userIds.filter((userId) => !known.has(userId))
}

/** Returns what users are called; null: we do not know them. */
export async function readerNames(
  { db }: Store,
  userIds: readonly number[],
): Promise<(userId: number) => string | null> {
  if (userIds.length === 0) return () => null
  const { rows } = await sql<ReportReader>`
    select id as "userId", coalesce(staff_user.name, agent.name) as name
    from unnest(${userIds}::integer[]) as wanted (id)
    left join staff_user on odoo_user_id = id left join agent on agent_id = id`.execute(db)
  const names = new Map(rows.map(({ userId, name }) => [userId, name]))
  return (userId) => names.get(userId) ?? null
}
