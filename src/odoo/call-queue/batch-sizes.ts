import type { Call } from '../client/transport.js'

/** Values of a search. Their rows are read in pages of that many elsewhere, too. */
const MOST_VALUES = 500
/** Rows of a write: their transaction locks rows for about a second. */
const MOST_ROWS = 100
/**
 * With so many calls a batch waits for no more: each further one saves little. An enrollment waits
 * fifteen times, and 400 may run: if all of them waited for more, nobody would be left to come.
 */
export const ENOUGH = 25
/** Bytes of one combined call; proxies in front of Odoo accept at least a few megabytes. */
export const MOST_BYTES = 1_000_000

/**
 * How many rows one combined call may have. Odoo may fail at a large call (a timeout, a broken
 * connection), or one row may bring its process down. Then fewer go together, down to single ones,
 * so that the others get through; more again when calls succeed.
 */
export class BatchSizes {
  /** By model and method; absent: as many as allowed. */
  readonly #reduced = new Map<string, number>()

  most(call: Call): number {
    return this.#reduced.get(kindOf(call)) ?? allowed(call)
  }

  failed(call: Call, rows: number): void {
    if (rows > 1)
      this.#reduced.set(kindOf(call), Math.max(1, Math.floor(Math.min(rows, this.most(call)) / 2)))
  }

  succeeded(call: Call): void {
    const kind = kindOf(call)
    const reduced = this.#reduced.get(kind)
    if (reduced === undefined) return
    const more = Math.ceil(reduced * 1.25)
    if (more >= allowed(call)) this.#reduced.delete(kind)
    else this.#reduced.set(kind, more)
  }
}

const kindOf = ({ model, method }: Call) => `${model} ${method}`
const allowed = ({ reads }: Call) => (reads ? MOST_VALUES : MOST_ROWS)
