import assert from 'node:assert/strict'
import { openStore } from '../../src/store/store.js'
import { isDatabaseUnavailable } from '../../src/store/unavailable.js'

describe('isDatabaseUnavailable', () => {
  const errorWith = (fields: object) => Object.assign(new Error('no matter what'), fields)

  for (const [code, meaning] of [
    ['08006', 'a broken connection'],
    ['53300', 'too many connections'],
    ['57P01', 'a server that shuts down'],
    ['57P03', 'a server that starts'],
    ['58000', 'a system error'],
    ['ECONNREFUSED', 'a refused connection'],
    ['EAI_AGAIN', 'a failing name server'],
  ] as const) {
    it(`recognizes ${meaning} (${code})`, () => {
      assert.ok(isDatabaseUnavailable(errorWith({ code })))
    })
  }

  it('recognizes the errors of node-postgres that have no code', () => {
    for (const message of [
      'Connection terminated unexpectedly',
      'timeout exceeded when trying to connect',
      'Client has encountered a connection error and is not queryable',
    ])
      assert.ok(isDatabaseUnavailable(new Error(message)), message)
  })

  it('recognizes a host of which no address can be reached', () => {
    const attempts = [errorWith({ code: 'ECONNREFUSED' }), errorWith({ code: 'ENETUNREACH' })]
    assert.ok(isDatabaseUnavailable(new AggregateError(attempts)))
  })

  it('recognizes a missing socket, and no other missing file', () => {
    assert.ok(isDatabaseUnavailable(errorWith({ code: 'ENOENT', syscall: 'connect' })))
    assert.ok(!isDatabaseUnavailable(errorWith({ code: 'ENOENT', syscall: 'open' })))
  })

  it('recognizes what a store reports when nothing listens at its address', async () => {
    const store = openStore('postgres://nobody:nothing@127.0.0.1:1/none')
    const error: unknown = await store.pool.query('select 1').catch((reason: unknown) => reason)
    await store.close()
    assert.ok(isDatabaseUnavailable(error))
  })

  it('does not excuse a query that PostgreSQL rejects, or a defect of the code', () => {
    for (const error of [
      errorWith({ code: '23505' }),
      errorWith({ code: '42P01' }),
      new TypeError('x'),
      'text',
    ])
      assert.ok(!isDatabaseUnavailable(error))
  })
})
