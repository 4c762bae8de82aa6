import Type from 'typebox'
import { INTAKE_MODES } from '../../domain/intake.js'
import { NamedObject, Nullable, OdooId } from './common.js'

const program = {
  id: OdooId,
  name: Nullable(Type.String({ description: 'As Odoo has it; null: Odoo does not respond' })),
  odoo: Type.String({ description: 'Address of the record in Odoo' }),
}

export const ProgramPage = NamedObject('Programs', {
  programs: Type.Array(
    NamedObject('Program', {
      ...program,
      intake: Type.Enum([...INTAKE_MODES]),
      policyVersion: Type.Integer({ description: '0: the default policy' }),
      courseChange: Type.Boolean({
        description: 'Whether a change of its courses in Odoo waits for a decision: `GET …/course-rules`',
      }),
    }),
  ),
})

const Percent = Type.Number({ description: 'Percent' })
const Count = Type.Integer({ minimum: 0 })

const CourseBody = NamedObject(
  'Course',
  {
    id: Type.Integer({ description: 'Course integration' }),
    name: Type.String(),
    active: Type.Boolean(),
    autoEnroll: Type.Boolean({ description: 'false: an agent enrolls the students' }),
    completionThreshold: Percent,
    minElearningProgress: Percent,
    minSessionsRequired: Count,
    minHomeworkRequired: Count,
    odoo: Type.String({ description: 'Address of the record in Odoo' }),
  },
  'A course of a program, with the requirements that Odoo has for it',
)

export const ProgramDetail = NamedObject('ProgramDetail', { ...program, courses: Type.Array(CourseBody) })
