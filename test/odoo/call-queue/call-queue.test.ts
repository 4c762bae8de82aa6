import assert from 'node:assert/strict'
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
import { FailureType } from '../../../src/contracts/failures.js'
import { CallQueue, INTERACTIVE_CALLS, type Caller } from '../../../src/odoo/call-queue/call-queue.js'
import type { Call } from '../../../src/odoo/client/transport.js'
import { waitFor } from '../../support/wait-for.js'
import { recordedOdoo, refusal, rowsById, search, write } from './recorded-odoo.js'

const INTERACTIVE: Caller = { urgency: 'interactive' }
const BULK: Caller = { urgency: 'bulk' }

/** An Odoo that answers when told to, and a queue whose callers the test names. */
function slowOdoo() {
  const inFlight: { call: Call; answer: (value: unknown) => void; fail: (error: Error) => void }[] = []
  const odoo = recordedOdoo(
    (call) =>
      new Promise((answer, fail) => {
        inFlight.push({ call, answer, fail })
        call.signal?.addEventListener('abort', () => fail(call.signal?.reason as Error))
      }),
  )
  let caller = BULK
  const calls = new CallQueue(odoo, () => caller)
  return {
    odoo,
    inFlight,
    call: (by: Caller, call: Call) => {
      caller = by
      return calls.execute(call)
    },
  }
}

const studentNumber = (id: number): Caller => ({ urgency: 'bulk', student: `enrollment-1-${id}` })

/** Searches that cannot be combined. */
const alone = (id: number, more: Partial<Call> = {}) => search([['id', '>', id]], more)

