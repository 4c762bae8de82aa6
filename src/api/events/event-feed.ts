import type { PoolClient } from 'pg'
import {
  type Change,
  changesSince,
  EVENT_CHANNEL,
  presentPosition,
  pruneChanges,
} from '../../store/events.js'
import type { Store } from '../../store/store.js'

/** Gets every change once it is committed; null: some were missed, anything may have changed. */
export type Reader = (change: Change | null, position: string) => void

/** Changes that come together are read together. Milliseconds. */
const PAUSE = 50

/** How long a lost connection, or a notification, may go unnoticed. Milliseconds. */
const INTERVAL = 5_000

const PRUNE_INTERVAL = 5 * 60 * 1_000

/**
 * Reads changes once for all pages that are open in this process. It has one connection that
 * listens, while anybody reads. A lost one is replaced, and nothing is missed meanwhile: positions
 * are kept here, not in the connection.
 */
export class EventFeed {
  readonly #store: Store
  readonly #readers = new Set<Reader>()
  #position: string | null = null
  /** Changes at or above the position that readers already have. */
  #delivered = new Map<number, string>()
  #listener: PoolClient | null = null
  #timer: NodeJS.Timeout | undefined
  #reading: Promise<void> | null = null
  #isDue = false
  #prunedAt = 0

  constructor(store: Store) {
    this.#store = store
  }

  /**
   * Adds a reader of all changes from now on. Returns its position, and what removes it again.
   */
  async subscribe(reader: Reader): Promise<{ position: string; unsubscribe: () => void }> {
    this.#readers.add(reader)
    const unsubscribe = () => {
      if (this.#readers.delete(reader) && this.#readers.size === 0) this.#stop()
    }
    try {
      this.#position ??= await presentPosition(this.#store)
      this.#timer ??= setInterval(() => this.#wake(), INTERVAL)
      await this.#listen()
      return { position: this.#position, unsubscribe }
    } catch (error) {
      unsubscribe()
      throw error
    }
  }

  close(): void {
    this.#readers.clear()
    this.#stop()
  }

  #stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#position = null
    this.#delivered.clear()
    // Not for anybody else: it listens.
    this.#listener?.release(true)
    this.#listener = null
  }

  #isListening(): boolean {
    return this.#listener !== null
  }

  async #listen(): Promise<void> {
    if (this.#isListening()) return
    const client = await this.#store.pool.connect()
    // Another reader was faster, or the last one has gone.
    if (this.#isListening() || this.#readers.size === 0) {
      client.release()
      return
    }
    this.#listener = client
    client.on('notification', () => this.#wake())
    client.on('error', () => {
      if (this.#listener !== client) return
      this.#listener = null
      client.release(true)
      this.#wake()
    })
    await client.query(`listen ${EVENT_CHANNEL}`)
  }

  /** Reads soon. While it reads, it reads once more afterwards. */
  #wake(): void {
    if (this.#reading) {
      this.#isDue = true
      return
    }
    this.#reading = this.#readAll()
      // PostgreSQL is unavailable. The next interval tries again.
      .catch(() => undefined)
      .finally(() => {
        this.#reading = null
        if (this.#isDue && this.#readers.size > 0) this.#wake()
        this.#isDue = false
      })
  }

  async #readAll(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, PAUSE))
    if (this.#position === null) return
    await this.#listen()
    const { changes, position, isIncomplete } = await changesSince(this.#store, this.#position)
    this.#position = position
    const fresh = changes.filter(({ id }) => !this.#delivered.has(id))
    this.#delivered = new Map(
      [...this.#delivered, ...fresh.map(({ id, xid }) => [id, xid] as const)].filter(
        ([, xid]) => BigInt(xid) >= BigInt(position),
      ),
    )
    for (const reader of this.#readers) {
      if (isIncomplete) reader(null, position)
      else for (const change of fresh) reader(change, position)
    }
    await this.#prune()
  }

  async #prune(): Promise<void> {
    if (Date.now() < this.#prunedAt + PRUNE_INTERVAL) return
    this.#prunedAt = Date.now()
    await pruneChanges(this.#store)
  }
}
