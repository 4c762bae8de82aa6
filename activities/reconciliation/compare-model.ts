import { actionFor, classifyRow } from '../../src/domain/drift.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { Membership, Partner, Student } from '../../src/odoo/schema/index.js'
import { latestRunsOf } from '../../src/store/application-runs.js'
import { clearDrift, queuedAmong, saveDrift, type NewDrift } from '../../src/store/drift.js'
import { knownRows, type KnownRow } from '../../src/store/known-rows.js'
import { refreshVersions, saveRowVersions } from '../../src/store/known-versions.js'
import { recordAccuracy } from '../../src/store/reconciliations.js'
import type { Store } from '../../src/store/store.js'
import { studentsByOwner } from '../sync/owners.js'
import { withStatusBehind } from '../sync/statuses-behind.js'
import type { ReadRow, TrackedModel } from '../sync/tracked-models.js'
import { differingRows, type Candidates, type Comparison } from './differing-rows.js'

export interface ModelComparison extends Comparison {
  readonly runId: number
  /** Nothing but the report is written. */
  readonly dryRun: boolean
  /** Whether a row exists, but cannot be read. */
  readonly isSetAside: (recordId: number) => boolean
}

/** Compares all rows of one model, and records the drift and the accuracy. */
export async function compareModel(comparison: ModelComparison): Promise<{ drift: number }> {
  const { store, tracked, runId } = comparison
  const { name } = tracked.model
  await clearDrift(store, runId, name)
  const accuracy = new Accuracy(tracked)
  let drift = 0
  // A row that has moved from one group to another is a candidate in both.
  const handled = new Set<number>()
  for await (const candidates of differingRows(comparison, (rows) => accuracy.compared(rows))) {
    const found = (await classifyCandidates(comparison, candidates)).filter(
      (one) => !handled.has(one.record_id),
    )
    for (const one of found) handled.add(one.record_id)
    await saveDrift(store, runId, found)
    for (const one of found) accuracy.differs(one)
    drift += found.length
  }
  await recordAccuracy(store, runId, name, accuracy.fields())
  return { drift }
}

/** Counts the rows that were compared, and those that differed, by field. */
class Accuracy {
  readonly #mismatches: Map<string, number>
  #compared = 0

  constructor({ summary }: TrackedModel) {
    this.#mismatches = new Map([RECORD, ...summary.compared].map((field) => [field, 0]))
  }

  compared(rows: number): void {
    this.#compared += rows
  }

  differs({ class: drift, fields }: NewDrift): void {
    const isWhole = drift === 'missing' || drift === 'deleted' || drift === 'workflow_without_student'
    // Odoo did not count it.
    if (isWhole && drift !== 'missing') this.#compared += 1
    for (const field of isWhole ? [RECORD] : fields)
      this.#mismatches.set(field, (this.#mismatches.get(field) ?? 0) + 1)
  }

  fields() {
    return [...this.#mismatches].map(([field, mismatches]) => ({
      field,
      compared: this.#compared,
      mismatches,
    }))
  }
}

/** In place of a field: whether the row is there at all. */
const RECORD = 'record'

/**
 * Decides for each candidate whether it is drift. What the sweep is about to find anyway is not,
 * and neither is a row of nobody or of several students: that one is only remembered.
 */
