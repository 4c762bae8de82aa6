import assert from 'node:assert/strict'
import { claimKey, releaseKey, saveResponse } from '../../src/store/idempotency.js'
import { type ApiFixture, openApi, endWorkflows, newApplication } from './api-fixture.js'

/** Other tests on the same Temporal server may have started applications with small ids. */
const UNKNOWN_PAUSE = '/v1/enrollments/999999-999999/pause'

describe('API: Idempotency-Key', () => {
  let world: ApiFixture
  const application = newApplication()

  before(async () => {
    world = await openApi()
  })
  after(async () => {
    await endWorkflows(world.temporal, application)
    await world.close()
  })

  const post = (key: string, body: object = application) =>
    world.call('POST', '/v1/enrollments', body, { 'idempotency-key': key })

  it('returns the first response to a repetition', async () => {
    const first = await post('first')
    const again = await post('first')
    assert.equal(first.statusCode, 201)
    assert.deepEqual(
      [again.statusCode, again.body, again.headers.location, again.headers['content-type']],
      [201, first.body, first.headers.location, first.headers['content-type']],
    )
    assert.equal(again.headers['idempotency-replayed'], 'true')
    assert.equal((await post('second')).statusCode, 200)
  })

  it('returns the same problem to a repeated mistake', async () => {
    const first = await world.call('POST', UNKNOWN_PAUSE, { reason: 'x' }, { 'idempotency-key': 'p' })
    const again = await world.call('POST', UNKNOWN_PAUSE, { reason: 'x' }, { 'idempotency-key': 'p' })
    assert.deepEqual([first.statusCode, again.statusCode, again.body], [404, 404, first.body])
    assert.match(String(again.headers['content-type']), /problem\+json/)
  })

  it('responds 422 to the same key with a different body', async () => {
    await post('other')
    const response = await post('other', { ...application, studentId: 1 })
    assert.equal(response.statusCode, 422)
    assert.match(response.body, /idempotency-key-reused/)
  })

  it('responds 409 while the first request is being processed', async () => {
    await post('flight')
    await world.store.pool.query("update idempotency set status = null where key = 'flight'")
    const response = await post('flight')
    assert.equal(response.statusCode, 409)
    assert.match(response.body, /command-in-flight/)
  })

  it('responds 400 to a key that is not visible ASCII', async () => {
    assert.equal((await post('a b')).statusCode, 400)
    assert.equal((await post('x'.repeat(256))).statusCode, 400)
  })

  describe('store', () => {
    const one = { actor: 'a', key: 'k', request: Buffer.from('request') }
    const response = { status: 200, headers: { etag: '"1"' }, body: '{}' }

    it('separates callers and keeps settled responses', async () => {
      assert.equal((await claimKey(world.store, one)).kind, 'claimed')
      assert.equal((await claimKey(world.store, { ...one, actor: 'b' })).kind, 'claimed')
      assert.equal((await claimKey(world.store, one)).kind, 'in_flight')
      await saveResponse(world.store, one, response)
      assert.deepEqual(await claimKey(world.store, one), { kind: 'finished', response })
    })

    it('frees a key that was released, a key whose process died, and every key after a day', async () => {
      const two = { ...one, key: 'two' }
      await claimKey(world.store, two)
      await releaseKey(world.store, two)
      assert.equal((await claimKey(world.store, two)).kind, 'claimed')
      await age('two', '61 seconds')
      assert.equal((await claimKey(world.store, two)).kind, 'claimed')
      await saveResponse(world.store, two, response)
      await age('two', '23 hours')
      assert.equal((await claimKey(world.store, two)).kind, 'finished')
      await age('two', '2 hours')
      assert.equal((await claimKey(world.store, two)).kind, 'claimed')
    })

    const age = (key: string, by: string) =>
      world.store.pool.query('update idempotency set created_at = created_at - $2::interval where key = $1', [
        key,
        by,
      ])
  })
})
