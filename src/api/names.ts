import type { Static } from 'typebox'
import type { PersonWithAgent } from '../store/people.js'
import type { Person } from './schemas/person.js'

/** What students and programs are called. */
export interface Names {
  /** null: the sync has not read the student, or they are deleted in Odoo. */
  personOf(studentId: number): PersonWithAgent | null
  programName(programId: number): string
}

export const personBody = ({
  name,
  nameArabic,
  language,
  agent,
}: PersonWithAgent): Static<typeof Person> => ({
  name,
  nameArabic,
  language,
  agent: agent && { id: agent.id, name: agent.name },
})