describe('the queue in front of Odoo', () => {
  it('lets interactive calls through while bulk calls hang', async () => {
    const { odoo, inFlight, call } = slowOdoo()
    for (let id = 1; id <= 50; id += 1) void call(BULK, alone(id))
    await waitFor('the bulk calls in flight', () => odoo.calls.length === 4)
    await turn()
    assert.equal(odoo.calls.length, 4)
    for (let id = 100; id < 110; id += 1) void call(INTERACTIVE, alone(id))
    await waitFor('interactive calls in flight', () => odoo.calls.length === 4 + INTERACTIVE_CALLS)
    inFlight.at(-1)?.answer([])
    await waitFor('the next one', () => odoo.calls.length === 5 + INTERACTIVE_CALLS)
    const last = odoo.calls.at(-1)?.args?.['domain'] as [[string, string, number]]
    assert.ok(last[0][2] >= 100)
  })

  it('sends bulk calls in the order in which they came', async () => {
    const { odoo, inFlight, call } = slowOdoo()
    for (let id = 1; id <= 6; id += 1) void call(BULK, alone(id))
    for (let sent = 4; sent < 6; sent += 1) {
      await waitFor('calls in flight', () => odoo.calls.length === sent)
      inFlight[sent - 4]?.answer([])
    }
    await waitFor('the last call', () => odoo.calls.length === 6)
    assert.deepEqual(
      odoo.calls.map(({ args }) => (args?.['domain'] as [[string, string, number]])[0][2]),
      [1, 2, 3, 4, 5, 6],
    )
  })

  it('combines what waits for a slot', async () => {
    const { odoo, inFlight, call } = slowOdoo()
    for (let id = 1; id <= 4; id += 1) void call(BULK, alone(id))
    await waitFor('all slots taken', () => odoo.calls.length === 4)
    const reads = [1, 2].map((id) => call(BULK, search([['id', '=', id]])))
    await turn()
    reads.push(call(BULK, search([['id', '=', 3]])))
    inFlight[0]?.answer([])
    await waitFor('the combined call', () => odoo.calls.length === 5)
    assert.deepEqual(odoo.calls[4]?.args, { domain: [['id', 'in', [1, 2, 3]]] })
    inFlight[4]?.answer([{ id: 2 }])
    assert.deepEqual(await Promise.all(reads), [[], [{ id: 2 }], []])
  })

  it('makes one write at a time to the models of an app, and to other apps beside it', async () => {
    const { odoo, inFlight, call } = slowOdoo()
    void call(BULK, write([1], { state: 'a' }))
    void call(BULK, write([2], { state: 'b' }, { model: 'gr.progress.tracker' }))
    void call(BULK, write([3], { name: 'c' }, { model: 'res.partner' }))
    await waitFor('two writes', () => odoo.calls.length === 2)
    await turn()
    assert.deepEqual(
      odoo.calls.map(({ model }) => model),
      ['gr.student', 'res.partner'],
    )
    inFlight[0]?.answer(true)
    await waitFor('the third write', () => odoo.calls.length === 3)
    assert.equal(odoo.calls[2]?.model, 'gr.progress.tracker')
  })

  it('lets an interactive write wait for a bulk write, but not for one that hangs', async () => {
    const { odoo, inFlight, call } = slowOdoo()
    void call(BULK, write([1], { state: 'a' }))
    await waitFor('the bulk write', () => odoo.calls.length === 1)
    const startedAt = performance.now()
    const decided = call(INTERACTIVE, write([2], { state: 'b' }))
    await turn()
    assert.equal(odoo.calls.length, 1)
    await waitFor('the interactive write', () => odoo.calls.length === 2)
    assert.ok(performance.now() - startedAt > 1_900)
    inFlight[1]?.answer(true)
    assert.equal(await decided, true)
  })

  it('drops a call whose caller gives up, and serves the others of its batch', async () => {
    const { odoo, inFlight, call } = slowOdoo()
    const first = new AbortController()
    const second = new AbortController()
    const reason = new Error('cancelled')
    const reads = [
      call(BULK, search([['id', '=', 1]], { signal: first.signal })),
      call(BULK, search([['id', '=', 2]], { signal: second.signal })),
      call(BULK, search([['id', '=', 3]])),
    ]
    first.abort(reason)
    await assert.rejects(reads[0] as Promise<unknown>, reason)
    await waitFor('the combined call', () => odoo.calls.length === 1)
    assert.deepEqual(odoo.calls[0]?.args, { domain: [['id', 'in', [2, 3]]] })
    second.abort(reason)
    await assert.rejects(reads[1] as Promise<unknown>, reason)
    assert.equal(odoo.calls[0].signal?.aborted, false)
    inFlight[0]?.answer([{ id: 3 }])
    assert.deepEqual(await reads[2], [{ id: 3 }])
  })

  it('ends a call that nobody waits for any more, and frees its slot', async () => {
    const { odoo, call } = slowOdoo()
    const controller = new AbortController()
    const hanging = [1, 2, 3, 4].map((id) => call(BULK, alone(id, { signal: controller.signal })))
    await waitFor('all slots taken', () => odoo.calls.length === 4)
    void call(BULK, alone(5))
    controller.abort(new Error('cancelled'))
    await Promise.allSettled(hanging)
    await waitFor('the next call', () => odoo.calls.length === 5)
    await assert.rejects(call(BULK, alone(6, { signal: controller.signal })), /cancelled/)
  })

  it('does not wait for others for a student alone', async () => {
    const { odoo, call } = slowOdoo()
    void call(studentNumber(1), search([['id', '=', 1]]))
    await waitFor('its call', () => odoo.calls.length === 1, { limit: 200 })
  })

  it('waits for the calls of many students, however slowly they come', async () => {
    const odoo = recordedOdoo(rowsById)
    let id = 0
    const calls = new CallQueue(odoo, () => studentNumber(id))
    const reads: Promise<unknown>[] = []
    for (id = 1; id <= 200; id += 1) {
      reads.push(calls.execute(search([['id', '=', id]])))
      await sleep(5)
    }
    assert.equal((await Promise.all(reads)).length, 200)
    // The first ten waited for nobody, some dozens hardly at all.
    assert.ok(odoo.calls.length <= 30, `${odoo.calls.length} calls`)
  })

  it('waits no longer once all of many students wait', async () => {
    const { odoo, call } = slowOdoo()
    const startedAt = performance.now()
    for (let id = 1; id <= 49; id += 1) void call(studentNumber(id), search([['id', '=', id]]))
    await waitFor('their call', () => odoo.calls.length === 1)
    assert.ok(performance.now() - startedAt < 2_000)
    const [[, , ids]] = odoo.calls[0]?.args?.['domain'] as [[string, string, number[]]]
    assert.equal(ids.length, 49)
  })

  it('makes fewer calls at once after Odoo has said that it is busy', async () => {
    const { odoo, inFlight, call } = slowOdoo()
    const all = Array.from({ length: 12 }, (_, id) => call(BULK, alone(id)))
    for (const one of all) one.catch(() => undefined)
    await waitFor('all slots taken', () => odoo.calls.length === 4)
    for (const { fail } of inFlight.slice(0, 4)) fail(refusal(FailureType.OdooBusy))
    await waitFor('the next calls', () => odoo.calls.length === 6)
    await turn()
    assert.equal(odoo.calls.length, 6)
  })
})
