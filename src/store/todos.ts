import { type RawBuilder, sql } from 'kysely'
import type { MailLanguage } from '../contracts/mail.js'
import type { Application, Flow } from '../contracts/application.js'
import type { Task } from '../contracts/tasks.js'
import type { Waiting } from './outbox.js'
import type { Store } from './store.js'

/** Which open tasks are shown in Odoo. */
export interface TodoChoice {
  readonly isEnabled: boolean
  /** Somebody gets the tasks of students without an agent. */
  readonly hasFallback: boolean
}

/** A task: a workflow has at most one at a time. */
export interface TodoKey {
  readonly workflowId: string
  /** When the task was opened. */
  readonly since: Date
}

/** A to-do that Odoo does not have as it should be. */
export interface DueTodo extends TodoKey, Application {
  readonly flow: Flow
  readonly task: Task
  /** Odoo's user: the student's agent, or the colleague who was given the task. Null: nobody. */
  readonly agentId: number | null
  readonly generation: number
  /** What Odoo should have: a hash of the task and its agent. */
  readonly version: string
  /** Whether Odoo has an earlier version of it. */
  readonly isWritten: boolean
  /** Whether people were reminded, or the task was escalated, since Odoo was written last. */
  readonly isNudged: boolean
  /** Reminders and escalations of the task. */
  readonly nudges: number
}

/** A to-do that nobody should see any more. */
export interface SettledTodo extends TodoKey {
  readonly generation: number
  readonly language: MailLanguage
  /** The task is still open, but is no longer shown in Odoo, or has no agent any more. */
  readonly isOpen: boolean
  /** How the task was decided; null: it ended without a decision. */
  readonly decision: string | null
}

/** The open tasks that Odoo should show, by task. */
const wanted = ({ isEnabled, hasFallback }: TodoChoice): RawBuilder<unknown> => sql`
  select flow_state.workflow_id, (task ->> 'since')::timestamptz as since, flow_state.program_id,
    flow_state.student_id, flow, task, coalesce(assignee_id, agent_id) as agent_id,
    (task ->> 'reminders')::integer + (task ->> 'escalated')::boolean::integer as nudges,
    md5(concat_ws(' ', task, coalesce(assignee_id, agent_id))) as version
  from flow_state left join person on person.student_id = flow_state.student_id
  left join task_handling handling on handling.workflow_id = flow_state.workflow_id
    and handling.since = (task ->> 'since')::timestamptz
  where ${isEnabled} and task is not null and (${hasFallback} or coalesce(assignee_id, agent_id) is not null)`

/** To-dos to be made or changed in Odoo. */
const unwritten = (choice: TodoChoice): RawBuilder<unknown> => sql`
  select wanted.*, coalesce(todo.generation, 1) as generation, todo.version is not null as is_written,
    wanted.nudges > coalesce(todo.nudges, 0) as is_nudged, coalesce(todo.due_at, now()) as due_at
  from (${wanted(choice)}) as wanted
  left join todo on todo.workflow_id = wanted.workflow_id and todo.since = wanted.since
  where todo.version is distinct from wanted.version`

const settled = (choice: TodoChoice): RawBuilder<unknown> => sql`
  select todo.* from todo
  where not exists (
    select from (${wanted(choice)}) as wanted
    where wanted.workflow_id = todo.workflow_id and wanted.since = todo.since)`

/** Returns to-dos that are due, oldest first, and makes sure that each has a row. */
export async function claimTodos(store: Store, choice: TodoChoice, limit: number): Promise<DueTodo[]> {
  const { rows } = await sql<DueTodo>`
    with due as (select * from (${unwritten(choice)}) as unwritten where due_at <= now() order by since limit ${limit}),
    claimed as (
      insert into todo (workflow_id, since, student_id) select workflow_id, since, student_id from due
      on conflict do nothing)
    select workflow_id as "workflowId", since, program_id as "programId", student_id as "studentId", flow, task,
      agent_id as "agentId", generation, version, is_written as "isWritten", is_nudged as "isNudged", nudges
    from due order by since`.execute(store.db)
  return rows
}

/** Returns to-dos whose task has ended, or is no longer shown. */
export async function settledTodos(store: Store, choice: TodoChoice, limit: number): Promise<SettledTodo[]> {
  const { rows } = await sql<SettledTodo>`
    select settled.workflow_id as "workflowId", settled.since, generation, language,
      exists (
        select from flow_state
        where flow_state.workflow_id = settled.workflow_id
          and (task ->> 'since')::timestamptz = settled.since) as "isOpen",
      (select facts -> 'decision' ->> 'decision' from transition
        where transition.workflow_id = settled.workflow_id and transition.at >= settled.since
          and transition.task is null
        order by transition.at limit 1) as decision
    from (${settled(choice)}) as settled
    where due_at <= now() order by since limit ${limit}`.execute(store.db)
  return rows
}

/** What Odoo has now. */
export interface WrittenTodo extends TodoKey, Pick<DueTodo, 'generation' | 'version' | 'nudges'> {
  readonly language: MailLanguage
}

export async function saveTodos(store: Store, todos: readonly WrittenTodo[]): Promise<void> {
  if (todos.length === 0) return
  await sql`
    update todo set generation = read.generation, version = read.version, nudges = read.nudges, language = read.language
    from jsonb_to_recordset(${JSON.stringify(todos)}::jsonb) as read (
      "workflowId" text, since timestamptz, generation integer, version text, nudges integer, language text)
    where todo.workflow_id = read."workflowId" and todo.since = read.since`.execute(store.db)
}

/** To be tried again, after so many seconds. */
export const postponeTodos = (store: Store, todos: readonly TodoKey[], seconds: number): Promise<void> =>
  change(store, todos, sql`update todo set due_at = now() + make_interval(secs => ${seconds}) from`)

export const removeTodos = (store: Store, todos: readonly TodoKey[]): Promise<void> =>
  change(store, todos, sql`delete from todo using`)

async function change(store: Store, todos: readonly TodoKey[], what: RawBuilder<unknown>): Promise<void> {
  if (todos.length === 0) return
  await sql`
    ${what} jsonb_to_recordset(${JSON.stringify(todos)}::jsonb) as named ("workflowId" text, since timestamptz)
    where todo.workflow_id = named."workflowId" and todo.since = named.since`.execute(store.db)
}

/** To-dos that differ from what Odoo has, those that Odoo has refused included. */
export async function waitingTodos(store: Store, choice: TodoChoice): Promise<Waiting> {
  const { rows } = await sql<Waiting>`
    select count(*) as count,
      case when count(*) > 0 then greatest(0, ceil(extract(epoch from min(due_at) - now()) * 1000)) end as "nextInMs"
    from (
      select due_at from (${unwritten(choice)}) as unwritten
      union all select due_at from (${settled(choice)}) as settled) as waiting`.execute(store.db)
  return rows[0] ?? { count: 0, nextInMs: null }
}
