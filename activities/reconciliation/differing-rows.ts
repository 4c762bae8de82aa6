import type { Aggregate, Odoo } from '../../src/odoo/client/client.js'
import { knownAggregates, knownRows, middleOf, type KnownAggregate } from '../../src/store/known-rows.js'
import type { Store } from '../../src/store/store.js'
import type { AssessedContent } from '../sync/assessments.js'
import { groupKey } from '../sync/row-summary.js'
import { ROWS_PER_CALL, type ReadRow, type Scope, type TrackedModel } from '../sync/tracked-models.js'

/** Both sides of a comparison. */
export interface Comparison {
  readonly odoo: Odoo
  readonly store: Store
  readonly tracked: TrackedModel
  /** Which rows of assessments matter. */
  readonly content: AssessedContent
  /** What was written since is left to the sweep. ISO instant. */
  readonly until: string
}

/** Rows that may differ. */
export interface Candidates {
  /** In Odoo, with another content than we know, or unknown to us. */
  readonly rows: readonly ReadRow[]
  /** We know them, and Odoo does not list them where we expect them. */
  readonly absent: readonly number[]
}

/** Sums over some rows, on one side. */
interface Sums {
  readonly count: number
  readonly idSum: number
  readonly sums: readonly number[]
  /** ISO instant; null: not known. */
  readonly latest: string | null
}

/**
 * Finds the rows that differ without reading the others: compares sums per group of equal values
 * first, halves what differs by id, and reads rows only when there are few left. Without a
 * difference it is one call, however many rows there are. `onCompared` gets the number of rows.
 */
export async function* differingRows(
  comparison: Comparison,
  onCompared: (rows: number) => void,
): AsyncGenerator<Candidates, void, void> {
  const { odoo, store, tracked, content } = comparison
  const present = await tracked.aggregate(odoo, EVERYTHING, content)
  if (present === null) return
  const known = await knownAggregates(store, tracked.model.name, knownScope(EVERYTHING), figuresOf(tracked))
  const presentByGroup = byGroup(present.map((one) => ({ ...one, key: groupKey(one.group) })))
  const knownByGroup = byGroup(
    known
      .filter(({ group }) => tracked.matters(JSON.parse(group) as unknown[], content))
      .map((one) => ({ ...one, key: one.group, latest: isoOf(one) })),
  )
  onCompared(present.reduce((sum, { count }) => sum + count, 0))
  for (const key of new Set([...presentByGroup.keys(), ...knownByGroup.keys()])) {
    const here = presentByGroup.get(key) ?? nothing(tracked)
    const there = knownByGroup.get(key) ?? nothing(tracked)
    if (!differ(comparison, here, there)) continue
    yield* within(comparison, { group: JSON.parse(key) as unknown[], after: 0, upTo: null }, here, there)
  }
}

const EVERYTHING: Scope = { group: null, after: 0, upTo: null }

const figuresOf = ({ summary }: TrackedModel) => summary.sums.length

const nothing = (tracked: TrackedModel): Sums => ({
  count: 0,
  idSum: 0,
  sums: Array.from({ length: figuresOf(tracked) }, () => 0),
  latest: null,
})

const knownScope = ({ group, ...range }: Scope) => ({
  ...range,
  group: group === null ? null : groupKey(group),
})

/** Odoo sends whole seconds. */
const isoOf = ({ latest }: KnownAggregate) => latest && latest.toISOString().replace(/\.\d+Z$/, 'Z')

/** Odoo may have several groups whose values we cannot tell apart. */
function byGroup(aggregates: readonly (Sums & { readonly key: string })[]): Map<string, Sums> {
  const groups = new Map<string, Sums>()
  for (const one of aggregates) {
    const other = groups.get(one.key)
    groups.set(one.key, other ? added(other, one) : one)
  }
  return groups
}

const added = (a: Sums, b: Sums): Sums => ({
  count: a.count + b.count,
  idSum: a.idSum + b.idSum,
  sums: a.sums.map((sum, at) => sum + (b.sums[at] ?? 0)),
  latest: (a.latest ?? '') > (b.latest ?? '') ? a.latest : b.latest,
})

