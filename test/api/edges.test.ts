import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { problemOf } from '../../src/api/plugins/error-handler.js'
import { odooProblem } from '../../src/api/problems/odoo-problem.js'
import { encodeCursor } from '../../src/api/cursor.js'
import { FailureType } from '../../src/contracts/failures.js'
import { DEFAULT_POLICY } from '../../src/domain/policy.js'
import { type ApiFixture, openApi, recorded } from './api-fixture.js'

describe('API: values that cannot be stored or compared', () => {
  let world: ApiFixture
  before(async () => {
    world = await openApi()
    await recorded(world.store, 'enrollment', { programId: 7, studentId: 1 })
  })
  after(() => world.close())

  const pointersOf = async (
    method: 'GET' | 'POST' | 'PUT',
    url: string,
    body?: object,
    headers: Record<string, string> = {},
  ) => {
    const response = await world.call(method, url, body, headers)
    assert.equal(response.statusCode, 422, response.body)
    const { errors } = response.json<{ errors: { pointer: string }[] }>()
    return errors.map(({ pointer }) => pointer)
  }

  const addresses = [
    '/v/%00',
    '/v/a%00b',
    '/v/%ED%A0%80',
    '/v1/certificates/%00',
    '/hooks/odoo/%00',
    '/%00',
    '/v/%',
  ]
  for (const address of addresses)
    it(`responds to GET ${address} with 404`, async () => {
      assert.equal((await world.call('GET', address)).statusCode, 404)
    })

  const cursors = [
    ['enrollments', [9007199254740991, 1]],
    ['enrollments', [1, 2147483648]],
    ['enrollments', [-1, 1]],
    ['enrollments', [1.5, 1]],
    ['emails', [-1]],
    ['emails', [1e300]],
    ['reviews', ['Thu, 01 Jan 1970 00:00:00 GMT+0300 (somewhere)', 'a']],
    ['reviews', ['+275760-09-13T00:00:00.000Z', 'a']],
    ['reviews', ['2026-02-30T00:00:00.000Z', 'a']],
    ['reviews', ['2026-01-01T00:00:00.000Z', 'a\0']],
  ] as const
  for (const [list, parts] of cursors)
    it(`rejects the cursor ${JSON.stringify(parts)} of ${list}`, async () => {
      const query = `?cursor=${encodeCursor(parts)}`
      assert.deepEqual(await pointersOf('GET', `/v1/${list}${query}`), ['/cursor'])
    })

  const queries = [
    ['/v1/enrollments?stage=%00', '/stage'],
    ['/v1/enrollments?stage=a%00', '/stage'],
    ['/v1/emails?state=%00', '/state'],
    ['/v1/emails?kind=%00', '/kind'],
    ['/v1/emails?program=99999999999999999999', '/program'],
    ['/v1/enrollments?cursor=%00', '/cursor'],
  ] as const
  for (const [address, pointer] of queries)
    it(`rejects ${address} with a pointer`, async () => {
      assert.deepEqual(await pointersOf('GET', address), [pointer])
    })

  const bodies: [string, object, string][] = [
    ['withdraw', { reason: 'a\0b' }, '/reason'],
    ['withdraw', { reason: 'a\uD800b' }, '/reason'],
    ['withdraw', { reason: '\uDC00' }, '/reason'],
    ['review', { decision: 'retry', comment: '\0' }, '/comment'],
    ['enroll', { comment: 'a\0', courseIntegrationIds: [1] }, '/comment'],
    ['enroll', { courseIntegrationIds: [2 ** 53] }, '/courseIntegrationIds/0'],
    ['progress', { courseIntegrationId: 1, slideIds: 'all', reason: '\0x' }, '/reason'],
    ['extend', { deadline: '9999-12-31T23:59:59-23:59', reason: 'later' }, '/deadline'],
  ]
  for (const [verb, body, pointer] of bodies)
    it(`rejects ${JSON.stringify(body)} for ${verb} with a pointer`, async () => {
      assert.deepEqual(await pointersOf('POST', `/v1/enrollments/7-1/${verb}`, body), [pointer])
    })

  it('rejects an unstorable text deep in a policy', async () => {
    const { eligibility, ...others } = DEFAULT_POLICY
    const policy = { ...others, eligibility: { ...eligibility, documents: ['ok', 'a\0'] } }
    const body = Object.fromEntries(Object.entries(policy).filter(([name]) => name !== 'version'))
    assert.deepEqual(await pointersOf('PUT', '/v1/programs/7/policy', body, { 'if-match': '"0"' }), [
      '/eligibility/documents/1',
    ])
  })

  it('accepts a complete surrogate pair', async () => {
    const body = { decision: 'retry', comment: '🎓' }
    assert.notEqual((await world.call('POST', '/v1/enrollments/7-1/review', body)).statusCode, 422)
  })

  it('rejects a body that is nested thousands of levels deep', async () => {
    const payload = `{"reason":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    const response = await world.app.inject({
      method: 'POST',
      url: '/v1/enrollments/7-1/withdraw',
      headers: {
        authorization: `Bearer ${world.key}`,
        'content-type': 'application/json',
        'idempotency-key': 'deep',
      },
      payload,
    })
    assert.equal(response.statusCode, 422, response.body)
  })

  it('takes a value that PostgreSQL rejects as invalid content, never as an internal error', async () => {
    const queries = [
      sql`select '2026-13-01'::timestamptz`,
      sql`select 99999999999::integer`,
      sql`select 1 / 0`,
      sql`select '{'::jsonb`,
    ]
    for (const query of queries) {
      const error: unknown = await query.execute(world.store.db).catch((reason: unknown) => reason)
      assert.equal(problemOf(error).problem, 'invalid-content')
    }
  })

  it('says that Odoo rejects the login, not that a right is missing', () => {
    assert.match(odooProblem(FailureType.OdooLoginRejected).message, /rejects the login/)
    assert.match(odooProblem(FailureType.OdooAccessDenied).message, /right/)
  })
})
