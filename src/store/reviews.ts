import { type RawBuilder, sql } from 'kysely'
import type { ApplicationRun, Flow } from '../contracts/application.js'
import type { Task, TaskKind } from '../contracts/tasks.js'
import type { Store } from './store.js'
import { isAtRest } from './tasks-at-rest.js'
import { isStudentOf } from './visible-students.js'

/**
 * Something that waits for a person: a workflow's open task, or an email that was not delivered.
 */
export type Review = ApplicationRun & { readonly since: Date; readonly id: string } & (
    | {
        readonly kind: 'task'
        readonly flow: Flow
        readonly workflowId: string
        readonly task: Task
        /** User in Odoo to whom a colleague gave the task; null: to nobody. */
        readonly assigneeId: number | null
        readonly assigneeName: string | null
        /** null: not at rest. */
        readonly snoozedUntil: Date | null
      }
    | { readonly kind: 'email'; readonly mailId: number; readonly mailKind: string; readonly state: string }
  )

/** Position in the list: `since` and `id` of the last one seen. */
export interface ReviewCursor {
  readonly since: string
  readonly id: string
}

export interface ReviewFilter {
  readonly programId?: number
  readonly studentId?: number
  /** Leaves out undelivered emails. */
  readonly taskKind?: TaskKind
  /** Of students of this agent; null: of nobody. */
  readonly agentId?: number | null
  /** Only what this user takes care of: given to them, or of their students and given to nobody. */
  readonly caredForBy?: number
  /**
   * `hidden`: leaves out tasks at rest; `only`: lists them. An escalated task never rests, nor one
   * whose deadline has passed.
   */
  readonly snoozed?: 'hidden' | 'only'
  readonly flow?: Flow
  /** Only what the reader may see: of students of this agent, or given to them. */
  readonly visibleTo?: number
}

interface ReviewRow {
  id: string
  kind: 'task' | 'email'
  since: Date
  program_id: number
  student_id: number
  run: number
  flow: Flow
  workflow_id: string
  task: Task
  mail_id: number
  mail_kind: string
  state: string
  assignee_id: number | null
  assignee_name: string | null
  snoozed_until: Date | null
}

/**
 * Returns what waits for a person, oldest first. An undelivered email waits until
 *
 * - a later email of the same application is accepted,
 * - a person decides to continue without it (`skip`),
 * - every flow of the application has ended, or
 * - the next run has started: it sends its own emails, and may be about another person.
 *
 * It is left out while the workflow has a task about the address, and when an earlier email to the
 * same address waits or was skipped: an address that does not work is one card. Review requests
 * are compared only with each other, because they go to other people.
 */
export async function listReviews(
  store: Store,
  { after, limit, ...filter }: ReviewFilter & { after?: ReviewCursor; limit: number },
): Promise<Review[]> {
  const { rows } = await sql<ReviewRow>`
    with undelivered as (
      select id, program_id, student_id, run, kind, state, recipient, kind = 'review_request' as to_reviewers,
        coalesce(last_attempt_at, created_at) as tried_at
      from email
      where state in ('rejected', 'no_recipient')
        and not exists (
          select from application later
          where later.program_id = email.program_id and later.student_id = email.student_id and later.run > email.run
        )
    ),
    waiting as (
      select workflow_id as id, 'task' as kind, (task ->> 'since')::timestamptz as since, program_id, student_id,
        run, flow, workflow_id, task, null::bigint as mail_id, null as mail_kind, stage as state
      from flow_state
      where task is not null
      union all
      select 'email/' || id, 'email', date_trunc('milliseconds', tried_at), program_id, student_id,
        run, null, null, null, id, kind, state
      from undelivered
      where not exists (
          select from email later
          where later.program_id = undelivered.program_id and later.student_id = undelivered.student_id
            and later.id > undelivered.id and (later.kind = 'review_request') = to_reviewers
            and later.state in ('accepted', 'possibly_twice')
        )
        and not exists (
          select from undelivered earlier
          where earlier.program_id = undelivered.program_id and earlier.student_id = undelivered.student_id
            and earlier.to_reviewers = undelivered.to_reviewers
            and earlier.recipient is not distinct from undelivered.recipient
            and (earlier.id < undelivered.id or (not undelivered.to_reviewers and exists (
              select from transition skipped
              where skipped.program_id = undelivered.program_id and skipped.student_id = undelivered.student_id
                and skipped.facts -> 'decision' ->> 'decision' = 'skip' and skipped.at >= earlier.tried_at
            )))
        )
        and not exists (
          select from flow_state c
          where c.program_id = undelivered.program_id and c.student_id = undelivered.student_id
          group by program_id, student_id
          having bool_or(c.task ->> 'kind' = 'address') or bool_and(c.closed)
        )
    )
    select waiting.*, handling.assignee_id, handling.snoozed_until, (
        select coalesce(
          (select name from staff_user where odoo_user_id = handling.assignee_id),
          (select name from agent where agent_id = handling.assignee_id))) as assignee_name
    from waiting left join task_handling handling
      on handling.workflow_id = waiting.workflow_id and handling.since = waiting.since
    where ${after ? sql`(waiting.since, waiting.id) > (${after.since}::timestamptz, ${after.id})` : sql`true`}
      and ${matching(filter)}
    order by waiting.since, waiting.id
    limit ${limit}`.execute(store.db)
  return rows.map(reviewOf)
}

const AT_REST = isAtRest(sql`waiting.task`)

function matching(filter: ReviewFilter): RawBuilder<unknown> {
  const { programId, studentId, taskKind, agentId, caredForBy, snoozed, flow, visibleTo } = filter
  const conditions: RawBuilder<unknown>[] = [sql`true`]
  if (programId !== undefined) conditions.push(sql`waiting.program_id = ${programId}`)
  if (studentId !== undefined) conditions.push(sql`waiting.student_id = ${studentId}`)
  if (taskKind !== undefined) conditions.push(sql`waiting.task ->> 'kind' = ${taskKind}`)
  if (agentId === null)
    conditions.push(sql`not exists (
      select from person where person.student_id = waiting.student_id and person.agent_id is not null)`)
  else if (agentId !== undefined) conditions.push(isStudentOf(agentId, 'waiting.student_id'))
  if (flow !== undefined) conditions.push(sql`waiting.flow = ${flow}`)
  if (caredForBy !== undefined)
    conditions.push(sql`(handling.assignee_id = ${caredForBy}
      or handling.assignee_id is null and ${isStudentOf(caredForBy, 'waiting.student_id')})`)
  if (snoozed === 'only') conditions.push(AT_REST)
  if (snoozed === 'hidden') conditions.push(sql`${AT_REST} is not true`)
  if (visibleTo !== undefined)
    conditions.push(
      sql`(${isStudentOf(visibleTo, 'waiting.student_id')} or handling.assignee_id = ${visibleTo})`,
    )
  return sql.join(conditions, sql` and `)
}

function reviewOf(row: ReviewRow): Review {
  const { id, since, run } = row
  const common = { id, since, run, programId: row.program_id, studentId: row.student_id }
  return row.kind === 'task'
    ? {
        ...common,
        kind: 'task',
        flow: row.flow,
        workflowId: row.workflow_id,
        task: row.task,
        assigneeId: row.assignee_id,
        assigneeName: row.assignee_name,
        snoozedUntil: row.snoozed_until,
      }
    : { ...common, kind: 'email', mailId: row.mail_id, mailKind: row.mail_kind, state: row.state }
}
