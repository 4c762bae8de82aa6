import { sql, type Transaction } from 'kysely'
import type { ChangeSource } from '../contracts/sync-sources.js'
import type { Database } from './database.js'
import type { Store } from './store.js'

/**
 * The queue of students to read again. The search for changes and the webhooks put students in,
 * pages claim them. No list of ids travels through a workflow.
 */

/** A claimed student. */
export interface ClaimedStudent {
  readonly studentId: number
  readonly source: ChangeSource
  /** When it was claimed. If it has grown since, the student was noticed again. */
  readonly version: number
}

export interface Claim {
  /** Names the page. Its next attempt has the same one and gets its own students again. */
  readonly token: string
  readonly size: number
  /** Only students that this source noticed. */
  readonly source?: ChangeSource | undefined
}

/**
 * How long a page keeps what it has claimed: longer than an attempt may take
 * (`workflows/activity-proxies.ts`). PostgreSQL interval.
 */
const LEASE = '6 minutes'

/** Puts students into the queue. One that is in it already is noticed again. */
export async function noticeStudents(
  db: Store['db'],
  studentIds: readonly number[],
  source: ChangeSource,
): Promise<void> {
  if (studentIds.length === 0) return
  await notice(db, sql`select unnest(${studentIds}::integer[]) as student_id`, source)
}

/**
 * The same for all students of these programs, as our own tables know them: whoever applied, was
 * notified, or has a tracker.
 */
export async function noticeStudentsOf(
  db: Store['db'],
  programIds: readonly number[],
  source: ChangeSource,
): Promise<void> {
  if (programIds.length === 0) return
  const known = (['application', 'last_notified', 'progress_number'] as const).map(
    (table) =>
      sql`select student_id from ${sql.table(table)} where program_id = any(${programIds}::integer[])`,
  )
  await notice(db, sql.join(known, sql` union `), source)
}

/** The same for all students with an open application, also those that Odoo has lost. */
export const noticeOpenApplications = (db: Store['db'], source: ChangeSource): Promise<void> =>
  notice(db, sql`select student_id from application where ended_at is null`, source)

/** Always by rising id, so that two of them cannot deadlock. */
async function notice(
  db: Store['db'],
  students: ReturnType<typeof sql>,
  source: ChangeSource,
): Promise<void> {
  await sql`
    insert into changed_student (student_id, source)
    select distinct student_id, ${source}::text from (${students}) as found order by student_id
    on conflict (student_id) do update set
      version = changed_student.version + 1,
      source = case when excluded.source = 'webhook' then 'webhook' else changed_student.source end
  `.execute(db)
}

/**
 * Claims students for a page: those that the page has claimed before, or else free ones, webhooks
 * first and then the oldest. Pages that claim at the same moment get different students.
 */
export async function claimStudents(store: Store, { token, size, source }: Claim): Promise<ClaimedStudent[]> {
  return store.db.transaction().execute(async (transaction) => {
    const own = await sql<ClaimedStudent>`
      update changed_student set claimed_until = now() + ${LEASE}::interval where claim = ${token}
      returning student_id as "studentId", source, version
    `.execute(transaction)
    if (own.rows.length > 0) return own.rows
    await sql`
      update changed_student set claim = null, claimed_until = null where student_id in (
        select student_id from changed_student where claim is not null and claimed_until < now()
        for update skip locked)
    `.execute(transaction)
    const free = await sql<ClaimedStudent>`
      update changed_student set claim = ${token}, claimed_until = now() + ${LEASE}::interval
      where student_id in (
        select student_id from changed_student
        where claim is null ${ofSource(source)}
        order by (source = 'webhook') desc, noticed_at limit ${size}
        for update skip locked)
      returning student_id as "studentId", source, version
    `.execute(transaction)
    return free.rows
  })
}

const ofSource = (source: ChangeSource | undefined) =>
  source === undefined ? sql`` : sql`and source = ${source}`

/**
 * Removes these students of a page, which are done. Those who were noticed meanwhile stay in the
 * queue, free again. A page that has lost its claim changes nothing.
 */
export async function finishStudents(
  db: Transaction<Database>,
  token: string,
  claimed: readonly ClaimedStudent[],
): Promise<void> {
  const studentIds = claimed.map(({ studentId }) => studentId)
  const theirs = sql`claim = ${token} and student_id = any(${studentIds}::integer[])`
  // By rising id, so that it cannot deadlock with those who notice the same students.
  await sql`select from changed_student where ${theirs} order by student_id for update`.execute(db)
  await sql`
    delete from changed_student using unnest(
      ${studentIds}::integer[],
      ${claimed.map(({ version }) => version)}::integer[]
    ) as done (student_id, version)
    where changed_student.claim = ${token}
      and changed_student.student_id = done.student_id and changed_student.version = done.version
  `.execute(db)
  await sql`update changed_student set claim = null, claimed_until = null where ${theirs}`.execute(db)
}

/** Gives up a claim, so that any page may have its students at once. */
export async function releaseStudents(store: Store, token: string): Promise<void> {
  await sql`
    update changed_student set claim = null, claimed_until = null where student_id in (
      select student_id from changed_student where claim = ${token} order by student_id for update)
  `.execute(store.db)
}

/** Returns how many students wait for a page. Without those that one works on. */
export async function countFreeStudents(store: Store, source?: ChangeSource): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) from changed_student
    where (claim is null or claimed_until < now()) ${ofSource(source)}
  `.execute(store.db)
  return rows[0]?.count ?? 0
}

/** Returns how many students are in the queue. */
export async function countChangedStudents(store: Store): Promise<number> {
  const { count } = await store.db
    .selectFrom('changed_student')
    .select((e) => e.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}
