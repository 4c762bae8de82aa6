import { concurrently } from '../../src/concurrently.js'
import type { Application } from '../../src/contracts/application.js'
import { say } from '../../src/domain/sentences/sentence.js'
import {
  beginItems,
  changeItems,
  heldByOthers,
  nextItems,
  type BulkItem,
  type ItemChange,
} from '../../src/store/bulk-items.js'
import { reasonsToGiveUp, requireOwnFailure } from './item-failure.js'
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
  if (await finishBegun(work, kind)) return true
  const { store } = work.context
  const { id } = work.operation
  const items = await nextItems(store, id, ['pending'], STUDENTS_PER_PAGE)
  if (items.length === 0) return false
  const unchanged = await leaveOutChanged(work, kind, items)
  await applyEach(work, kind, await beginItems(store, id, unchanged))
  return true
}

/**
 * Finishes what an attempt has begun that was cut off, also after a pause or a cancellation.
 * Returns false if there is nothing.
 */
export async function finishBegun(work: BulkWork, kind: BulkKind): Promise<boolean> {
  const begun = await nextItems(work.context.store, work.operation.id, ['applying'], STUDENTS_PER_PAGE)
  if (begun.length === 0) return false
  await applyEach(work, kind, begun)
  return true
}

/** Each on its own: what is wrong with one student does not hold up the others. */
async function applyEach(work: BulkWork, kind: BulkKind, items: readonly BulkItem[]): Promise<void> {
  const { context, operation } = work
  await eachOf(items, CONCURRENCY, async (item) => {
    const change = await kind.apply(work, item).catch(async (error: unknown) => {
      const reasons = await reasonsToGiveUp(work, item, await requireOwnFailure(work, error))
      if (reasons === null) throw error
      return { outcome: 'failed', reasons } as const
    })
    await changeItems(context.store, operation.id, [{ ...applicationOf(item), ...change }], ['applying'])
  })
}

/** Leaves out what has changed since the preview. Returns the others, with what is there now. */
async function leaveOutChanged(work: BulkWork, kind: BulkKind, items: readonly BulkItem[]) {
  const { store } = work.context
  const { id, filter } = work.operation
  const ids = items.map((item) => item.student_id)
  const held = await heldByOthers(store, id, filter.programId, ids)
  const now = new Map((await kind.preview(work, ids)).map((item) => [item.studentId, item]))
  const leftOut: ItemChange[] = []
  const unchanged: (Application & { readonly before: unknown })[] = []
  for (const item of items) {
    const application = applicationOf(item)
    const other = held.get(item.student_id)
    const present = now.get(item.student_id)
    const isEqual = present?.fingerprint === item.fingerprint
    if (present && isEqual && (other === undefined || other > id)) {
      unchanged.push({ ...application, before: present.before })
      continue
    }
    const reason =
      present === undefined
        ? say('student_gone')
        : other !== undefined && isEqual
          ? say('held_by_operation', { operationId: other })
          : say('changed_since_preview')
    leftOut.push({ ...application, outcome: 'changed', reasons: [reason, ...(present?.obstacles ?? [])] })
  }
  await changeItems(store, id, leftOut, ['pending'])
  return unchanged
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
    ['undoing', 'applying', 'done'],
  )
  await undoTogether(work, kind, items)
  return true
}

/** All in few calls. Where that fails because of one of them, each on its own. */
async function undoTogether(work: BulkWork, kind: BulkKind, items: readonly BulkItem[]): Promise<void> {
  const { context, operation } = work
  try {
    await changeItems(context.store, operation.id, await kind.undo(work, items), ['undoing'])
  } catch (error) {
    const failure = await requireOwnFailure(work, error)
    const [item, ...others] = items
    if (others.length > 0) return undoOneByOne(work, kind, items)
    const reasons = item ? await reasonsToGiveUp(work, item, failure) : null
    if (!item || reasons === null) throw error
    const change = {
      ...applicationOf(item),
      outcome: 'undo_failed',
      reasons: [say('not_undone'), ...reasons],
    } as const
    await changeItems(context.store, operation.id, [change], ['undoing'])
  }
}

async function undoOneByOne(work: BulkWork, kind: BulkKind, items: readonly BulkItem[]): Promise<void> {
  const errors: unknown[] = []
  for (const item of items) {
    await undoTogether(work, kind, [item]).catch(async (error: unknown) => {
      await requireOwnFailure(work, error)
      errors.push(error)
    })
  }
  if (errors.length > 0) throw errors[0]
}

/** Works on all of them, then throws the first failure. */
async function eachOf(
  items: readonly BulkItem[],
  limit: number,
  work: (item: BulkItem) => Promise<void>,
): Promise<void> {
  const errors: unknown[] = []
  await concurrently(items, limit, (item) => work(item).catch((error: unknown) => errors.push(error)))
  if (errors.length > 0) throw errors[0]
}
