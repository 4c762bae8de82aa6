import Type from 'typebox'
import { FLOWS } from '../../contracts/application.js'
import { DECISIONS, TASK_KINDS } from '../../contracts/tasks.js'
import { InstantText, NamedObject, Nullable } from './common.js'

export const FlowName = Type.Enum([...FLOWS])
export const DecisionName = Type.Enum([...DECISIONS])

/** Null: an earlier version has said it in English only. */
export const InArabic = Nullable(Type.String({ description: 'The same in Arabic; null: only in English' }))

export const TaskBody = NamedObject(
  'Task',
  {
    kind: Type.Enum([...TASK_KINDS]),
    instructions: Type.String({ description: 'What is wrong and what to do' }),
    instructionsArabic: InArabic,
    decisions: Type.Array(DecisionName, { description: 'The decisions that the task accepts' }),
    since: InstantText,
    deadline: Type.Optional(InstantText),
    reminders: Type.Integer({ description: 'Number of reminders sent' }),
    escalated: Type.Boolean(),
    choices: Type.Optional(Type.Array(Type.Integer(), { description: 'Odoo ids to choose from' })),
    courseIntegrationIds: Type.Optional(
      Type.Array(Type.Integer(), { description: 'Courses that wait for an agent to enroll the student' }),
    ),
  },
  'What a workflow waits for a person to decide',
)
