import Type from 'typebox'
import { STUDENT_ORDERS } from '../../store/student-list.js'
import { NamedObject, OdooId } from './common.js'
import { AgentFilter, TaskKindName } from './student.js'

/** No blanks at the ends, so that two names never look the same. */
const ViewName = Type.String({ minLength: 1, maxLength: 60, pattern: '^\\S(.*\\S)?$' })

const settings = {
  programId: Type.Optional(OdooId),
  stage: Type.Optional(Type.String({ minLength: 1, maxLength: 40, description: 'Of an application' })),
  taskKind: Type.Optional(TaskKindName),
  agentId: Type.Optional(AgentFilter),
  sort: Type.Enum([...STUDENT_ORDERS]),
  hiddenColumns: Type.Array(Type.String({ minLength: 1, maxLength: 40 }), {
    maxItems: 20,
    description: 'Ids of columns that the staff app does not show',
  }),
}

export const ViewParams = Type.Object({ name: ViewName })

export const ViewBody = NamedObject('ViewSettings', settings)

export const View = NamedObject(
  'View',
  { name: ViewName, ...settings },
  'What a list of students shows, and in which order. What was searched for is not in it',
)

export const ViewList = NamedObject('ViewList', { views: Type.Array(View, { description: 'By name' }) })
