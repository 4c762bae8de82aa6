import Type from 'typebox'
import {
  ApplicationRef,
  InstantText,
  NamedObject,
  NextCursor,
  Nullable,
  OdooId,
  StrictObject,
} from './common.js'
import { DecisionBasisBody } from './decision-basis.js'
import { NamedStudent } from './person.js'
import { DecisionName, FlowName, InArabic, TaskBody } from './task.js'
import { TaskHandlingBody } from './task-handling.js'

export const ReviewBody = NamedObject(
  'Review',
  {
    kind: Type.Enum(['task', 'email']),
    ref: ApplicationRef,
    programId: OdooId,
    programName: Type.String(),
    studentId: OdooId,
    student: NamedStudent,
    since: InstantText,
    flow: Nullable(FlowName),
    instructions: Type.String({ description: 'What is wrong and what to do' }),
    instructionsArabic: InArabic,
    why: Type.Array(Type.String(), { description: 'What the last check of the flow found unmet' }),
    whyArabic: Type.Array(InArabic, { description: 'The same, in the same order' }),
    basis: DecisionBasisBody,
    decisions: Type.Array(DecisionName, {
      description: 'What `POST …/review` accepts; empty: correct the record in Odoo',
    }),
    task: Nullable(TaskBody),
    emailId: Nullable(Type.Integer()),
    handling: Nullable(TaskHandlingBody),
    links: StrictObject({
      enrollment: Type.String(),
      review: Nullable(Type.String()),
      temporal: Nullable(Type.String()),
      student: Type.String(),
    }),
  },
  'The open task of a workflow, or an email that was not delivered',
)

export const ReviewPage = NamedObject('ReviewPage', { reviews: Type.Array(ReviewBody), next: NextCursor })
