import assert from 'node:assert/strict'
import { FailureType } from '../../../src/contracts/failures.js'
import { CallQueue } from '../../../src/odoo/call-queue/call-queue.js'
import type { Call } from '../../../src/odoo/client/transport.js'
import { load, recordedOdoo, refusal, rowsById, search, write } from './recorded-odoo.js'

const queue = (odoo: ReturnType<typeof recordedOdoo>) => new CallQueue(odoo, () => ({ urgency: 'bulk' }))

const outcomes = async (promises: readonly Promise<unknown>[]) =>
  (await Promise.allSettled(promises)).map((one) =>
    one.status === 'fulfilled' ? one.value : (one.reason as unknown),
  )

describe('calls to Odoo that are combined', () => {
  it('reads records of several callers in one call, and gives each its own rows and all its fields', async () => {
    const odoo = recordedOdoo(rowsById)
    const calls = queue(odoo)
    const [one, two, none] = await Promise.all([
      calls.execute(search([['id', 'in', [7, 3]]])),
      calls.execute(search([['id', '=', 3]], { kwargs: { fields: ['id', 'email'] } })),
      calls.execute(search([['id', '=', 9]], { kwargs: { limit: 1 } })),
    ])
    assert.equal(odoo.calls.length, 1)
    assert.deepEqual(odoo.calls[0]?.args, { domain: [['id', 'in', [7, 3, 9]]] })
    assert.deepEqual(odoo.calls[0].kwargs, { fields: ['id', 'name', 'email'], load: null })
    assert.deepEqual(one, [
      { id: 7, name: 'name 7', email: 'email 7' },
      { id: 3, name: 'name 3', email: 'email 3' },
    ])
    assert.deepEqual(
      (two as { id: number }[]).map(({ id }) => id),
      [3],
    )
    assert.deepEqual(
      (none as { id: number }[]).map(({ id }) => id),
      [9],
    )
  })

  it('keeps Odoo’s order, and the limit of each caller', async () => {
    const rows = [4, 2, 3, 1].map((id) => ({ id, student_id: id % 2 }))
    const odoo = recordedOdoo(() => rows)
    const calls = queue(odoo)
    const trackers = (student: number, limit?: number) =>
      calls.execute(
        search(
          [
            ['student_id', '=', student],
            ['active', '=', true],
          ],
          { kwargs: { order: 'x', limit } },
        ),
      )
    const [odd, first] = await Promise.all([trackers(1), trackers(0, 1)])
    assert.deepEqual([odd, first], [[rows[2], rows[3]], [rows[0]]])
    assert.equal(odoo.calls.length, 1)
    assert.equal('limit' in (odoo.calls[0]?.kwargs ?? {}), false)
  })

  const others: readonly (readonly [string, Call])[] = [
    ['another language', search([['id', '=', 2]], { context: { lang: 'ar_001' } })],
    ['another company', search([['id', '=', 2]], { context: { allowed_company_ids: [2] } })],
    ['archived records', search([['id', '=', 2]], { context: { active_test: false } })],
    ['another model', search([['id', '=', 2]], { model: 'res.partner' })],
    ['another order', search([['id', '=', 2]], { kwargs: { order: 'name' } })],
    ['another field', search([['partner_id', '=', 2]])],
    [
      'another second condition',
      search([
        ['id', '=', 2],
        ['state', '=', 'draft'],
      ]),
    ],
    ['an offset', search([['id', '=', 2]], { kwargs: { offset: 1 } })],
    ['an empty value', search([['id', '=', false]])],
    ['another operator', search([['id', '>', 2]])],
    ['alternatives', search(['|', ['id', '=', 2], ['id', '=', 3]])],
    ['a field of another model', search([['partner_id.id', '=', 2]])],
  ]
  for (const [what, other] of others)
    it(`does not combine a search with one for ${what}`, async () => {
      const odoo = recordedOdoo(() => [])
      const calls = queue(odoo)
      const plain = search([['id', '=', 1]])
      await Promise.all([calls.execute(plain), calls.execute(other)])
      assert.deepEqual(
        odoo.calls.map(({ model, args, kwargs, context }) => ({ model, args, kwargs, context })),
        [plain, other].map(({ model, args, kwargs, context }) => ({ model, args, kwargs, context })),
      )
    })

  it('makes searches one by one when Odoo returns a row that nobody asked for by its value', async () => {
    const odoo = recordedOdoo(({ args }) => {
      const [[, operator]] = args?.['domain'] as [[string, string]]
      return [{ id: 1, email: operator === 'in' ? 'A@x' : 'found' }]
    })
    const calls = queue(odoo)
    const byEmail = (email: string) => calls.execute(search([['email', '=', email]]))
    assert.deepEqual(await Promise.all([byEmail('a@x'), byEmail('b@x')]), [
      [{ id: 1, email: 'found' }],
      [{ id: 1, email: 'found' }],
    ])
    assert.equal(odoo.calls.length, 3)
  })

  it('makes the same read once, but not one that is already in flight', async () => {
    const odoo = recordedOdoo(() => ['a program'])
    const calls = queue(odoo)
    const all = search([])
    assert.deepEqual(await Promise.all([calls.execute(all), calls.execute(all)]), [
      ['a program'],
      ['a program'],
    ])
    await calls.execute(all)
    assert.equal(odoo.calls.length, 2)
  })

  it('joins searches whose callers filter the rows', async () => {
    const odoo = recordedOdoo(() => [{ id: 1 }, { id: 2 }])
    const calls = queue(odoo)
    const like = (text: string) =>
      search(
        [
          ['email', 'ilike', text],
          ['active', '=', true],
        ],
        { isFiltered: true },
      )
    const found = await Promise.all([calls.execute(like('a')), calls.execute(like('b'))])
    assert.deepEqual(odoo.calls[0]?.args?.['domain'], [
      '|',
      '&',
      ['email', 'ilike', 'a'],
      ['active', '=', true],
      '&',
      ['email', 'ilike', 'b'],
      ['active', '=', true],
    ])
    assert.deepEqual(found, [
      [{ id: 1 }, { id: 2 }],
      [{ id: 1 }, { id: 2 }],
    ])
  })

  it('writes the same values to records of several callers in one call', async () => {
    const odoo = recordedOdoo(() => true)
    const calls = queue(odoo)
    const writes = [
      write([1, 2], { state: 'enrolled' }),
      write([2, 5], { state: 'enrolled' }),
      write([6], { state: 'rejected' }),
    ]
    assert.deepEqual(await Promise.all(writes.map((call) => calls.execute(call))), [true, true, true])
    assert.deepEqual(
      odoo.calls.map(({ ids }) => ids),
      [[1, 2, 5], [6]],
    )
  })

  it('loads rows of several callers in one call, and gives each its ids', async () => {
    const odoo = recordedOdoo(({ args }) => ({
      ids: (args?.['data'] as unknown[]).map((_, index) => 10 + index),
      messages: [],
    }))
    const calls = queue(odoo)
    const two = {
      fields: ['id', 'name'],
      data: [
        ['b', 'B'],
        ['c', 'C'],
      ],
    }
    const [one, more] = await Promise.all([
      calls.execute(load('a', 'A')),
      calls.execute(load('', '', { args: two })),
    ])
    assert.deepEqual(one, { ids: [10], messages: [] })
    assert.deepEqual(more, { ids: [11, 12], messages: [] })
    assert.equal(odoo.calls.length, 1)
  })

  it('never puts one external id twice into a load: Odoo would create two records', async () => {
    const odoo = recordedOdoo(({ args }) => ({ ids: (args?.['data'] as unknown[]).map(() => 1) }))
    const calls = queue(odoo)
    await Promise.all([
      calls.execute(load('a', 'A')),
      calls.execute(load('b', 'B')),
      calls.execute(load('a', 'A')),
    ])
    assert.deepEqual(
      odoo.calls.map(({ args }) => args?.['data']),
      [
        [
          ['a', 'A'],
          ['b', 'B'],
        ],
        [['a', 'A']],
      ],
    )
  })

  it('creates the records of several callers in one call', async () => {
    const odoo = recordedOdoo(({ args }) => [args?.['vals_list']].flat().map((_, index) => index + 1))
    const calls = queue(odoo)
    const create = (name: string): Call => ({
      model: 'res.partner',
      method: 'create',
      args: { vals_list: { name } },
      reads: false,
    })
    assert.deepEqual(await Promise.all([calls.execute(create('a')), calls.execute(create('b'))]), [[1], [2]])
    assert.deepEqual(odoo.calls[0]?.args?.['vals_list'], [{ name: 'a' }, { name: 'b' }])
  })

  it('does not combine methods of which it does not know that they treat each record alone', async () => {
    const odoo = recordedOdoo(() => true)
    const calls = queue(odoo)
    const issue = (id: number): Call => ({
      model: 'gr.certificate',
      method: 'action_issue',
      ids: [id],
      reads: false,
    })
    await Promise.all([calls.execute(issue(1)), calls.execute(issue(2))])
    assert.equal(odoo.calls.length, 2)
  })
})

