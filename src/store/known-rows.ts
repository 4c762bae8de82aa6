import { sql, type RawBuilder } from 'kysely'
import type { Store } from './store.js'

/** What we remember of the rows of Odoo, as reconciliation compares it. */

/** Some rows of a model. */
export interface KnownScope {
  /** JSON of the grouping values; null: all groups. */
  readonly group: string | null
  /** Ids above this one. */
  readonly after: number
  /** Ids up to this one; null: to the last. */
  readonly upTo: number | null
}

export interface KnownAggregate {
  /** JSON of the grouping values. */
  readonly group: string
  readonly count: number
  readonly idSum: number
  readonly sums: readonly number[]
  readonly latest: Date | null
}

export interface KnownRow {
  readonly recordId: number
  readonly hash: string
  readonly writeDate: Date | null
  readonly group: string | null
  readonly checksums: readonly number[] | null
  readonly figures: readonly number[] | null
  readonly studentId: number | null
}

const inScope = (model: string, { group, after, upTo }: KnownScope): RawBuilder<unknown> => sql`
  model = ${model} and record_id > ${after}
  ${upTo === null ? sql`` : sql`and record_id <= ${upTo}`}
  ${group === null ? sql`` : sql`and group_key = ${group}`}`

/** The same sums that Odoo computes over its rows. `figures`: how many each row has. */
export async function knownAggregates(
  { db }: Store,
  model: string,
  scope: KnownScope,
  figures: number,
): Promise<KnownAggregate[]> {
  const sums = Array.from({ length: figures }, (_, at) => sql`coalesce(sum(figures[${at + 1}::integer]), 0)`)
  const { rows } = await sql<KnownAggregate>`
    select group_key as "group", count(*) as count, sum(record_id) as "idSum",
      array[${sql.join(sums)}]::double precision[] as sums, max(write_date) as latest
    from known_version where ${inScope(model, scope)} and group_key is not null
    group by group_key
  `.execute(db)
  return rows
}

/** Returns the id in the middle of a scope; null: nothing is known there. */
export async function middleOf({ db }: Store, model: string, scope: KnownScope): Promise<number | null> {
  const { rows } = await sql<{ middle: number | null }>`
    select percentile_disc(0.5) within group (order by record_id) as middle
    from known_version where ${inScope(model, scope)}
  `.execute(db)
  return rows[0]?.middle ?? null
}

/** Returns the rows of a scope, and those with one of these ids wherever they are. */
export async function knownRows(
  { db }: Store,
  model: string,
  scope: KnownScope | null,
  ids: readonly number[],
): Promise<KnownRow[]> {
  const isInScope = scope === null ? sql`false` : inScope(model, scope)
  const { rows } = await sql<KnownRow>`
    select record_id as "recordId", hash, write_date as "writeDate", group_key as "group",
      checksums, figures, student_id as "studentId"
    from known_version
    where model = ${model} and ((${isInScope}) or record_id = any(${[...ids]}::integer[]))
  `.execute(db)
  return rows
}
