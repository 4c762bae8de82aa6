import Type from 'typebox'
import { NamedObject, Nullable } from './common.js'

const Agent = NamedObject(
  'Agent',
  { id: Type.Integer({ description: 'User in Odoo' }), name: Nullable(Type.String()) },
  'The staff member whom Odoo assigns to a student',
)

/** Members of everything that shows a student by name. */
export const person = {
  name: Type.String({ description: 'In Latin letters, where Odoo has such a name' }),
  nameArabic: Nullable(Type.String()),
  language: Type.Enum(['ar', 'en'], { description: 'In which the student is written to' }),
  agent: Nullable(Agent),
}

export const Person = NamedObject('Person', person, 'A student by name, as the sync last read them')

/** null: the sync has not read the student, or they are deleted in Odoo. */
export const NamedStudent = Nullable(Person)
