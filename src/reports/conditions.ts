import { type RawBuilder, sql } from 'kysely'
import { isStudentOf } from '../store/visible-students.js'
import type { ReportFilter } from './report.js'

/** The conditions on the students and programs of rows of a table. */
export function concerned(filter: ReportFilter, table: string): RawBuilder<boolean> {
  const { programId, agentId, visibleTo } = filter
  const student = `${table}.student_id`
  const conditions: RawBuilder<boolean>[] = [sql<boolean>`true`]
  if (programId !== undefined) conditions.push(sql`${sql.ref(`${table}.program_id`)} = ${programId}`)
  if (agentId === null)
    conditions.push(
      sql`exists (select from person where person.student_id = ${sql.ref(student)} and person.agent_id is null)`,
    )
  else if (agentId !== undefined) conditions.push(isStudentOf(agentId, student))
  if (visibleTo !== undefined) conditions.push(isStudentOf(visibleTo, student))
  return sql<boolean>`${sql.join(conditions, sql` and `)}`
}

/** The condition that an instant is in the period of the report. */
export const inPeriod = ({ from, until }: ReportFilter, instant: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql<boolean>`(${from ?? null}::timestamptz is null or ${instant} >= ${from ?? null}::timestamptz)
    and (${until ?? null}::timestamptz is null or ${instant} < ${until ?? null}::timestamptz)`

/** The name of a student in the language of the report; null: not known, or deleted. */
export const studentName = ({ language }: ReportFilter): RawBuilder<string | null> =>
  language === 'ar' ? sql`coalesce(person.name_arabic, person.name)` : sql`person.name`

/** The day of an instant in the center, as text. */
export const dayOf = (instant: RawBuilder<unknown>, { timeZone }: ReportFilter): RawBuilder<string> =>
  sql`to_char(${instant} at time zone ${timeZone}, 'YYYY-MM-DD')`
