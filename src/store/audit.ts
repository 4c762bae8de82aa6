import type { Selectable, Transaction } from 'kysely'
import { sha256 } from '../hash.js'
import { requestId } from '../request-id.js'
import type { Database } from './database.js'
import type { Store } from './store.js'
import type { AuditEntity, AuditFields, AuditOutcome, AuditTables } from './tables/audit.js'

export interface AuditEntry {
  readonly actor: string
  /** A verb, such as `pause` or `set_intake`. */
  readonly action: string
  readonly entity: AuditEntity
  readonly entityId: string
  readonly programId?: number
  readonly studentId?: number
  /** Default: `done`. */
  readonly outcome?: AuditOutcome
  readonly commandId?: string
  readonly before?: AuditFields
  readonly after?: AuditFields
}

type AuditRow = Selectable<AuditTables['audit']>

/**
 * Adds a row in the transaction of the change: either both are stored or neither. Until its end,
 * other changes wait for their turn, so add the row last.
 */
export async function appendAudit(db: Transaction<Database>, entry: AuditEntry): Promise<void> {
  const head = await db.selectFrom('audit_head').select(['id', 'hash']).forUpdate().executeTakeFirstOrThrow()
  const row = {
    id: head.id + 1,
    at: new Date(),
    actor: entry.actor,
    action: entry.action,
    entity: entry.entity,
    entity_id: entry.entityId,
    program_id: entry.programId ?? null,
    student_id: entry.studentId ?? null,
    outcome: entry.outcome ?? 'done',
    command_id: entry.commandId ?? null,
    request_id: requestId.getStore() ?? null,
    before: entry.before ?? null,
    after: entry.after ?? null,
  } as const
  const hash = hashOf(head.hash, row)
  await db
    .insertInto('audit')
    .values({
      ...row,
      before: row.before && JSON.stringify(row.before),
      after: row.after && JSON.stringify(row.after),
      hash,
    })
    .execute()
  await db.updateTable('audit_head').set({ id: row.id, hash }).execute()
}

/** The same in a transaction of its own, for what no other table has. */
export const recordAudit = ({ db }: Pick<Store, 'db'>, entry: AuditEntry): Promise<void> =>
  db.transaction().execute((transaction) => appendAudit(transaction, entry))

/** The hash of a row covers everything in it, and the hash of the row before. */
function hashOf(previous: Buffer, row: Omit<AuditRow, 'hash'>): Buffer {
  const content = [
    row.id,
    row.at.toISOString(),
    row.actor,
    row.action,
    row.entity,
    row.entity_id,
    row.program_id,
    row.student_id,
    row.outcome,
    row.command_id,
    row.request_id,
    sorted(row.before),
    sorted(row.after),
  ]
  return sha256(Buffer.concat([previous, Buffer.from(JSON.stringify(content))]))
}

/** PostgreSQL stores the members of a JSON object in an order of its own. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return Object.fromEntries(
    members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, sorted(member)]),
  )
}

/** What a verification has found. */
export interface AuditVerification {
  readonly rows: number
  /** Hash of the last row (hex). Whoever notes it elsewhere can later tell that it is the same. */
  readonly head: string
  /** What is wrong, oldest first; empty: nothing. */
  readonly faults: readonly string[]
}

/** Rows per query. */
const PAGE = 5_000

/** Faults are all alike after the first ones. */
const MOST_FAULTS = 20

/** Computes all hashes again. Finds changed, removed, added and exchanged rows. */
export async function verifyAudit({ db }: Pick<Store, 'db'>): Promise<AuditVerification> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (snapshot) => {
      const faults: string[] = []
      let previous: { readonly id: number; readonly hash: Buffer } = { id: 0, hash: Buffer.alloc(0) }
      let rows = 0
      for (;;) {
        const page: AuditRow[] = await snapshot
          .selectFrom('audit')
          .selectAll()
          .where('id', '>', previous.id)
          .orderBy('id')
          .limit(PAGE)
          .execute()
        for (const row of page) {
          rows += 1
          if (row.id !== previous.id + 1) faults.push(missing(previous.id + 1, row.id - 1))
          else if (!hashOf(previous.hash, row).equals(row.hash)) faults.push(`Row ${row.id} was changed.`)
          previous = row
        }
        if (page.length < PAGE) break
      }
      const head = await snapshot.selectFrom('audit_head').selectAll().executeTakeFirst()
      if (!head) faults.push('The note of the last row is missing.')
      else if (head.id > previous.id) faults.push(missing(previous.id + 1, head.id))
      else if (head.id < previous.id || !head.hash.equals(previous.hash))
        faults.push('The last row is not the one that was noted.')
      return { rows, head: previous.hash.toString('hex'), faults: faults.slice(0, MOST_FAULTS) }
    })
}

const missing = (from: number, to: number) =>
  from === to ? `Row ${from} was removed.` : `Rows ${from} to ${to} were removed.`

/** Returns whether a row has this hash (hex). */
export async function hasAuditHash({ db }: Pick<Store, 'db'>, hash: string): Promise<boolean> {
  const row = await db
    .selectFrom('audit')
    .select('id')
    .where('hash', '=', Buffer.from(hash, 'hex'))
    .executeTakeFirst()
  return row !== undefined
}
