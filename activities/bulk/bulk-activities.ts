import { cancellationSignal } from '@temporalio/activity'
import { concurrently } from '../../src/concurrently.js'
import type { BulkActivities, BulkCheckActivities } from '../../src/contracts/activities.js'
import type { BulkKindName } from '../../src/contracts/bulk-operation.js'
import type { Channel } from '../../src/contracts/outbox.js'
import { FailureType } from '../../src/contracts/failures.js'
import { say } from '../../src/domain/sentences/sentence.js'
import { heldByOthers, removeItems, savePreview, type PreviewedItem } from '../../src/store/bulk-items.js'
import { bulkOperationById, finishPreview, moveBulkOperation } from '../../src/store/bulk-operations.js'
import type { ActivityContext } from '../dependencies.js'
import { failure } from '../failures.js'
import { withHeartbeats } from '../sync/heartbeats.js'
import { failCheck } from '../../src/store/bulk-checks.js'
import { startBulkCheck } from '../../src/temporal/start-bulk-check.js'
import { checkOperation, noteStudentsBefore } from './check/check-operation.js'
import { settingAside } from '../sync/set-aside.js'
import type { BulkKind, BulkWork } from './kind.js'
import { decideReviews, enrollByAgent } from './kinds/decide-reviews.js'
import { enroll } from './kinds/enroll.js'
import { moveToPolicy } from './kinds/move-to-policy.js'
import { override } from './kinds/override.js'
import { resendEmail } from './kinds/resend-email.js'
import { resync } from './kinds/resync.js'
import { extend, pause, resume } from './kinds/training-times.js'
import { withdraw } from './kinds/withdraw.js'
import { finishBegun, runPage, undoPage } from './pages.js'
import { firstAffected } from './wave-size.js'

const KINDS: Readonly<Record<BulkKindName, BulkKind>> = {
  enroll,
  withdraw,
  pause,
  resume,
  extend,
  resync,
  override,
  decide_reviews: decideReviews,
  enroll_by_agent: enrollByAgent,
  resend_email: resendEmail,
  move_to_policy: moveToPolicy,
}

/** A page costs about twenty calls to Odoo, however many students it has. */
const STUDENTS_PER_PREVIEW_PAGE = 5_000

/** While Odoo works on one, we work on the other. */
const PREVIEW_PAGES_AT_ONCE = 2

/** The side effects of `workflows/bulk-operation.ts`. */
export function createBulkActivities(
  context: ActivityContext,
  filled: (channel: Channel) => void,
): BulkActivities & BulkCheckActivities {
  const { store } = context

  async function workOn(operationId: number): Promise<BulkWork> {
    const operation = await bulkOperationById(store, operationId)
    if (!operation)
      throw failure(FailureType.WrongState, 'The bulk operation does not exist.', { operationId })
    const { odoo } = settingAside(context.odoo.with({ signal: cancellationSignal() }))
    return { context, odoo, operation, filled }
  }

  return {
    previewBulkOperation: ({ operationId }) =>
      withHeartbeats(async () => {
        const work = await workOn(operationId)
        const { operation } = work
        if (operation.state !== 'previewing') return
        const kind = KINDS[operation.kind]
        const students = await kind.candidates(work)
        if (students.length === 0) {
          await moveBulkOperation(store, operationId, ['previewing'], {
            state: 'failed',
            failure_type: 'NobodyMatches',
          })
          return
        }
        await removeItems(store, operationId)
        const pages = pagesOf(students)
        const { size } = operation.filter
        if (size === undefined) {
          await concurrently(pages, PREVIEW_PAGES_AT_ONCE, async (page) => {
            await savePreview(store, operationId, await previewPage(work, kind, page))
          })
        } else {
          let left = size
          for (const page of pages) {
            const { items, affected } = firstAffected(await previewPage(work, kind, page), left)
            await savePreview(store, operationId, items)
            left -= affected
            if (left === 0) break
          }
        }
        await finishPreview(store, operation, (await kind.known?.(work)) ?? null)
      }),

    advanceBulkOperation: ({ operationId }) =>
      withHeartbeats(async () => {
        const work = await workOn(operationId)
        const kind = KINDS[work.operation.kind]
        switch (work.operation.state) {
          case 'running':
            await noteStudentsBefore(work)
            if (await runPage(work, kind)) return { next: 'more' }
            await startBulkCheck(context, operationId)
            await moveBulkOperation(store, operationId, ['running'], { state: 'completed' })
            return { next: 'more' }
          case 'undoing':
            if (await undoPage(work, kind)) return { next: 'more' }
            await startBulkCheck(context, operationId)
            await moveBulkOperation(store, operationId, ['undoing'], { state: 'undone' })
            return { next: 'more' }
          case 'paused':
            return { next: (await finishBegun(work, kind)) ? 'more' : 'wait' }
          case 'undo_paused':
            return { next: 'wait' }
          case 'cancelled':
            return { next: (await finishBegun(work, kind)) ? 'more' : 'ended' }
          default:
            return { next: 'ended' }
        }
      }),

    checkBulkOperation: ({ operationId, isLast }) =>
      withHeartbeats(async () => ({ waiting: await checkOperation(await workOn(operationId), isLast) })),

    recordCheckFailure: ({ operationId, failureType }) => failCheck(store, operationId, failureType),

    async recordBulkFailure({ operationId, failureType }) {
      const from = ['previewing', 'running', 'undoing'] as const
      await moveBulkOperation(store, operationId, from, { state: 'failed', failure_type: failureType })
    },
  }
}

function pagesOf(students: readonly number[]): number[][] {
  const pages: number[][] = []
  for (let start = 0; start < students.length; start += STUDENTS_PER_PREVIEW_PAGE)
    pages.push(students.slice(start, start + STUDENTS_PER_PREVIEW_PAGE))
  return pages
}

/** Students whom another operation is about to change are left out. */
async function previewPage(
  work: BulkWork,
  kind: BulkKind,
  students: readonly number[],
): Promise<PreviewedItem[]> {
  const { context, operation } = work
  const held = await heldByOthers(context.store, operation.id, operation.filter.programId, students)
  const items = await kind.preview(work, students)
  return items.map((item) => {
    const other = held.get(item.studentId)
    return other === undefined ? item : { ...item, obstacles: [heldBy(other), ...item.obstacles] }
  })
}

const heldBy = (operationId: number) => say('awaited_by_operation', { operationId })
