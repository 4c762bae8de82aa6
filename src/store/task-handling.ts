import { sql } from 'kysely'
import { applicationRef } from '../contracts/application.js'
import { appendAudit } from './audit.js'
import type { Review } from './reviews.js'
import type { Store } from './store.js'

/** An open task of a workflow, as `listReviews` returns it. */
export type OpenTask = Extract<Review, { readonly kind: 'task' }>

/** What staff note about an open task. A member that is absent stays as it is. */
export interface TaskHandling {
  /** User in Odoo; null: the student’s agent. */
  readonly assigneeId?: number | null
  /** null: the task is not at rest. */
  readonly snoozedUntil?: Date | null
}

/** Saves it with a row in the audit. */
export async function saveTaskHandling(
  { db }: Store,
  task: OpenTask,
  handling: TaskHandling,
  actor: string,
): Promise<void> {
  const { workflowId, since, programId, studentId, flow } = task
  const change = {
    ...(handling.assigneeId !== undefined && { assignee_id: handling.assigneeId }),
    ...(handling.snoozedUntil !== undefined && { snoozed_until: handling.snoozedUntil }),
    changed_by: actor,
    changed_at: sql<Date>`now()`,
  }
  await db.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('task_handling')
      .values({
        workflow_id: workflowId,
        since,
        program_id: programId,
        student_id: studentId,
        assignee_id: null,
        snoozed_until: null,
        ...change,
      })
      .onConflict((row) => row.columns(['workflow_id', 'since']).doUpdateSet(change))
      .execute()
    await appendAudit(transaction, {
      actor,
      action: handling.assigneeId === undefined ? 'snooze_task' : 'assign_task',
      entity: 'application',
      entityId: applicationRef({ programId, studentId }),
      programId,
      studentId,
      before: fieldsOf(task, handling),
      after: { flow, ...fieldsOf(handling, handling) },
    })
  })
}

/** Those fields of `of` that the change concerns. */
const fieldsOf = (of: TaskHandling, changed: TaskHandling) => ({
  ...(changed.assigneeId !== undefined && { assigneeId: of.assigneeId ?? null }),
  ...(changed.snoozedUntil !== undefined && { snoozedUntil: of.snoozedUntil?.toISOString() ?? null }),
})

/** Somebody to whom a task can be given. */
export interface Assignee {
  readonly userId: number
  readonly name: string
  /** Tasks that wait for them now. */
  readonly openTasks: number
}

/**
 * Returns who decides tasks: agents of students, and who has signed in with a role that decides.
 * By name.
 */
export async function listAssignees({ db }: Store): Promise<Assignee[]> {
  const { rows } = await sql<Assignee>`
    with somebody as (
      select odoo_user_id as id, name from staff_user where roles && array['agent', 'manager']
      union all
      select agent_id, name from agent
      where agent_id not in (select odoo_user_id from staff_user)
        and exists (select from person where person.agent_id = agent.agent_id)
    ),
    open as (
      select coalesce(handling.assignee_id, person.agent_id) as id, count(*)::integer as tasks
      from flow_state
      left join task_handling handling on handling.workflow_id = flow_state.workflow_id
        and handling.since = (flow_state.task ->> 'since')::timestamptz
      left join person on person.student_id = flow_state.student_id
      where flow_state.task is not null
      group by 1
    )
    select somebody.id as "userId", somebody.name, coalesce(open.tasks, 0) as "openTasks"
    from somebody left join open using (id) order by lower(somebody.name), somebody.id`.execute(db)
  return rows
}
