import Type from 'typebox'
import { REGISTERED_STATES } from '../../domain/registered-state.js'
import { NamedObject, OdooId, StrictObject } from './common.js'
import { NamedStudent, person } from './person.js'

export const SearchResult = NamedObject('SearchResult', {
  students: Type.Array(
    NamedObject('FoundStudent', {
      studentId: OdooId,
      ...person,
      links: StrictObject({ self: Type.String(), odoo: Type.String() }),
    }),
  ),
  certificates: Type.Array(
    NamedObject('FoundCertificate', {
      number: Type.String(),
      state: Type.Enum([...REGISTERED_STATES]),
      programId: OdooId,
      studentId: OdooId,
      student: NamedStudent,
      links: StrictObject({ self: Type.String() }),
    }),
  ),
})