describe('a combined call that fails', () => {
  const refusing = (poison: string) =>
    recordedOdoo(({ args }) => {
      const rows = args?.['data'] as string[][]
      if (rows.some(([key]) => key === poison)) return { ids: false, messages: [{ message: poison }] }
      return { ids: rows.map(([key]) => Number(key)), messages: [] }
    })

  it('isolates the row that Odoo refuses: only its caller hears of it', async () => {
    const odoo = refusing('5')
    const calls = queue(odoo)
    const keys = Array.from({ length: 16 }, (_, index) => `${index + 1}`)
    const results = await outcomes(keys.map((key) => calls.execute(load(key, 'x'))))
    assert.deepEqual(
      results,
      keys.map((key) =>
        key === '5' ? { ids: false, messages: [{ message: '5' }] } : { ids: [Number(key)], messages: [] },
      ),
    )
    assert.ok(odoo.calls.length < 10, `${odoo.calls.length} calls`)
  })

  it('isolates the record at which Odoo raises an error', async () => {
    const odoo = recordedOdoo(({ ids }) => {
      if (ids?.includes(3)) throw refusal(FailureType.OdooMissing)
      return true
    })
    const calls = queue(odoo)
    const results = await outcomes(
      [1, 2, 3, 4].map((id) => calls.execute(write([id], { state: 'enrolled' }))),
    )
    assert.deepEqual(
      results.map((one) => one === true),
      [true, true, false, true],
    )
    assert.equal((results[2] as { type: string }).type, FailureType.OdooMissing)
  })

  for (const type of [FailureType.OdooUnavailable, FailureType.OdooBusy, FailureType.OdooLoginRejected])
    it(`tells all callers of ${type} without further calls`, async () => {
      const odoo = recordedOdoo(() => {
        throw refusal(type)
      })
      const calls = queue(odoo)
      const results = await outcomes([1, 2, 3].map((id) => calls.execute(write([id], {}))))
      assert.deepEqual(
        results.map((one) => (one as { type: string }).type),
        [type, type, type],
      )
      assert.equal(odoo.calls.length, 1)
    })

  it('sends fewer rows together after a call that Odoo did not survive, so that others get through', async () => {
    const odoo = recordedOdoo(({ ids }) => {
      if (ids?.includes(1)) throw refusal(FailureType.OdooUnavailable)
      return true
    })
    const calls = queue(odoo)
    let open = Array.from({ length: 32 }, (_, index) => index + 1)
    for (let attempt = 1; attempt <= 9 && open.length > 1; attempt += 1) {
      const results = await outcomes(open.map((id) => calls.execute(write([id], {}))))
      open = open.filter((_, index) => results[index] !== true)
    }
    assert.deepEqual(open, [1])
  })
})
