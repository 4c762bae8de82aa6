import type { Cursor, Seen, Witness } from '../../src/store/sync-cursor.js'
import type { ReadRow } from './tracked-models.js'

/**
 * What one search sees of a model: the highest id, the row that was written last, and whether the
 * last one of the search before is still as new.
 */
export class SearchMemory {
  readonly #model: string
  readonly #before: Cursor | undefined
  /** Odoo's clock. Stamps after it come from a clock that was set back since. */
  readonly #now: Date
  #lastId: number | null
  #newest: Witness | null = null
  #foundWitness = false

  constructor(model: string, before: Cursor | undefined, now: Date) {
    this.#model = model
    this.#before = before
    this.#now = now
    this.#lastId = before?.lastId ?? null
  }

  add(rows: readonly ReadRow[]): void {
    const witness = this.#before?.witness
    for (const { version } of rows) {
      const writtenAt = new Date(version.writeDate ?? 0)
      this.#lastId = Math.max(this.#lastId ?? 0, version.recordId)
      if (version.recordId === witness?.id && writtenAt >= witness.writtenAt) this.#foundWitness = true
      if (writtenAt > this.#now || (this.#newest && writtenAt <= this.#newest.writtenAt)) continue
      this.#newest = { id: version.recordId, writtenAt }
    }
  }

  /** Whether the row that was written last is gone, or has an older stamp now. */
  get isSuspicious(): boolean {
    const before = this.#before
    if (!before?.witness || this.#foundWitness) return false
    return before.witness.writtenAt <= this.#now && before.position <= this.#now
  }

  get seen(): Seen {
    return { model: this.#model, lastId: this.#lastId, witness: this.#newest }
  }
}
