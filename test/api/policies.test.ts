import assert from 'node:assert/strict'
import type { Static } from 'typebox'
import type { Policy } from '../../src/api/schemas/policy.js'
import { DEFAULT_POLICY, type ProgramPolicy } from '../../src/domain/policy.js'
import { policyOf } from '../../src/store/policies.js'
import { type ApiFixture, openApi } from './api-fixture.js'

const { applicants, eligibility, review, weights, training, certificate } = DEFAULT_POLICY
const DOCUMENT = { applicants, eligibility, review, weights, training, certificate }

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false
type DeepMutable<T> = T extends object ? { -readonly [K in keyof T]: DeepMutable<T[K]> } : T

describe('API: policies', () => {
  let world: ApiFixture
  before(async () => {
    world = await openApi()
  })
  after(() => world.close())

  const put = (programId: number, body: object, ifMatch?: string) =>
    world.call(
      'PUT',
      `/v1/programs/${programId}/policy`,
      body,
      ifMatch === undefined ? {} : { 'if-match': ifMatch },
    )
  const get = (programId: number) => world.call('GET', `/v1/programs/${programId}/policy`)

  it('has the shape of the domain type (checked by the compiler)', () => {
    const same: Same<DeepMutable<ProgramPolicy>, Static<typeof Policy>> = true
    assert.ok(same)
  })

  it('is the default policy, version 0, until one is written', async () => {
    const response = await get(1)
    assert.equal(response.headers.etag, '"0"')
    assert.deepEqual(response.json(), DEFAULT_POLICY)
  })

  it('is written as the next version of the one that was read', async () => {
    const changed = {
      ...DOCUMENT,
      applicants: 'preferring',
      eligibility: { ...DOCUMENT.eligibility, minAge: null },
    }
    const first = await put(2, changed, '"0"')
    assert.deepEqual([first.statusCode, first.headers.etag], [200, '"1"'])
    assert.deepEqual((await get(2)).json(), { ...changed, version: 1 })
    assert.equal((await put(2, DOCUMENT, '"1"')).headers.etag, '"2"')
    assert.deepEqual(await policyOf(world.store, 2), { ...DOCUMENT, version: 2 })
    const { author } = await world.store.db
      .selectFrom('policy')
      .select('author')
      .where('program_id', '=', 2)
      .where('version', '=', 2)
      .executeTakeFirstOrThrow()
    assert.equal(author, world.key.split('_')[1])
  })

  it('responds 428 without If-Match, 400 if it is not an ETag, and 412 if someone else was faster', async () => {
    assert.equal((await put(3, DOCUMENT)).statusCode, 428)
    assert.equal((await put(3, DOCUMENT, '*')).statusCode, 400)
    const both = await Promise.all([put(3, DOCUMENT, '"0"'), put(3, DOCUMENT, '"0"')])
    assert.deepEqual(both.map(({ statusCode }) => statusCode).sort(), [200, 412])
    const late = await put(3, DOCUMENT, '"0"')
    assert.deepEqual(late.json<{ state: object }>().state, { version: 1 })
  })

  it('responds 422 with pointers to what is missing, unknown, out of range or contradictory', async () => {
    const wrong = await put(
      4,
      {
        ...DOCUMENT,
        applicants: undefined,
        extra: 1,
        weights: { ...DOCUMENT.weights, homework: 2 },
        eligibility: { ...DOCUMENT.eligibility, minAge: '18' },
      },
      '"0"',
    )
    assert.equal(wrong.statusCode, 422)
    assert.deepEqual(pointers(wrong.json()), [
      '/applicants',
      '/eligibility/minAge',
      '/extra',
      '/weights/homework',
    ])
    const contradiction = await put(
      4,
      {
        ...DOCUMENT,
        eligibility: { ...DOCUMENT.eligibility, minAge: 30, maxAge: 20 },
        weights: { elearning: 0, sessions: 0, homework: 0, assessments: 0 },
        review: { remindAfterDays: 5, escalateAfterDays: 2, deadlineDays: 1 },
      },
      '"0"',
    )
    assert.deepEqual(pointers(contradiction.json()), [
      '/eligibility/maxAge',
      '/review/deadlineDays',
      '/review/escalateAfterDays',
      '/weights',
    ])
    assert.equal((await get(4)).headers.etag, '"0"')
  })

  const pointers = ({ errors }: { errors: { pointer: string }[] }) =>
    errors.map(({ pointer }) => pointer).sort()
})
