import type { Store } from '../store/store.js'

/** A call of Odoo: this record may have changed. */
export interface WebhookHint {
  /** Odoo's own name of the model. */
  readonly model: string
  readonly recordId: number
  /** Name of the Odoo action that called; null: not given. */
  readonly action: string | null
}

interface Waiting {
  readonly hint: WebhookHint
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** Statements in flight. While they run, the next batch grows. */
const STATEMENTS = 2
/** Hints in one statement. */
const BATCH = 500

/**
 * Saves hints that arrive while others are being saved in one statement, as the commits of a burst
 * would each keep the database busy. A hint that arrives alone is saved at once.
 */
export class WebhookHintWriter {
  readonly #store: Store
  readonly #waiting: Waiting[] = []
  #statements = 0

  constructor(store: Store) {
    this.#store = store
  }

  /** Returns when the hint is saved. */
  save(hint: WebhookHint): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ hint, resolve, reject })
      void this.#saveNext()
    })
  }

  async #saveNext(): Promise<void> {
    if (this.#statements === STATEMENTS || this.#waiting.length === 0) return
    const batch = this.#waiting.splice(0, BATCH)
    this.#statements += 1
    try {
      await saveWebhookHints(
        this.#store,
        batch.map(({ hint }) => hint),
      )
      for (const { resolve } of batch) resolve()
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
    this.#statements -= 1
    await this.#saveNext()
  }
}

/**
 * Saves hints. Calls about a record that already has an open hint are counted in that row. One
 * prepared statement, because Odoo's user waits for it.
 */
export async function saveWebhookHints(store: Store, hints: readonly WebhookHint[]): Promise<void> {
  await store.pool.query({
    name: 'save webhook hints',
    // Always in the same order, so that two statements cannot deadlock.
    text: `insert into webhook_hint (model, record_id, action, calls)
           select model, record_id, (array_agg(action order by place desc))[1], count(*)
           from unnest($1::text[], $2::integer[], $3::text[])
             with ordinality as call (model, record_id, action, place)
           group by model, record_id order by model, record_id
           on conflict (model, record_id) where closed_at is null do update set
             calls = webhook_hint.calls + excluded.calls, last_at = now(), action = excluded.action`,
    values: [
      hints.map(({ model }) => model),
      hints.map(({ recordId }) => recordId),
      hints.map(({ action }) => action),
    ],
  })
}
