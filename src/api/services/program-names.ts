import type { Odoo } from '../../odoo/client/client.js'
import { TrainingProgram } from '../../odoo/schema/index.js'

/** Names rarely change, and a page must not wait for Odoo each time. Milliseconds. */
const LIFETIME = 5 * 60 * 1000

/** How long a page waits for names before it shows ids. Milliseconds. */
const TIMEOUT = 1_500

/** How long nobody waits again after that. Milliseconds. */
const PAUSE = 30_000

/** Program names by id. A program whose name cannot be read is shown by its id. */
export class ProgramNames {
  readonly #odoo: Odoo | undefined
  readonly #cache = new Map<number, { name: string; expires: number }>()
  #pausedUntil = 0

  constructor(odoo: Odoo | undefined) {
    this.#odoo = odoo
  }

  async load(programIds: readonly number[], now: Date): Promise<(programId: number) => string> {
    const expired = [...new Set(programIds)].filter(
      (id) => (this.#cache.get(id)?.expires ?? 0) < now.getTime(),
    )
    if (expired.length > 0 && this.#pausedUntil <= now.getTime()) await this.#read(expired, now)
    return (programId) => this.#cache.get(programId)?.name ?? `Program ${programId}`
  }

  async #read(ids: readonly number[], now: Date): Promise<void> {
    try {
      const odoo = this.#odoo?.with({ signal: AbortSignal.timeout(TIMEOUT) })
      for (const { id, name } of (await odoo?.read(TrainingProgram, ids, ['name'])) ?? [])
        this.#cache.set(id, { name, expires: now.getTime() + LIFETIME })
    } catch {
      // The page works without names while Odoo is unavailable.
      this.#pausedUntil = now.getTime() + PAUSE
    }
  }
}
