import { CourseIntegration, ProgressTracker } from '../../src/odoo/schema/index.js'
import { groupBy } from '../../src/group-by.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { countFreeStudents, noticeStudents } from '../../src/store/changed-students.js'
import { driftOf, markDrift, type Drift } from '../../src/store/drift.js'
import { noticeCounters } from '../../src/store/due-counters.js'
import { forgetVersions, saveRowVersions } from '../../src/store/known-versions.js'
import { forgetSnapshot } from '../../src/store/last-notified.js'
import { forgetNumbers } from '../../src/store/progress-numbers.js'
import { applyChanges, changesAmong, type Following } from '../certificate/follow-odoo.js'
import { studentsByOwner } from '../sync/owners.js'
import { CERTIFICATES, TRACKED_MODELS, type ReadRow } from '../sync/tracked-models.js'

/** Rows of drift in one transaction. */
const PAGE = 500

export interface Repair extends Following {
  readonly runId: number
  /** Whether a row exists, but cannot be read. */
  readonly isSetAside: (model: string, recordId: number) => boolean
}

/**
 * Deals with one page of drift. Each row is read once more: only what Odoo has now counts. The
 * students concerned go into the queue, in the transaction that forgets what is gone.
 */
export async function repairDrift(repair: Repair): Promise<{ more: boolean; waiting: number }> {
  const { store, runId } = repair
  const page = await driftOf(store, runId, { state: 'found', after: 0, limit: PAGE })
  await followAgain(repair, page)
  const read = await readAgain(repair, page)
  const students = page.flatMap((row) => [row.student_id ?? 0, row.former_student_id ?? 0])
  const ids = (rows: readonly Drift[]) => rows.map(({ id }) => id)
  const extra = page.filter(({ action }) => action === 'forget')
  await store.db.transaction().execute(async (transaction) => {
    for (const { model, gone, shared } of read) {
      await forgetVersions(transaction, model, gone)
      await saveRowVersions(
        transaction,
        shared.map(({ version }) => version),
      )
      if (model === ProgressTracker.name) await forgetNumbers(transaction, gone)
    }
    await forgetNumbers(
      transaction,
      extra.map((row) => row.record_id),
    )
    for (const { action, program_id: programId, student_id: studentId } of page)
      if (action === 'restart' && programId !== null && studentId !== null)
        await forgetSnapshot(transaction, { programId, studentId })
    if (page.some(({ model }) => model === ProgressTracker.name || model === CourseIntegration.name))
      await noticeCounters(transaction, 'all')
    const queued = [...students, ...read.flatMap((one) => one.students)].filter((id) => id > 0)
    await noticeStudents(transaction, queued, 'reconciliation')
    await markDrift(transaction, ids(extra), 'repaired')
    await markDrift(transaction, ids(page.filter((row) => !extra.includes(row))), 'noticed')
  })
  return { more: page.length === PAGE, waiting: await countFreeStudents(store, 'reconciliation') }
}

/** Certificates are no matter of a page: the register follows their records at once. */
async function followAgain(repair: Repair, page: readonly Drift[]): Promise<void> {
  const rows = page.filter(({ model, action }) => model === CERTIFICATES.model.name && action !== 'restart')
  if (rows.length === 0) return
  const absent = rows.map((row) => row.record_id)
  await applyChanges(repair, await changesAmong(repair, { rows: [], absent }))
}

interface ReadAgain {
  readonly model: string
  /** Rows that no longer exist. */
  readonly gone: readonly number[]
  /** Rows that belong to nobody or to several students: no page remembers them. */
  readonly shared: readonly ReadRow[]
  readonly students: readonly number[]
}

async function readAgain({ odoo, isSetAside }: Repair, page: readonly Drift[]): Promise<ReadAgain[]> {
  const byModel = groupBy(page, ({ model }) => model)
  const read: ReadAgain[] = []
  for (const tracked of TRACKED_MODELS) {
    const { name } = tracked.model
    const ids = (byModel.get(name) ?? []).map((row) => row.record_id)
    if (ids.length === 0) continue
    const rows = await tracked.read(odoo, ids)
    const present = new Set(rows.map(({ version }) => version.recordId))
    const gone = ids.filter((id) => !present.has(id) && !isSetAside(name, id))
    read.push({ model: name, gone, ...(await owned(odoo, rows)) })
  }
  return read
}

async function owned(odoo: Odoo, rows: readonly ReadRow[]) {
  const studentsOf = await studentsByOwner(
    odoo,
    rows.map(({ owner }) => owner),
  )
  return {
    students: rows.flatMap(({ owner }) => studentsOf(owner)),
    shared: rows.filter(({ owner }) => studentsOf(owner).length !== 1),
  }
}
