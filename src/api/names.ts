import type { Static } from 'typebox'
import { type PersonWithAgent, readPeople } from '../store/people.js'
import type { Store } from '../store/store.js'
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

/** Returns a function that names some students; null: as in `Names`. */
export async function namedStudents(
  store: Store,
  studentIds: readonly number[],
): Promise<(studentId: number) => Static<typeof Person> | null> {
  const people = await readPeople(store, [...new Set(studentIds)])
  return (studentId) => {
    const person = people.get(studentId)
    return person ? personBody(person) : null
  }
}
