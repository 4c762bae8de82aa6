import assert from 'node:assert/strict'
import { MockActivityEnvironment } from '@temporalio/testing'
import { failure } from '../../activities/failures.js'
import type { BulkKind, BulkWork } from '../../activities/bulk/kind.js'
import { finishBegun, runPage, undoPage } from '../../activities/bulk/pages.js'
import { FailureType } from '../../src/contracts/failures.js'
import { say } from '../../src/domain/sentences/sentence.js'
import { nextItems, savePreview, type BulkItem } from '../../src/store/bulk-items.js'
import {
  bulkOperationById,
  countOutcomes,
  enterBulkOperation,
  moveBulkOperation,
} from '../../src/store/bulk-operations.js'
import { openProduct, type ProductFixture } from '../support/product-fixture.js'

describe('A page of a bulk operation', () => {
  let product: ProductFixture
  /** Of the latest operation: nobody is in two of them. */
  let programId = 0
  before(async () => {
    product = await openProduct()
  })
  after(() => product.close())

  const outage = () => failure(FailureType.OdooUnavailable, 'Odoo is unavailable.')
  const refusal = () => failure(FailureType.OdooRejected, 'Odoo rejects the values.')
  const notYet = () => failure(FailureType.WrongState, 'The application has not ended yet.')

  interface Doings {
    readonly apply?: (item: BulkItem) => void
    readonly undo?: (items: readonly BulkItem[]) => void
  }
  const previewed = (studentId: number) => ({
    programId,
    studentId,
    effects: [],
    warnings: [],
    obstacles: [],
    inTraining: false,
    fingerprint: 'same',
    before: { at: 'begin' },
  })
  /** A kind that does nothing but what a test says. */
  const kindOf = ({ apply, undo }: Doings): BulkKind => ({
    candidates: () => Promise.resolve([]),
    preview: (_work, ids) => Promise.resolve(ids.map(previewed)),
    apply: async (_work, item) => {
      await Promise.resolve(apply?.(item))
      return { outcome: 'done' }
    },
    undo: async (_work, items) => {
      await Promise.resolve(undo?.(items))
      return items.map((item) => ({
        programId,
        studentId: item.student_id,
        outcome: 'undone' as const,
      }))
    },
  })

  async function running(students: number): Promise<number> {
    const { store } = product
    programId += 1
    const id = await enterBulkOperation(store, {
      kind: 'enroll',
      filter: { programId },
      parameters: {},
      reason: 'a test',
      author: 'test',
    })
    const items = Array.from({ length: students }, (_, place) => ({
      ...previewed(place + 1),
      before: { at: 'preview' },
    }))
    await savePreview(store, id, items)
    await moveBulkOperation(store, id, ['previewing'], { state: 'running' })
    return id
  }
  async function page<T>(id: number, work: (work: BulkWork) => Promise<T>): Promise<T> {
    const operation = (await bulkOperationById(product.store, id)) ?? assert.fail()
    const given = { context: product, operation } as unknown as BulkWork
    return new MockActivityEnvironment().run(() => work(given))
  }
  const fails = (type: string) => (error: unknown) => (error as { type?: string }).type === type
  const outcomes = (id: number) => countOutcomes(product.store, id)

  it('fails a student whom Odoo refuses for good, with the reason, and does the others', async () => {
    const id = await running(3)
    const kind = kindOf({
      apply: ({ student_id: student }) => {
        if (student === 2) throw refusal()
      },
    })
    assert.equal(await page(id, (work) => runPage(work, kind)), true)
    assert.deepEqual(await outcomes(id), { done: 2, failed: 1 })
    const [failed] = await nextItems(product.store, id, ['failed'], 1)
    assert.deepEqual(failed?.reasons, [
      say('call_failed', { failure: 'OdooRejected', text: 'Odoo rejects the values.' }),
    ])
    assert.equal(await page(id, (work) => runPage(work, kind)), false)
  })

  it('gives a student up who is never ready, but not before the fifth attempt', async () => {
    const id = await running(2)
    const kind = kindOf({
      apply: ({ student_id: student }) => {
        if (student === 1) throw notYet()
      },
    })
    for (let attempt = 1; attempt < 5; attempt += 1)
      await assert.rejects(
        page(id, (work) => runPage(work, kind)),
        fails('WrongState'),
      )
    assert.deepEqual(await outcomes(id), { applying: 1, done: 1 })
    await page(id, (work) => runPage(work, kind))
    assert.deepEqual(await outcomes(id), { failed: 1, done: 1 })
  })

  it('waits for as long as an outage lasts', async () => {
    const id = await running(1)
    const down = kindOf({
      apply: () => {
        throw outage()
      },
    })
    for (let attempt = 1; attempt <= 8; attempt += 1)
      await assert.rejects(
        page(id, (work) => runPage(work, down)),
        fails('OdooUnavailable'),
      )
    await page(id, (work) => runPage(work, kindOf({})))
    assert.deepEqual(await outcomes(id), { done: 1 })
  })

  it('notes what was there right before the student was begun with', async () => {
    const id = await running(1)
    await page(id, (work) => runPage(work, kindOf({})))
    const [item] = await nextItems(product.store, id, ['done'], 1)
    assert.deepEqual(item?.before, { at: 'begin' })
  })

  it('finishes those who were begun with after a cancellation, and begins with nobody', async () => {
    const id = await running(60)
    const cut = kindOf({
      apply: () => {
        throw outage()
      },
    })
    await assert.rejects(page(id, (work) => runPage(work, cut)))
    await moveBulkOperation(product.store, id, ['running'], { state: 'cancelled' })
    assert.equal(await page(id, (work) => finishBegun(work, kindOf({}))), true)
    assert.deepEqual(await outcomes(id), { done: 50, pending: 10 })
    assert.equal(await page(id, (work) => finishBegun(work, kindOf({}))), false)
  })

  it('begins with nobody when the operation is stopped while the page is compared', async () => {
    const id = await running(2)
    const kind: BulkKind = {
      ...kindOf({
        apply: () => {
          throw new Error('It was begun.')
        },
      }),
      preview: async (_work, ids) => {
        await moveBulkOperation(product.store, id, ['running'], { state: 'paused' })
        return ids.map(previewed)
      },
    }
    await page(id, (work) => runPage(work, kind))
    assert.deepEqual(await outcomes(id), { pending: 2 })
  })

  it('undoes the others where one cannot be undone, and says why that one stays', async () => {
    const id = await running(3)
    await page(id, (work) => runPage(work, kindOf({})))
    const kind = kindOf({
      undo: (items) => {
        if (items.some((item) => item.student_id === 2)) throw refusal()
      },
    })
    assert.equal(await page(id, (work) => undoPage(work, kind)), true)
    assert.deepEqual(await outcomes(id), { undone: 2, undo_failed: 1 })
    assert.equal(await page(id, (work) => undoPage(work, kind)), false)
  })
})
