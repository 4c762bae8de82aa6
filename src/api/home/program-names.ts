import type { Odoo } from '../../odoo/client/client.js'
import { TrainingProgram } from '../../odoo/schema/index.js'

/** Names change seldom, and the page must not wait for Odoo at every view. Milliseconds. */
const LIFETIME = 5 * 60 * 1000

/** How long a page waits for names; it shows numbers when Odoo takes longer. Milliseconds. */
const PATIENCE = 1_500

/** Names of programs by their id, for people. Where Odoo can't tell, a program is called by its number. */
export class ProgramNames {
  readonly #known = new Map<number, { name: string; until: number }>()

  constructor(private readonly odoo: Odoo | undefined) {}

  async of(programIds: readonly number[], now: Date): Promise<(programId: number) => string> {
    const unknown = [...new Set(programIds)].filter((id) => (this.#known.get(id)?.until ?? 0) < now.getTime())
    if (unknown.length > 0) await this.#learn(unknown, now)
    return (programId) => this.#known.get(programId)?.name ?? `Program ${String(programId)}`
  }

  async #learn(ids: readonly number[], now: Date): Promise<void> {
    try {
      const odoo = this.odoo?.with({ signal: AbortSignal.timeout(PATIENCE) })
      for (const { id, name } of (await odoo?.read(TrainingProgram, ids, ['name'])) ?? [])
        this.#known.set(id, { name, until: now.getTime() + LIFETIME })
    } catch {
      // Numbers will do: the page is about work that waits, whether Odoo answers or not.
    }
  }
}