async function classifyCandidates(
  comparison: ModelComparison,
  { rows: listed, absent }: Candidates,
): Promise<NewDrift[]> {
  const { odoo, store, tracked, until, dryRun, isSetAside } = comparison
  const { name } = tracked.model
  const ids = [...listed.map(({ version }) => version.recordId), ...absent]
  const known = new Map((await knownRows(store, name, null, ids)).map((row) => [row.recordId, row]))
  // Those that are elsewhere now, and those that a page may have read in the meantime.
  const older = listed.filter(({ version }) => isOlder(version, known.get(version.recordId)))
  const again = await tracked.read(odoo, [...absent, ...older.map(({ version }) => version.recordId)])
  const rows = [...listed.filter((row) => !older.includes(row)), ...again]
  const present = new Map(rows.map((row) => [row.version.recordId, row]))
  const settled = rows.filter(({ version }) => version.writeDate === null || version.writeDate < until)
  const studentsOf = await studentsByOwner(
    odoo,
    settled.map(({ owner }) => owner),
  )
  const ownerOf = (row: ReadRow | undefined) => {
    const students = row ? studentsOf(row.owner) : []
    return students.length === 1 ? (students[0] ?? null) : null
  }
  const behind = await withStatusBehind(store, settled)
  const gone = absent.filter((id) => !present.has(id) && !isSetAside(id) && known.has(id))
  const suspects = [...settled.map(({ version }) => version.recordId), ...gone]
  const concerned = suspects.flatMap((id) => [ownerOf(present.get(id)) ?? 0, known.get(id)?.studentId ?? 0])
  const queued = await queuedAmong(store, concerned)
  const open = new Set(
    (await latestRunsOf(store, concerned))
      .filter(({ endedStage }) => endedStage === null)
      .map(({ studentId }) => studentId),
  )
  const goneContacts = await missingContacts(comparison, suspects, known)

  const drift: NewDrift[] = []
  const seen: ReadRow[] = []
  for (const id of suspects) {
    const row = present.get(id)
    const before = known.get(id)
    const student = ownerOf(row)
    const former = before?.studentId ?? null
    if (row && student === null && former === null) {
      seen.push(row)
      continue
    }
    if (queued.has(student ?? 0) || queued.has(former ?? 0)) continue
    const fields = row && before ? differingFields(tracked, row, before) : []
    const isSame = row !== undefined && row.version.hash === before?.hash
    const drifted = classifyRow({
      of: tracked.model === Student ? 'student' : tracked.model === Membership ? 'membership' : 'other',
      isKnown: before !== undefined,
      isPresent: row !== undefined,
      // Of equal rows, only a status may differ that a workflow writes.
      fields: isSame ? [] : fields,
      isStatusBehind: row !== undefined && behind.has(row),
      isActive: row?.isActive ?? true,
      hasReplacedContact:
        hasContact(tracked, row) && goneContacts.has(contactOf(tracked, before?.figures) ?? 0),
      hasOpenRun: open.has(former ?? id),
    })
    if (drifted === null) {
      if (row) seen.push(row)
      continue
    }
    drift.push({
      class: drifted,
      model: name,
      record_id: id,
      program_id: null,
      student_id: student ?? former,
      former_student_id: student === null || former === student ? null : former,
      fields,
      action: actionFor(drifted),
    })
  }
  if (!dryRun) await remember(store, name, seen, known)
  return drift
}

const isOlder = ({ writeDate }: ReadRow['version'], known: KnownRow | undefined): boolean =>
  writeDate !== null &&
  known !== undefined &&
  known.writeDate !== null &&
  known.writeDate > new Date(writeDate)

function differingFields({ summary }: TrackedModel, row: ReadRow, { checksums }: KnownRow): string[] {
  const now = row.version.summary?.checksums ?? []
  return summary.compared.filter((_, at) => checksums?.[at] !== now[at])
}

/** The contact that a student is linked to, by the figures of their row; 0: none. */
function contactOf({ model, summary }: TrackedModel, figures?: readonly number[] | null): number | null {
  if (model !== Student) return null
  return figures?.[summary.sums.indexOf('partner')] ?? null
}

const hasContact = (tracked: TrackedModel, row: ReadRow | undefined): boolean =>
  (contactOf(tracked, row?.version.summary?.figures) ?? 0) > 0

/** The former contacts of students that no longer exist in Odoo. */
async function missingContacts(
  { odoo, tracked }: ModelComparison,
  suspects: readonly number[],
  known: ReadonlyMap<number, KnownRow>,
): Promise<ReadonlySet<number>> {
  const contacts = suspects
    .flatMap((id) => contactOf(tracked, known.get(id)?.figures) ?? [])
    .filter((id) => id > 0)
  const existing = await existingContacts(odoo, contacts)
  return new Set(contacts.filter((id) => !existing.has(id)))
}

async function existingContacts(odoo: Odoo, ids: readonly number[]): Promise<ReadonlySet<number>> {
  const rows = await odoo.read(Partner, [...new Set(ids)], ['active'])
  return new Set(rows.map(({ id }) => id))
}

/** Rows that differ in nothing that matters are remembered as they are now. */
async function remember(
  store: Store,
  model: string,
  rows: readonly ReadRow[],
  known: ReadonlyMap<number, KnownRow>,
): Promise<void> {
  const versions = rows.map(({ version }) => version)
  const isEqual = ({ recordId, hash }: ReadRow['version']) => known.get(recordId)?.hash === hash
  await refreshVersions(store.db, versions.filter(isEqual))
  await store.db.transaction().execute((transaction) =>
    saveRowVersions(
      transaction,
      versions.filter((version) => !isEqual(version)),
    ),
  )
}
