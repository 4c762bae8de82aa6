import { sql } from 'kysely'
import type { Store } from './store.js'

/** Names and addresses of Odoo's users whom students are assigned to. */

/** A name is read again after this time. PostgreSQL interval. */
const KEPT = '1 day'

/** Returns which of these users have no name here, or one that was read long ago. */
export async function agentsToRead(store: Store, agentIds: readonly number[]): Promise<number[]> {
  if (agentIds.length === 0) return []
  const { rows } = await sql<{ id: number }>`
    select id from unnest(${agentIds}::integer[]) as assigned (id)
    where not exists (
      select from agent where agent.agent_id = assigned.id and read_at > now() - ${KEPT}::interval)
    group by id order by id
  `.execute(store.db)
  return rows.map(({ id }) => id)
}

export async function saveAgents(
  { db }: Store,
  agents: readonly { readonly id: number; readonly name: string; readonly email: string | null }[],
): Promise<void> {
  if (agents.length === 0) return
  await sql`
    insert into agent (agent_id, name, email, read_at)
    select id, name, email, now() from unnest(
      ${agents.map(({ id }) => id)}::integer[], ${agents.map(({ name }) => name)}::text[],
      ${agents.map(({ email }) => email)}::text[]) as read (id, name, email)
    order by id
    on conflict (agent_id) do update set
      name = excluded.name, email = excluded.email, read_at = excluded.read_at
  `.execute(db)
}
