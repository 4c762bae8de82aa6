import { type RawBuilder, sql } from 'kysely'
import type { TaskKind } from '../contracts/tasks.js'
import type { Store } from './store.js'

/** Which students a list shows. Without any condition: all whom the sync has read. */
export interface StudentFilter {
  /** Folded beginnings of words (`wordsSought`), all of which the student has. */
  readonly words?: readonly string[]
  /** Only students of this agent; null: of nobody. */
  readonly agentId?: number | null
  /** Only students whom the reader may see: those of this agent. */
  readonly visibleTo?: number
  /** Of one application, all that are given. */
  readonly programId?: number
  readonly stage?: string
  readonly taskKind?: TaskKind
}

/**
 * - `name`, `name_arabic`: by the folded name in that script.
 * - `recent`: by the last change of an application that matches, newest first.
 * - `waiting`: only students with an open task in an application that matches, longest wait first.
 */
export const STUDENT_ORDERS = ['name', 'name_arabic', 'recent', 'waiting'] as const
export type StudentOrder = (typeof STUDENT_ORDERS)[number]

/** A student in a list, with what the list is sorted by: a folded name, or an ISO instant. */
export interface StudentPosition {
  readonly studentId: number
  readonly key: string
}

export interface StudentListRequest {
  readonly filter: StudentFilter
  readonly order: StudentOrder
  readonly after?: StudentPosition
  readonly limit: number
}

/**
 * Returns a page of students in the order. A search by name that finds more than `MAX_COUNT`
 * students lists that many of them.
 */
export async function listStudents(
  { db }: Store,
  { filter, order, after, limit }: StudentListRequest,
): Promise<StudentPosition[]> {
  const query =
    order === 'name' || order === 'name_arabic'
      ? byName(filter, order, after)
      : byApplication(filter, order, after)
  const { rows } = await sql<StudentPosition>`${query} limit ${limit}`.execute(db)
  return rows
}

/** A list is counted up to here. A person does not read on, and a count reads every row. */
export const MAX_COUNT = 10_000

/** Returns how many students the list has; above `MAX_COUNT`, one more than it. */
export async function countStudents(
  { db }: Store,
  { filter, order }: Pick<StudentListRequest, 'filter' | 'order'>,
): Promise<number> {
  const listed = demanded(filter, order)
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (
      select from person where ${all([...ofPerson(filter), ...havingApplication(listed)])}
      limit ${MAX_COUNT + 1}
    ) as listed`.execute(db)
  return rows[0]?.count ?? 0
}

type Condition = RawBuilder<unknown>

function byName(
  filter: StudentFilter,
  order: 'name' | 'name_arabic',
  after: StudentPosition | undefined,
): Condition {
  const key = sql.ref(order === 'name' ? 'sort_name' : 'sort_name_arabic')
  const position = after ? [sql`(${key}, student_id) > (${after.key}, ${after.studentId}::integer)`] : []
  const listed = all([...ofPerson(filter), ...havingApplication(conditions(filter))])
  // The index of names would have to be read up to the first hit. That of words has all hits, in
  // no order.
  const people =
    filter.words === undefined
      ? sql`person where ${listed}`
      : sql`(select * from person where ${listed} limit ${MAX_COUNT + 1}) as person where true`
  return sql`
    select student_id as "studentId", ${key} as key
    from ${people} and ${all(position)}
    order by ${key}, student_id`
}

/** A student with several applications that match stands where the first of them does. */
function byApplication(
  filter: StudentFilter,
  order: 'recent' | 'waiting',
  after: StudentPosition | undefined,
): Condition {
  const key = sql.ref(order === 'recent' ? 'updated_at' : 'waiting_since')
  const direction = sql.raw(order === 'recent' ? 'desc' : 'asc')
  const isBefore = sql.raw(order === 'recent' ? '>' : '<')
  const isAfter = sql.raw(order === 'recent' ? '<' : '>')
  const listed = demanded(filter, order)
  const position = after
    ? [sql`(${key}, student_id) ${isAfter} (${after.key}::timestamptz, ${after.studentId}::integer)`]
    : []
  return sql`
    select student_id as "studentId", to_char(${key} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as key
    from application_status
    where ${all([
      ...listed.map((holds) => holds(sql.ref('application_status'))),
      sql`exists (
        select from person
        where ${all([sql`person.student_id = application_status.student_id`, ...ofPerson(filter)])})`,
      sql`not exists (
        select from application_status as other
        where ${all([
          sql`other.student_id = application_status.student_id`,
          sql`(other.${key}, other.program_id) ${isBefore} (application_status.${key}, application_status.program_id)`,
          ...listed.map((holds) => holds(sql.ref('other'))),
        ])})`,
      ...position,
    ])}
    order by ${key} ${direction}, student_id ${direction}`
}

/** Of `application_status` under a name. */
type ApplicationCondition = (table: Condition) => Condition

/** What must be true of one application. */
function conditions({ programId, stage, taskKind }: StudentFilter): ApplicationCondition[] {
  const found: ApplicationCondition[] = []
  if (programId !== undefined) found.push((table) => sql`${table}.program_id = ${programId}`)
  if (stage !== undefined) found.push((table) => sql`${table}.stage = ${stage}`)
  if (taskKind !== undefined)
    found.push((table) => sql`${table}.task is not null and ${table}.task_kind = ${taskKind}`)
  return found
}

/** The same, and what the order demands. */
function demanded(filter: StudentFilter, order: StudentOrder): ApplicationCondition[] {
  if (order === 'waiting') return [...conditions(filter), (table) => sql`${table}.task is not null`]
  // Whoever never applied has no change.
  if (order === 'recent') return [...conditions(filter), (table) => sql`${table}.student_id is not null`]
  return conditions(filter)
}

const havingApplication = (found: readonly ApplicationCondition[]): Condition[] =>
  found.length === 0
    ? []
    : [
        sql`exists (
          select from application_status as a
          where ${all([
            sql`a.student_id = person.student_id`,
            ...found.map((holds) => holds(sql.ref('a'))),
          ])})`,
      ]

function ofPerson({ words, agentId, visibleTo }: StudentFilter): Condition[] {
  const found: Condition[] = []
  if (words !== undefined) found.push(hasWords(words))
  if (agentId === null) found.push(sql`person.agent_id is null`)
  else if (agentId !== undefined) found.push(sql`person.agent_id = ${agentId}`)
  if (visibleTo !== undefined) found.push(sql`person.agent_id = ${visibleTo}`)
  return found
}

/** Words are letters and digits only. Without any, nothing is found. */
const hasWords = (words: readonly string[]): Condition =>
  words.length === 0
    ? sql`false`
    : sql`person.words @@ ${words.map((word) => `'${word}':*`).join(' & ')}::tsquery`

const all = (found: readonly Condition[]): Condition =>
  found.length === 0 ? sql`true` : sql.join([...found], sql` and `)
