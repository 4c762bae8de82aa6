import { Ajv2020 } from 'ajv/dist/2020.js'
import assert from 'node:assert/strict'
import { type ApiFixture, openApi } from './api-fixture.js'

interface Operation {
  summary?: string
  parameters?: { name: string; in: string; schema: object }[]
  requestBody?: { content: Record<string, { schema: object }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>
  security?: object[]
}

const APPLICATION = '/v1/enrollments/{programId}-{studentId}'
/** Every public route. */
const ROUTES = [
  'post /v1/enrollments',
  'get /v1/enrollments',
  `get ${APPLICATION}`,
  `get ${APPLICATION}/progress`,
  `get ${APPLICATION}/contacts`,
  ...[
    'progress',
    'review',
    'enroll',
    'resync',
    'withdraw',
    'pause',
    'resume',
    'extend',
    'override',
    'policy',
    'assign',
    'snooze',
    'comments',
  ].map((verb) => `post ${APPLICATION}/${verb}`),
  'get /v1/reviews',
  'get /v1/assignees',
  'get /v1/status',
  'get /v1/events',
  'get /v1/search',
  'get /v1/overview',
  ...['progress', 'enrollment', 'certificates', 'decisions', 'integration'].map(
    (report) => `get /v1/reports/${report}`,
  ),
  'get /v1/report-readers',
  'get /v1/report-schedules',
  'post /v1/report-schedules',
  'put /v1/report-schedules/{id}',
  'delete /v1/report-schedules/{id}',
  'post /v1/report-schedules/{id}/send',
  'get /v1/service-levels',
  'get /v1/students',
  'get /v1/students/{studentId}',
  'get /v1/views',
  'put /v1/views/{name}',
  'delete /v1/views/{name}',
  'get /v1/sync',
  'get /v1/pauses',
  'post /v1/pauses',
  'delete /v1/pauses/{system}',
  'post /v1/reconciliations',
  'get /v1/reconciliations',
  'get /v1/reconciliations/{id}',
  'get /v1/reconciliations/{id}/drift',
  'post /v1/reconciliations/{id}/confirm',
  'get /v1/certificates',
  'get /v1/certificates/{number}',
  'get /v1/certificates/{number}.pdf',
  'post /v1/certificates/{number}/resend',
  'post /v1/certificates/{programId}-{studentId}/decision',
  'get /v1/programs',
  'get /v1/programs/{id}',
  'get /v1/programs/{id}/applicants',
  'get /v1/programs/{id}/intake',
  'get /v1/programs/{id}/policy',
  'get /v1/programs/{id}/course-rules',
  'get /v1/programs/{id}/dry-runs',
  'post /v1/programs/{id}/course-rules/{version}/decision',
  'post /v1/programs/{id}/dry-runs',
  'get /v1/programs/{id}/dry-runs/{dryRun}',
  'get /v1/programs/{id}/dry-runs/{dryRun}/changes',
  'post /v1/programs/{id}/migration-plans',
  'get /v1/programs/{id}/migration-plans/{plan}',
  'get /v1/programs/{id}/migration-plans/{plan}/students',
  'put /v1/programs/{id}/intake',
  'put /v1/programs/{id}/policy',
  'get /v1/bulk-operations',
  'post /v1/bulk-operations',
  'get /v1/bulk-operations/{id}',
  'get /v1/bulk-operations/{id}/items',
  'get /v1/bulk-operations/{id}/differences',
  'get /v1/intake-batches',
  ...['confirm', 'pause', 'resume', 'cancel', 'undo', 'check'].map(
    (verb) => `post /v1/bulk-operations/{id}/${verb}`,
  ),
  'get /v1/emails',
  'get /v1/staff-emails',
  'get /v1/me',
  'post /v1/session',
  'delete /v1/session',
  'get /v1/sign-in',
  'get /login/oidc',
  'get /login/oidc/callback',
  'delete /v1/students/{studentId}/personal-link',
  'get /v1/api-keys',
  'post /v1/api-keys',
  'delete /v1/api-keys/{id}',
  'get /v1/audit',
  'get /v1/audit.csv',
  'get /healthz',
  'get /readyz',
  'post /hooks/odoo/{secret}',
  'post /hooks/v1',
  'get /v/{token}',
]

describe('API: OpenAPI document', () => {
  let world: ApiFixture
  let document: {
    openapi: string
    paths: Record<string, Record<string, Operation>>
    components: { schemas: Record<string, object> }
  }

  before(async () => {
    world = await openApi()
    document = (await world.app.inject('/openapi.json')).json()
  })
  after(() => world.close())

  const operations = () =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, path, operation })),
    )

  it('describes exactly these routes', () => {
    assert.match(document.openapi, /^3\.1/)
    assert.deepEqual(
      operations()
        .map(({ name }) => name)
        .sort(),
      [...ROUTES].sort(),
    )
  })

  it('describes every path parameter and every response', () => {
    for (const { name, path, operation } of operations()) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter)
      const described = (operation.parameters ?? []).filter((one) => one.in === 'path').map((one) => one.name)
      assert.deepEqual(described.sort(), inPath.sort(), name)
      assert.ok(operation.summary, name)
      assert.ok(
        Object.values(operation.responses).every(({ description }) => typeof description === 'string'),
        name,
      )
      if (path.startsWith('/v1/')) {
        const isPublic = ['post /v1/session', 'get /v1/sign-in'].includes(name)
        assert.deepEqual(operation.security, isPublic ? undefined : [{ key: [] }, { session: [] }], name)
        assert.ok(operation.responses['4XX']?.content?.['application/problem+json'], name)
      }
    }
  })

  it('contains only valid JSON Schemas, without dangling references', () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false })
    ajv.addSchema(document, 'document')
    for (const name of Object.keys(document.components.schemas))
      assert.ok(ajv.getSchema(`document#/components/schemas/${name}`), name)
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)]
    assert.ok(refs.length > 20)
    for (const [, name = ''] of refs) assert.ok(document.components.schemas[name], name)
  })

  it('is the document that the page at /docs shows', async () => {
    assert.equal((await world.app.inject('/docs')).statusCode, 200)
    assert.deepEqual((await world.app.inject('/docs/json')).json(), document)
  })
})
