import { applicationRef } from '../contracts/application.js'
import { say, textOf } from '../domain/sentences/sentence.js'
import type { Odoo } from '../odoo/client/client.js'
import { latestRunsOf } from '../store/application-runs.js'
import { newestTracker } from '../store/progress-numbers.js'
import type { Store } from '../store/store.js'
import { findUnknownCertificates } from './our-certificates.js'
import { ourTrackersAfter } from './our-trackers.js'

/** Our records in Odoo that the register does not know. */
export interface UnknownCounts {
  readonly trackers: number
  readonly certificates: number
}

export const hasUnknown = ({ trackers, certificates }: UnknownCounts): boolean => trackers + certificates > 0

/** How long a result holds while the register stays as it is. Milliseconds. */
const LIFETIME = 5 * 60_000

/**
 * Finds trackers and certificates of ours that the register does not know: PostgreSQL is new, lost
 * or restored from a backup. What it would start again and email again is already done.
 *
 * A run is registered before its workflow starts, and a certificate before it is recorded, so the
 * records of this installation are always known. Reads only records that are newer than the newest
 * known ones: two calls, and where there are new trackers of ours, one more and one for each page.
 */
export class UnknownRecords {
  readonly #odoo: Odoo
  readonly #store: Store
  #last: { readonly counts: UnknownCounts; readonly register: string; readonly until: number } | null = null

  constructor(odoo: Odoo, store: Store) {
    this.#odoo = odoo
    this.#store = store
  }

  async count(): Promise<UnknownCounts> {
    const register = await sizeOfRegister(this.#store)
    const last = this.#last
    if (last && hasUnknown(last.counts) && last.register === register && Date.now() < last.until)
      return last.counts
    const counts = {
      trackers: await this.#countTrackers(),
      certificates: (await findUnknownCertificates(this.#odoo, this.#store)).length,
    }
    this.#last = { counts, register, until: Date.now() + LIFETIME }
    return counts
  }

  async #countTrackers(): Promise<number> {
    let count = 0
    for await (const ours of ourTrackersAfter(this.#odoo, await newestTracker(this.#store))) {
      const runs = await latestRunsOf(
        this.#store,
        ours.map(({ studentId }) => studentId),
      )
      const known = new Set(runs.map(applicationRef))
      count += ours.filter((tracker) => !known.has(applicationRef(tracker))).length
    }
    return count
  }
}

async function sizeOfRegister(store: Store): Promise<string> {
  const [application, certificate] = await Promise.all(
    (['application', 'certificate'] as const).map((table) =>
      store.db
        .selectFrom(table)
        .select(({ fn }) => fn.countAll<number>().as('rows'))
        .executeTakeFirstOrThrow(),
    ),
  )
  return `${application?.rows} ${certificate?.rows}`
}

/** What is wrong and how to fix it. */
export const unknownRecordsMessage = (counts: UnknownCounts): string => textOf(say('records_unknown', counts))
