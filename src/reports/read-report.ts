import { sql } from 'kysely'
import type { Store } from '../store/store.js'
import { namedCells, type ProgramNames } from './named-cells.js'
import type { Cell, Report, ReportFilter, ReportRow } from './report.js'

/** Rows that are read, and worked on, at a time. A page takes a few milliseconds. */
const PAGE = 500

/** A query that takes longer is given up. PostgreSQL interval. */
const TIME_LIMIT = '2min'

/** For sorting in memory. */
const WORK_MEMORY = '64MB'

/** A report has more rows than its format is made for. */
export class TooManyRows extends Error {
  override readonly name = 'TooManyRows'
  constructor(readonly limit: number) {
    super(`More than ${limit} rows`)
  }
}

interface Reading {
  readonly store: Store
  readonly programNames: ProgramNames
  readonly limit: number
  /** `stop`: leaves out the rows beyond the limit; `refuse`: throws `TooManyRows`. */
  readonly beyond: 'stop' | 'refuse'
}

/**
 * Reads the rows of a report, page by page and all as of one moment, with the names of programs and
 * of those who decided. Cells are in the order of the columns. Returns whether there are more.
 */
export async function readReport(
  report: Report,
  filter: ReportFilter,
  { store, programNames, limit, beyond }: Reading,
  take: (page: Cell[][]) => void,
): Promise<boolean> {
  const columns = report.columns(filter)
  return store.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (db) => {
      await sql`set local statement_timeout = ${sql.lit(TIME_LIMIT)}`.execute(db)
      // A report reads whole tables. PostgreSQL takes their parts for small, and would compare each
      // row with each other one.
      await sql`set local enable_nestloop = off`.execute(db)
      await sql`set local work_mem = ${sql.lit(WORK_MEMORY)}`.execute(db)
      await sql`declare report no scroll cursor for ${report.query(filter)}`.execute(db)
      for (let count = 0; ;) {
        const wanted = Math.min(PAGE, limit - count + 1)
        const { rows } = await sql<ReportRow>`fetch ${sql.lit(wanted)} from report`.execute(db)
        const hasMore = count + rows.length > limit
        if (hasMore && beyond === 'refuse') throw new TooManyRows(limit)
        const page = rows.slice(0, limit - count).map((row) => columns.map(({ id }) => row[id] ?? null))
        const { language } = filter
        take(await namedCells(page, columns, { store: { ...store, db }, programNames, language }))
        count += page.length
        if (hasMore) return true
        if (rows.length < wanted) return false
      }
    })
}
