import assert from 'node:assert/strict'
import {
  afterResponse,
  INITIAL_LIMIT,
  MOST_BULK_CALLS,
  type Response,
} from '../../../src/odoo/call-queue/concurrency-limit.js'

const response = (more: Partial<Response>): Response => ({
  kind: 'gr.student load',
  rows: 90,
  milliseconds: 400,
  failed: false,
  isFull: true,
  at: 0,
  ...more,
})

const after = (responses: readonly Partial<Response>[]) =>
  responses.reduce((limit, one) => afterResponse(limit, response(one)), INITIAL_LIMIT)

const times = (count: number, one: (index: number) => Partial<Response>) =>
  Array.from({ length: count }, (_, index) => one(index))

describe('the limit of calls in flight', () => {
  it('grows slowly up to its maximum while Odoo responds as fast as usual', () => {
    const four = after(times(4, () => ({})))
    assert.ok(four.calls > 4.5 && four.calls <= 5)
    assert.equal(after(times(200, () => ({}))).calls, MOST_BULK_CALLS)
  })

  it('does not grow while fewer calls are in flight', () => {
    assert.equal(after(times(50, () => ({ isFull: false }))).calls, INITIAL_LIMIT.calls)
  })

  it('falls when calls become slow, but not because they are larger', () => {
    const usual = times(5, () => ({ isFull: false }))
    assert.equal(after([...usual, { milliseconds: 1_500, rows: 490, isFull: false }]).calls, 4)
    assert.ok(after([...usual, { milliseconds: 1_500 }]).calls < 4)
  })

  it('never takes a fast call for a slow one', () => {
    assert.equal(
      after([
        { milliseconds: 5, isFull: false },
        { milliseconds: 200, isFull: false },
      ]).calls,
      4,
    )
  })

  it('halves when Odoo is busy, once for calls that fail together, and never below one', () => {
    const failed = { failed: true }
    assert.equal(after([failed, failed, failed]).calls, 2)
    assert.equal(after(times(20, (index) => ({ ...failed, at: index * 2_000 }))).calls, 1)
  })
})
