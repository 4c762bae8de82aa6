/**
 * Where a search for changes begins. All times are milliseconds.
 *
 * Odoo stamps a row with the clock of its database at the *start* of the transaction.
 */
export interface LastSearch {
  /** What Odoo's clock showed when it began. */
  readonly position: number
  /** How long ago that was, by our clock. */
  readonly elapsed: number
}

export interface Tolerances {
  /** Longer than any transaction lasts: a slow one commits rows with an old stamp. */
  readonly overlap: number
  /** How far the clock of Odoo's database is behind Odoo's. */
  readonly behind: number
}

/**
 * Returns the write date from which a search must read, by the clock of Odoo's database. If Odoo's
 * clock was set back since the last search, the time of that search by the present clock counts; if
 * our own clock was, Odoo's does. So a jump of one clock never opens a gap.
 */
export function windowStart(
  { position, elapsed }: LastSearch,
  odooNow: number,
  { overlap, behind }: Tolerances,
): number {
  return Math.min(position, odooNow - Math.max(0, elapsed)) - overlap - behind
}

/** Two clocks in one second may show different ones. */
const ROUNDING = 2_000

/**
 * Returns how far the clock that stamps rows is behind. `before`: what Odoo's clock showed before
 * one of our own writes; `stamp`: the write date of the row. Never negative: a database ahead of
 * Odoo hides nothing.
 */
export const clockBehind = (before: number, stamp: number): number => {
  const behind = before - stamp
  return behind <= ROUNDING ? 0 : behind
}

/** A row as we know it, and the write date that Odoo has now. null: the row is gone. */
export interface KnownStamp {
  readonly known: number
  readonly present: number | null
}

/**
 * What has become of the rows that were written last, the newest first. `older`: one has a stamp
 * from before what we saw, which only a restored copy has. `gone`: the newest are deleted, or were
 * made after the copy.
 */
export function fateOf(rows: readonly KnownStamp[]): 'intact' | 'older' | 'gone' {
  const [first] = rows
  if (!first) return 'intact'
  const oldest = rows.find(({ present }) => present !== null)
  if (oldest?.present != null && oldest.present < oldest.known) return 'older'
  return first.present === null ? 'gone' : 'intact'
}

/**
 * Whether Odoo was restored from an older copy: the stamps of any model went back, or the newest
 * rows of every model are gone at once. People delete rows of one model at a time.
 */
export const isRestoredCopy = (fates: readonly ('intact' | 'older' | 'gone')[]): boolean =>
  fates.includes('older') || (fates.length > 0 && fates.every((fate) => fate === 'gone'))
