import assert from 'node:assert/strict'
import { claimKey, releaseKey, saveResponse } from '../../src/store/idempotency.js'
import { type ApiWorld, apiWorld, endWorkflows, newApplication } from './world.js'

/** Other tests on the same Temporal server may have begun an application with small numbers. */
const PAUSE_OF_NOBODY = '/v1/enrollments/999999-999999/pause'

describe('API: Idempotency-Key', () => {
  let world: ApiWorld
  const application = newApplication()

  before(async () => {
    world = await apiWorld()
  })
  after(async () => {
    await endWorkflows(world.temporal, application)
    await world.close()
  })

  const post = (key: string, body: object = application) =>
    world.call('POST', '/v1/enrollments', body, { 'idempotency-key': key })

  it('gives a repetition the first answer', async () => {
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

  it('gives a repeated mistake the same problem', async () => {
    const first = await world.call('POST', PAUSE_OF_NOBODY, { reason: 'x' }, { 'idempotency-key': 'p' })
    const again = await world.call('POST', PAUSE_OF_NOBODY, { reason: 'x' }, { 'idempotency-key': 'p' })
    assert.deepEqual([first.statusCode, again.statusCode, again.body], [404, 404, first.body])
    assert.match(String(again.headers['content-type']), /problem\+json/)
  })

  it('422 for the same key with another body', async () => {
    await post('other')
    const answer = await post('other', { ...application, studentId: 1 })
    assert.equal(answer.statusCode, 422)
    assert.match(answer.body, /key-reused/)
  })

  it('409 while the first one is being worked on', async () => {
    await post('flight')
    await world.store.pool.query("update idempotency set status = null where key = 'flight'")
    const answer = await post('flight')
    assert.equal(answer.statusCode, 409)
    assert.match(answer.body, /command-in-flight/)
  })

  it('400 for a key that is not visible ASCII', async () => {
    assert.equal((await post('a b')).statusCode, 400)
    assert.equal((await post('x'.repeat(256))).statusCode, 400)
  })

  describe('register', () => {
    const one = { actor: 'a', key: 'k', request: Buffer.from('request') }
    const answer = { status: 200, headers: { etag: '"1"' }, body: '{}' }

    it('keeps callers apart, and settled answers', async () => {
      assert.equal((await claimKey(world.store, one)).kind, 'claimed')
      assert.equal((await claimKey(world.store, { ...one, actor: 'b' })).kind, 'claimed')
      assert.equal((await claimKey(world.store, one)).kind, 'in_flight')
      await saveResponse(world.store, one, answer)
      assert.deepEqual(await claimKey(world.store, one), { kind: 'finished', response: answer })
    })

    it('frees a key that was released, one whose process died, and every one after a day', async () => {
      const two = { ...one, key: 'two' }
      await claimKey(world.store, two)
      await releaseKey(world.store, two)
      assert.equal((await claimKey(world.store, two)).kind, 'claimed')
      await age('two', '61 seconds')
      assert.equal((await claimKey(world.store, two)).kind, 'claimed')
      await saveResponse(world.store, two, answer)
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
