import { sql } from 'kysely'
import type { Flow } from '../contracts/application.js'
import type { Task } from '../contracts/tasks.js'
import type { Store } from './store.js'
import { isAtRest } from './tasks-at-rest.js'
import type { StaffDigestTables } from './tables/staff-digests.js'

/** The recipient of tasks of students without an agent. */
export const REVIEW_MAILBOX = 0

export interface OpenTask {
  readonly programId: number
  readonly studentId: number
  readonly flow: Flow
  /** In both scripts; null: the sync has not read the student yet. */
  readonly name: string | null
  readonly nameArabic: string | null
  readonly task: Task
  /** It was opened after the last digest of the agent. */
  readonly isNew: boolean
}

/** Open tasks that are not at rest, with who takes care of each: a colleague or the agent. */
const TASKS = sql`
  select flow_state.program_id, flow_state.student_id, flow, task, name, name_arabic,
    coalesce(assignee_id, agent_id, ${REVIEW_MAILBOX}) as agent_id
  from flow_state left join person on person.student_id = flow_state.student_id
  left join task_handling handling on handling.workflow_id = flow_state.workflow_id
    and handling.since = (task ->> 'since')::timestamptz
  where task is not null and ${isAtRest(sql`task`)} is not true`

/** Who has such tasks and no digest of this day that is settled. `REVIEW_MAILBOX`: no agent. */
export async function digestRecipients(store: Store, day: string): Promise<number[]> {
  const { rows } = await sql<{ agent: number }>`
    select distinct agent_id as agent from (${TASKS}) as open
    where not exists (
      select from staff_digest digest
      where digest.agent_id = open.agent_id and digest.day = ${day}::date
        and digest.state in ('accepted', 'rejected', 'no_recipient'))
    order by agent`.execute(store.db)
  return rows.map(({ agent }) => agent)
}

/** The tasks that somebody takes care of, by program and oldest first. */
export async function openTasksOf(store: Store, agentId: number, day: string): Promise<OpenTask[]> {
  const { rows } = await sql<OpenTask>`
    select program_id as "programId", student_id as "studentId", flow, name,
      name_arabic as "nameArabic", task,
      (task ->> 'since')::timestamptz > coalesce(
        (select max(created_at) from staff_digest where agent_id = ${agentId} and day < ${day}::date),
        '-infinity') as "isNew"
    from (${TASKS}) as open where agent_id = ${agentId}
    order by program_id, task ->> 'since', student_id`.execute(store.db)
  return rows
}

/**
 * Claims one attempt at the digest of a day. Null: it is settled, or another attempt is in
 * progress.
 * An attempt whose outcome is unknown is repeated with the same Message-ID.
 */
export async function claimDigest(
  store: Store,
  digest: { readonly agentId: number; readonly day: string; readonly messageId: string },
  leaseSeconds: number,
): Promise<number | null> {
  const { rows } = await sql<{ attempts: number }>`
    insert into staff_digest (agent_id, day, message_id, state, lease_until)
    values (${digest.agentId}, ${digest.day}::date, ${digest.messageId}, 'sending',
      now() + make_interval(secs => ${leaseSeconds}))
    on conflict (agent_id, day) do update set
      state = 'sending', attempts = staff_digest.attempts + 1, lease_until = excluded.lease_until
    where staff_digest.state in ('pending', 'unknown')
      or (staff_digest.state = 'sending' and staff_digest.lease_until < now())
    returning attempts`.execute(store.db)
  return rows[0]?.attempts ?? null
}

/** Writes how an attempt ended, unless a later one owns the digest. */
export async function finishDigest(
  store: Store,
  { agentId, day, attempt }: { readonly agentId: number; readonly day: string; readonly attempt: number },
  state: StaffDigestTables['staff_digest']['state'],
): Promise<void> {
  await sql`
    update staff_digest set state = ${state}, lease_until = now()
    where agent_id = ${agentId} and day = ${day}::date and attempts = ${attempt}`.execute(store.db)
}
