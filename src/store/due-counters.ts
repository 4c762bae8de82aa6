import { sql } from 'kysely'
import type { Store } from './store.js'

/** In place of a course: the counters of all courses and programs. */
const ALL = 0

/** Counters that may have changed, with what is needed to find out whether they did so again. */
export interface DueCounters {
  readonly courses: readonly number[] | 'all'
  readonly rows: readonly { readonly course_integration_id: number; readonly version: number }[]
}

/** Notes that the counters of these courses and their programs may have changed. */
export async function noticeCounters(db: Store['db'], courses: readonly number[] | 'all'): Promise<void> {
  const ids = courses === 'all' ? [ALL] : courses
  if (ids.length === 0) return
  await sql`
    insert into due_counter (course_integration_id)
    select distinct unnest(${ids}::integer[]) order by 1
    on conflict (course_integration_id) do update set version = due_counter.version + 1
  `.execute(db)
}

export async function readDueCounters(store: Store): Promise<DueCounters> {
  const rows = await store.db.selectFrom('due_counter').selectAll().execute()
  const courses = rows.map((row) => row.course_integration_id)
  return { courses: courses.includes(ALL) ? 'all' : courses, rows }
}

/** Those that were noticed again meanwhile stay due. */
export async function finishCounters(store: Store, { rows }: DueCounters): Promise<void> {
  await sql`
    delete from due_counter using unnest(
      ${rows.map((row) => row.course_integration_id)}::integer[],
      ${rows.map((row) => row.version)}::integer[]
    ) as done (course_integration_id, version)
    where due_counter.course_integration_id = done.course_integration_id
      and due_counter.version = done.version
  `.execute(store.db)
}
