import { sql } from 'kysely'
import type { Store } from './store.js'

/** What may change on an open page. */
export const CHANGE_TYPES = ['application', 'task', 'certificate', 'sync', 'bulk'] as const
export type ChangeType = (typeof CHANGE_TYPES)[number]

/** A change that was committed. Written by triggers (migration 0032). */
export interface Change {
  readonly id: number
  /** Its transaction. */
  readonly xid: string
  readonly type: ChangeType
  /** null, both: of several students, or of none. */
  readonly programId: number | null
  readonly studentId: number | null
  /** Of the student. */
  readonly agentId: number | null
}

/** Channel with an empty message when a transaction with changes has ended. */
export const EVENT_CHANNEL = 'event'

/** How long changes are kept for readers that come back. PostgreSQL interval. */
const KEPT = '1 hour'

/** Longer than a page shows at once: a reader that missed so much reads everything again. */
const MAX_CHANGES = 1_000

/**
 * Returns the oldest transaction that has not ended: the position of a reader who has seen every
 * change so far. `xid8`, as text.
 */
export async function presentPosition({ db }: Store): Promise<string> {
  const { rows } = await sql<{ position: string }>`
    select pg_snapshot_xmin(pg_current_snapshot())::text as position`.execute(db)
  return rows[0]?.position ?? '0'
}

/** Changes after a position, in an order in which no reader misses one. */
export interface Changes {
  /** Some of them may have been there at the earlier position, too. */
  readonly changes: readonly Change[]
  readonly position: string
  /** Changes after the earlier position were deleted, or there are too many. */
  readonly isIncomplete: boolean
}

export async function changesSince({ db }: Store, position: string): Promise<Changes> {
  interface Row extends Change {
    present: string
    lost: boolean
  }
  // One snapshot for all of it.
  const { rows } = await sql<Row | (Record<keyof Change, null> & Pick<Row, 'present' | 'lost'>)>`
    with now as (
      select pg_snapshot_xmin(pg_current_snapshot()) as present, pg_snapshot_xmax(pg_current_snapshot()) as next
    )
    select now.present::text as present,
      ${position}::xid8 <= event_horizon.xid or ${position}::xid8 > now.next as lost,
      event.id, event.xid::text as xid, event.type, event.program_id as "programId",
      event.student_id as "studentId", person.agent_id as "agentId"
    from now cross join event_horizon
    left join event on event.xid >= ${position}::xid8
    left join person on person.student_id = event.student_id
    order by event.id limit ${MAX_CHANGES + 1}`.execute(db)
  const changes = rows.flatMap((row) => (row.id === null ? [] : [changeOf(row)]))
  return {
    changes: changes.slice(0, MAX_CHANGES),
    position: rows[0]?.present ?? position,
    isIncomplete: rows[0]?.lost === true || changes.length > MAX_CHANGES,
  }
}

const changeOf = ({ id, xid, type, programId, studentId, agentId }: Change): Change => ({
  id,
  xid,
  type,
  programId,
  studentId,
  agentId,
})

/** Deletes old changes, and remembers that readers from before may have missed some. */
export async function pruneChanges({ db }: Store): Promise<void> {
  await sql`
    with old as (delete from event where at < now() - ${KEPT}::interval returning xid)
    update event_horizon set xid = greatest(event_horizon.xid, newest.xid)
    from (select max(xid) as xid from old) as newest where newest.xid is not null`.execute(db)
}
