import Type from 'typebox'
import { TASK_KINDS } from '../../contracts/tasks.js'
import { REGISTERED_STATES } from '../../domain/registered-state.js'
import { STUDENT_ORDERS } from '../../store/student-list.js'
import { ApplicationRef, InstantText, NamedObject, NextCursor, Nullable, OdooId, Page } from './common.js'
import { EnrollmentDetail } from './enrollment.js'
import { person } from './person.js'
import { FlowName, InArabic } from './task.js'

export const TaskKindName = Type.Enum([...TASK_KINDS])

export const AgentFilter = Type.Integer({
  minimum: 0,
  maximum: 2_147_483_647,
  description: 'Of students of this user in Odoo; 0: of students without an agent',
})

export const StudentQuery = Type.Object(
  {
    search: Type.Optional(
      Type.String({
        maxLength: 200,
        description:
          'Beginnings of words of a name in either script, of the email, or of the student id. All must match',
      }),
    ),
    programId: Type.Optional(OdooId),
    stage: Type.Optional(Type.String({ maxLength: 40, description: 'Of an application' })),
    agentId: Type.Optional(AgentFilter),
    taskKind: Type.Optional(TaskKindName),
    sort: Type.Optional(
      Type.Enum([...STUDENT_ORDERS], {
        default: 'name',
        description:
          '`recent`: by the last change of an application. `waiting`: only students with an open task, longest wait first',
      }),
    ),
    ...Page,
  },
  { additionalProperties: false },
)

const StudentApplication = NamedObject('StudentApplication', {
  ref: ApplicationRef,
  programId: OdooId,
  programName: Type.String(),
  run: Type.Integer(),
  flow: FlowName,
  stage: Type.String(),
  stageSince: InstantText,
  message: Type.String({ description: 'The last step in a sentence' }),
  messageArabic: InArabic,
  closed: Type.Boolean(),
  updatedAt: InstantText,
  progress: Nullable(
    NamedObject('ApplicationProgress', {
      overall: Type.Number({ description: 'Average of the courses, percent' }),
      asOf: Type.String({ format: 'date-time', description: 'When the oldest of the numbers was read' }),
    }),
  ),
  openTask: Nullable(NamedObject('OpenTask', { flow: FlowName, kind: TaskKindName, since: InstantText })),
})

const StudentCertificate = NamedObject('StudentCertificate', {
  programId: OdooId,
  number: Type.String(),
  state: Type.Enum([...REGISTERED_STATES]),
  issuedAt: InstantText,
})

const student = {
  studentId: OdooId,
  ...person,
  links: NamedObject('StudentLinks', { self: Type.String(), odoo: Type.String() }),
}

const StudentSummary = NamedObject('Student', {
  ...student,
  applications: Type.Array(StudentApplication, { description: 'By program' }),
  certificates: Type.Array(StudentCertificate, { description: 'The newest of each program' }),
})

export const StudentPage = NamedObject('StudentPage', {
  students: Type.Array(StudentSummary),
  next: NextCursor,
  total: Nullable(
    NamedObject(
      'Total',
      {
        count: Type.Integer(),
        isExact: Type.Boolean({ description: 'false: there are more' }),
      },
      'Students that match; null after the first page',
    ),
  ),
})

export const StudentDetail = NamedObject('StudentDetail', {
  studentId: OdooId,
  student: Nullable(
    NamedObject('StudentPerson', {
      ...person,
      email: Nullable(Type.String()),
      updatedAt: Type.String({ format: 'date-time', description: 'When the sync last saw a change' }),
    }),
  ),
  applications: Type.Array(EnrollmentDetail, { description: 'By program' }),
  links: NamedObject('StudentLinks', { self: Type.String(), odoo: Type.String() }),
})
