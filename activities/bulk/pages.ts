import { concurrently } from '../../src/concurrently.js'
import type { Application } from '../../src/contracts/application.js'
import {
  changeItems,
  heldByOthers,
  nextItems,
  type BulkItem,
  type ItemChange,
} from '../../src/store/bulk-items.js'
import type { BulkKind, BulkWork } from './kind.js'

/** Small, so that a pause or a cancellation takes effect within seconds. */
const STUDENTS_PER_PAGE = 50

/** Students of a page at the same time. */
const CONCURRENCY = 10

const applicationOf = ({ program_id: programId, student_id: studentId }: BulkItem): Application => ({
  programId,
  studentId,
})

/**
 * Does it for the next students. First those whom an earlier attempt has begun with: they have
 * changed because of it, so only the others are compared with the preview. Returns false if none is
 * left.
 */
export async function runPage(work: BulkWork, kind: BulkKind): Promise<boolean> {
  const { store } = work.context
  const { id, filter } = work.operation
  const begun = await nextItems(store, id, ['applying'], STUDENTS_PER_PAGE)
  const items = begun.length > 0 ? begun : await nextItems(store, id, ['pending'], STUDENTS_PER_PAGE)
  if (items.length === 0) return false
  const ready = begun.length > 0 ? begun : await unchanged(work, kind, items, filter.programId)
  await changeItems(
    store,
    id,
    ready.map((item) => ({ ...applicationOf(item), outcome: 'applying' })),
  )
  await concurrently(ready, CONCURRENCY, async (item) =>
    changeItems(store, id, [{ ...applicationOf(item), ...(await kind.apply(work, item)) }]),
  )
  return true
}

/** Leaves out what has changed since the preview. */
async function unchanged(
  work: BulkWork,
  kind: BulkKind,
  items: readonly BulkItem[],
  programId: number,
): Promise<readonly BulkItem[]> {
  const { store } = work.context
  const ids = items.map((item) => item.student_id)
  const held = await heldByOthers(store, work.operation.id, programId, ids)
  const now = new Map((await kind.preview(work, ids)).map((item) => [item.studentId, item]))
  const leftOut = items.flatMap((item): ItemChange[] => {
    const other = held.get(item.student_id)
    const present = now.get(item.student_id)
    if (present?.fingerprint === item.fingerprint && (other === undefined || other > item.operation_id))
      return []
    const reason =
      present === undefined
        ? 'The student no longer exists.'
        : other !== undefined && present.fingerprint === item.fingerprint
          ? `Bulk operation ${other} is changing this student.`
          : 'Changed since the preview.'
    return [{ ...applicationOf(item), outcome: 'changed', reasons: [reason, ...(present?.obstacles ?? [])] }]
  })
  await changeItems(store, work.operation.id, leftOut)
  const students = new Set(leftOut.map(({ studentId }) => studentId))
  return items.filter((item) => !students.has(item.student_id))
}

/**
 * Takes back what was done for the next students, also what was only begun. Returns false if none
 * is left.
 */
export async function undoPage(work: BulkWork, kind: BulkKind): Promise<boolean> {
  const { store } = work.context
  const { id } = work.operation
  const items = await nextItems(store, id, ['undoing', 'applying', 'done'], STUDENTS_PER_PAGE)
  if (items.length === 0) return false
  await changeItems(
    store,
    id,
    items.map((item) => ({ ...applicationOf(item), outcome: 'undoing' })),
  )
  await changeItems(store, id, await kind.undo(work, items))
  return true
}
