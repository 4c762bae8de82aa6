import assert from 'node:assert/strict'
import fc from 'fast-check'
import { type ApiFixture, openApi, recorded } from './api-fixture.js'

interface Schema {
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  format?: string
  $ref?: string
}

interface Operation {
  parameters?: { name: string; in: string; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}

/** Requests to each operation. Few, because the run of all tests must stay short. */
const REQUESTS = 25

/** Texts and numbers that other systems take badly. */
const UNUSUAL_TEXTS = [
  '',
  '\0',
  'a\0b',
  '\uD800',
  '\uDC00x',
  '🎓',
  '%',
  '../',
  '\\',
  '\u202E',
  'x'.repeat(5000),
]
const UNUSUAL_NUMBERS = [0, -1, 1.5, 2 ** 31 - 1, 2 ** 31, 2 ** 53 - 1, 2 ** 53, 1e300, -1e300, 5e-324]

/**
 * Sends requests that follow the OpenAPI document, and requests that almost do. Whatever arrives,
 * the API must never respond with a server error. (A fuzzer such as schemathesis finds more; this
 * bounded property keeps what it found.)
 */
describe('API: any request', () => {
  let world: ApiFixture
  let document: {
    paths: Record<string, Record<string, Operation>>
    components: { schemas: Record<string, Schema> }
  }
  before(async () => {
    world = await openApi()
    for (const flow of ['enrollment', 'progress', 'certificate'] as const)
      await recorded(world.store, flow, { programId: 7, studentId: 1 })
    document = (await world.app.inject('/openapi.json')).json()
  })
  after(() => world.close())

  const anyText = fc.oneof(
    fc.constantFrom(...UNUSUAL_TEXTS),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc
      .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 5 })
      .map((units) => String.fromCharCode(...units)),
  )
  const anyNumber = fc.oneof(fc.constantFrom(...UNUSUAL_NUMBERS), fc.integer(), fc.constantFrom(1, 7))

  /** Values of a schema, and now and then any other JSON. */
  const valueOf = (schema: Schema): fc.Arbitrary<unknown> =>
    fc.oneof({ weight: 9, arbitrary: plausible(schema) }, { weight: 1, arbitrary: fc.jsonValue() })

  function plausible(schema: Schema): fc.Arbitrary<unknown> {
    const { $ref, anyOf, properties, items, required = [] } = schema
    if ($ref !== undefined) return plausible(document.components.schemas[$ref.split('/').at(-1) ?? ''] ?? {})
    if (anyOf) return fc.oneof(...anyOf.map(plausible))
    if ('const' in schema) return fc.constant(schema.const)
    if (schema.enum) return fc.constantFrom(...schema.enum)
    if (properties)
      return fc.record(
        Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, valueOf(one)])),
        { requiredKeys: required },
      )
    switch (schema.type) {
      case 'array':
        return fc.array(valueOf(items ?? {}), { maxLength: 3 })
      case 'integer':
      case 'number':
        return anyNumber
      case 'boolean':
        return fc.boolean()
      case 'null':
        return fc.constant(null)
      case 'string':
        return schema.format === 'date-time'
          ? fc.oneof(
              anyText,
              fc.constantFrom('9999-12-31T23:59:59-23:59', '2027-01-01T00:00:00Z', '0000-01-01T00:00:00Z'),
            )
          : anyText
      default:
        return fc.jsonValue()
    }
  }

  /** A text as part of an address, where half of a surrogate pair has no encoding. */
  const encoded = (value: unknown) =>
    encodeURIComponent(
      (typeof value === 'string' ? value : JSON.stringify(value)).replace(/\p{Surrogate}/gu, '\uFFFD'),
    )
  const ids = fc.oneof(fc.constantFrom(1, 7), anyNumber, anyText)
  const cursor = fc
    .oneof(fc.array(fc.oneof(anyNumber, anyText), { maxLength: 3 }), fc.jsonValue())
    .map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url'))

  it('never gets a server error', async function () {
    this.timeout(180_000)
    for (const [path, methods] of Object.entries(document.paths))
      for (const [method, { parameters = [], requestBody }] of Object.entries(methods)) {
        const named = (place: string) => parameters.filter((one) => one.in === place)
        const body = requestBody?.content['application/json']?.schema
        const request = fc.record({
          path: fc.record(Object.fromEntries(named('path').map(({ name }) => [name, ids]))),
          query: fc.record(
            Object.fromEntries(
              named('query').map(({ name, schema }) => [name, name === 'cursor' ? cursor : valueOf(schema)]),
            ),
            { requiredKeys: [] },
          ),
          body: body ? valueOf(body) : fc.constant(undefined),
          ifMatch: fc.constantFrom(undefined, '"0"', '"999999999"', '*', 'x'),
          key: fc.option(fc.uuid(), { nil: undefined }),
        })
        const property = fc.asyncProperty(request, async (given) => {
          const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encoded(given.path[name]))
          const query = Object.entries(given.query).map(([name, value]) => `${name}=${encoded(value)}`)
          const response = await world.app.inject({
            method: method.toUpperCase() as 'GET',
            url: `${address}?${query.join('&')}`,
            headers: {
              authorization: `Bearer ${world.key}`,
              ...(given.ifMatch !== undefined && { 'if-match': given.ifMatch }),
              ...(given.key !== undefined && { 'idempotency-key': given.key }),
              ...(given.body !== undefined && { 'content-type': 'application/json' }),
            },
            ...(given.body !== undefined && { payload: JSON.stringify(given.body) }),
          })
          // 503 is right where a workflow is needed and no worker runs, or Odoo is unavailable.
          assert.ok(
            response.statusCode < 500 || response.statusCode === 503,
            `${response.statusCode} ${response.body}`,
          )
        })
        await fc.assert(property, { numRuns: REQUESTS, endOnFailure: true })
      }
  })
})
