import { sql } from 'kysely'
import { LRUCache } from 'lru-cache'
import {
  atRiskOf,
  cohortsOf,
  deadlinesOf,
  funnelOf,
  type OverviewFilter,
  timeToCertificateOf,
  trainingsDueOf,
  workloadOf,
} from '../../store/overview.js'
import type { Store } from '../../store/store.js'

/** What an overview is about. */
export interface OverviewQuestion {
  readonly filter: OverviewFilter
  /** Within how many days deadlines of trainings are listed. */
  readonly dueDays: number
  /** Rows of each list. */
  readonly limit: number
}

type Figures = Awaited<ReturnType<typeof figuresOf>>

/** Centers with fewer applications always get the numbers of the moment. */
const MANY = 20_000

/** Numbers are fresh for this many times as long as it took to count. */
const FRESH = 10

/** Milliseconds after which numbers are counted before they are shown. */
const LONGEST = 60_000

/** How many answers to different questions are kept. */
const KEPT = 200

/** Milliseconds. */
const DAY = 24 * 60 * 60 * 1_000

/**
 * The numbers of the overview. Counting a hundred thousand applications takes half a second of the
 * database's time, so large centers get the last count of the same question at once, and the next
 * one is made meanwhile. Equal questions share a count. None is older than a minute; `asOf` says
 * when it began. Names are not kept, and nothing for who may see only some students: a student who
 * leaves them is gone from their lists at once.
 */
export class OverviewFigures {
  readonly #counts = new LRUCache<string, Figures, OverviewQuestion>({
    max: KEPT,
    ttl: LONGEST,
    allowStale: true,
    fetchMethod: async (_key, _last, { options, context }) => {
      const begunAt = performance.now()
      const figures = await figuresOf(this.store, context, this.clock())
      options.ttl = Math.min(LONGEST, Math.ceil(FRESH * (performance.now() - begunAt)))
      return figures
    },
  })

  constructor(
    readonly store: Store,
    readonly clock: () => Date,
    readonly many = MANY,
  ) {}

  async get(question: OverviewQuestion): Promise<Figures> {
    const isRestricted = question.filter.visibleTo !== undefined
    if (isRestricted || (await this.#applications()) < this.many)
      return figuresOf(this.store, question, this.clock())
    const key = JSON.stringify(question)
    const last = this.#counts.peek(key, { allowStale: true })
    const isOld = last !== undefined && this.clock().getTime() - last.asOf.getTime() > LONGEST
    return this.#counts.forceFetch(key, { context: question, forceRefresh: isOld, allowStale: !isOld })
  }

  /** PostgreSQL's estimate, which costs nothing; -1 for a new table. */
  async #applications(): Promise<number> {
    const { rows } = await sql<{ estimate: number }>`
      select reltuples as estimate from pg_class where oid = 'application'::regclass`.execute(this.store.db)
    return rows[0]?.estimate ?? 0
  }
}

async function figuresOf(store: Store, { filter, dueDays, limit }: OverviewQuestion, asOf: Date) {
  const dueBefore = new Date(asOf.getTime() + dueDays * DAY)
  const [funnel, cohorts, timeToCertificate, atRisk, workload, deadlines, trainingsDue] = await Promise.all([
    funnelOf(store, filter),
    cohortsOf(store, filter),
    timeToCertificateOf(store, filter),
    atRiskOf(store, filter, limit),
    workloadOf(store, filter),
    deadlinesOf(store, filter, limit),
    trainingsDueOf(store, filter, dueBefore, limit),
  ])
  return { asOf, funnel, cohorts, timeToCertificate, atRisk, workload, deadlines, trainingsDue }
}
