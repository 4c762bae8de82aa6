import { sql } from 'kysely'
import type { RegisteredState } from '../domain/registered-state.js'
import type { Store } from './store.js'
import { isStudentOf } from './visible-students.js'

/** Fewer characters are the beginning of too many numbers. */
const SHORTEST = 3

/** Returns certificates whose number begins with the text, in any letter case. By number. */
export async function findCertificates(
  { db }: Store,
  { text, limit, visibleTo }: { readonly text: string; readonly limit: number; readonly visibleTo?: number },
): Promise<{ number: string; state: RegisteredState; programId: number; studentId: number }[]> {
  const beginning = text.trim().toUpperCase()
  if (beginning.length < SHORTEST || !/^[A-Z0-9-]+$/.test(beginning)) return []
  let query = db
    .selectFrom('certificate')
    .select(['number', 'state', 'program_id as programId', 'student_id as studentId'])
    .where('number', 'like', `${beginning}%`)
    .orderBy(sql`number collate "C"`)
    .limit(limit)
  if (visibleTo !== undefined) query = query.where(isStudentOf(visibleTo, 'certificate.student_id'))
  return query.execute()
}