const subtracted = (all: Sums, part: Sums): Sums => ({
  count: all.count - part.count,
  idSum: all.idSum - part.idSum,
  sums: all.sums.map((sum, at) => sum - (part.sums[at] ?? 0)),
  latest: null,
})

/** Half of the last decimal that Odoo keeps: sums of many numbers are not exact. */
const TOLERANCE = 0.005

function differ({ until }: Comparison, present: Sums, known: Sums): boolean {
  if (haveOtherSums(present, known)) return true
  if (present.latest === null || present.latest >= until) return false
  return known.latest !== null && present.latest !== known.latest
}

const haveOtherSums = (a: Sums, b: Sums): boolean =>
  a.count !== b.count ||
  a.idSum !== b.idSum ||
  a.sums.some((sum, at) => Math.abs(sum - (b.sums[at] ?? 0)) > TOLERANCE)

/** Finds the rows that differ in a scope which as a whole differs. */
async function* within(
  comparison: Comparison,
  scope: Scope,
  present: Sums,
  known: Sums,
): AsyncGenerator<Candidates, void, void> {
  const { odoo, store, tracked, content } = comparison
  const middle = isWorthHalving(present, known)
    ? await middleOf(store, tracked.model.name, knownScope(scope))
    : null
  if (middle === null) {
    yield* compareRows(comparison, scope)
    return
  }
  const lower = { ...scope, upTo: middle }
  const upper = { ...scope, after: middle }
  const key = groupKey(scope.group ?? [])
  const ofGroup = ({ group }: Aggregate) => groupKey(group) === key
  const presentBelow = ((await tracked.aggregate(odoo, lower, content)) ?? [])
    .filter(ofGroup)
    .reduce<Sums>(added, nothing(tracked))
  const [one] = await knownAggregates(store, tracked.model.name, knownScope(lower), figuresOf(tracked))
  const knownBelow = one ? { ...one, latest: isoOf(one) } : nothing(tracked)
  const isBelow = differ(comparison, presentBelow, knownBelow)
  const presentAbove = subtracted(present, presentBelow)
  const knownAbove = subtracted(known, knownBelow)
  if (isBelow) yield* within(comparison, lower, presentBelow, knownBelow)
  // What is not below must be above, also where only the newest write date differs.
  if (!isBelow || haveOtherSums(presentAbove, knownAbove))
    yield* within(comparison, upper, presentAbove, knownAbove)
}

/** Where many rows are unknown, most of them must be read anyway. */
const isWorthHalving = (present: Sums, known: Sums): boolean =>
  Math.max(present.count, known.count) > ROWS_PER_CALL && present.count - known.count < ROWS_PER_CALL

/** Reads the rows of a scope and compares each with what we know. */
async function* compareRows(
  { odoo, store, tracked }: Comparison,
  scope: Scope,
): AsyncGenerator<Candidates, void, void> {
  const key = groupKey(scope.group ?? [])
  let after = scope.after
  const compare = async (rows: readonly ReadRow[], upTo: number | null): Promise<Candidates> => {
    const ids = rows.map(({ version }) => version.recordId)
    const known = await knownRows(store, tracked.model.name, { group: key, after, upTo }, ids)
    const byId = new Map(known.map((row) => [row.recordId, row]))
    const listed = new Set(ids)
    return {
      rows: rows.filter(({ version: { recordId, hash, summary, writeDate } }) => {
        const row = byId.get(recordId)
        return (
          row?.hash !== hash ||
          row.group !== summary?.group ||
          row.writeDate?.getTime() !== (writeDate === null ? undefined : Date.parse(writeDate))
        )
      }),
      absent: known.map(({ recordId }) => recordId).filter((id) => !listed.has(id)),
    }
  }
  for await (const page of tracked.rowsIn(odoo, scope)) {
    const last = page.at(-1)?.version.recordId ?? after
    const rows = page.filter(({ version }) => version.summary?.group === key)
    const found = await compare(rows, last)
    if (found.rows.length + found.absent.length > 0) yield found
    after = last
  }
  const found = await compare([], scope.upTo)
  if (found.absent.length > 0) yield found
}
