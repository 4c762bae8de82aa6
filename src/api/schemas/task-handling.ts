import Type from 'typebox'
import { FreeText, InstantText, NamedObject, Nullable, OdooId } from './common.js'
import { FlowName } from './task.js'

const Flow = Type.Optional(
  Type.Enum([...FlowName.enum], { description: 'Whose task. Default: the one that waits longest' }),
)

export const AssignBody = NamedObject('Assignment', {
  flow: Flow,
  assigneeId: Nullable(
    Type.Integer({ ...OdooId, description: 'Odoo user. null: back to the student’s agent' }),
  ),
})

/** The longest rest. Days. */
export const LONGEST_REST = 90

export const SnoozeBody = NamedObject('Snooze', {
  flow: Flow,
  until: Nullable(
    Type.String({
      format: 'date',
      description: `The day on which the task comes back, in the center’s time zone, within ${LONGEST_REST} days. null: now`,
    }),
  ),
})

export const TaskHandlingBody = NamedObject(
  'TaskHandling',
  {
    assignee: Nullable(
      NamedObject('Colleague', { id: OdooId, name: Nullable(Type.String()) }, 'null: the student’s agent'),
    ),
    snoozedUntil: Nullable(InstantText),
  },
  'Who takes care of a task, and until when it rests',
)

export const CommentBody = NamedObject('NewComment', { text: FreeText })

export const AssigneeList = NamedObject('Assignees', {
  assignees: Type.Array(
    NamedObject('Assignee', {
      id: OdooId,
      name: Type.String(),
      openTasks: Type.Integer({ description: 'Tasks that wait for them now' }),
    }),
  ),
})
