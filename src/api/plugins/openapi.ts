import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyContextConfig, FastifySchema } from 'fastify'
import fp from 'fastify-plugin'
import { PERMISSIONS } from '../../domain/permissions.js'
import { PROBLEMS, type ProblemName, problemType } from '../problems/problem.js'
import { SESSION_COOKIE } from './sessions.js'

const listOfProblems = Object.entries(PROBLEMS)
  .map(([name, { status, title }]) => `- \`${problemType(name as ProblemName)}\` (${status}): ${title}`)
  .join('\n')

const listOfPermissions = Object.entries(PERMISSIONS)
  .map(([name, meaning]) => `- \`${name}\`: ${meaning}`)
  .join('\n')

const DESCRIPTION = `Applications of students to training programs, from enrollment to certificate.

**Authentication.** Programs send \`Authorization: Bearer tk_…\`. The first start creates a key and
writes it to \`data/api-key\`. People sign in with their Odoo account (\`POST /v1/session\`).

**Permissions.** A route says which one it needs. People have those of their roles, which follow
their groups in Odoo; an API key has its scopes. An agent sees only the students that Odoo assigns to
them; all others are not found. The permissions are:

${listOfPermissions}

**Repeating a command.** Send an \`Idempotency-Key\` with a POST. For 24 hours, the same key
returns the first response and nothing is done twice. The same key with a different body is
rejected (422), and so is a repetition while the first request is still being processed (409).
After 202, 429 and 5xx, a repetition tries again.

**Problems** are \`application/problem+json\`. \`type\` is one of:

${listOfProblems}
`

/** The OpenAPI document and a page that shows it. Must be registered before the routes. */
export const openApi = fp(async (app) => {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Training orchestrator', version: '1', description: DESCRIPTION },
      components: {
        securitySchemes: {
          key: { type: 'http', scheme: 'bearer', description: '`tk_<id>_<secret>`' },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: SESSION_COOKIE,
            description: 'Set by POST /v1/session. Changes need the header `x-csrf-token` (GET /v1/me).',
          },
        },
      },
    },
    transform: ({ schema, url, route }) => ({
      url: url.replaceAll(/\(\^[^)]*\)/g, ''),
      schema: {
        ...schema,
        ...(route.config?.access === 'caller' && { security: [{ key: [] }, { session: [] }] }),
        ...describedPermission(schema, route.config),
      },
    }),
    transformObject: (document) =>
      'openapiObject' in document ? withNamedSchemas(document.openapiObject) : document.swaggerObject,
  })
  await app.register(async (docs) => {
    docs.addHook('onRoute', (route) => {
      route.config = { ...route.config, access: 'public' }
    })
    await docs.register(swaggerUi, { routePrefix: '/docs' })
  })
  app.get('/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, () => app.swagger())
})

/** Adds the permission that a route needs to its description. */
function describedPermission(schema: FastifySchema | undefined, config: FastifyContextConfig | undefined) {
  const permission = config?.permission
  if (permission === undefined || permission === 'any') return {}
  const needs = `Needs the permission \`${permission}\`.`
  const text = schema?.description
  return { description: text === undefined ? needs : `${text} ${needs}` }
}

/**
 * Moves schemas with a title to the components, so that clients generated from the document have
 * named types. All other schemas stay where they are.
 */
function withNamedSchemas<Document extends object>(document: Document): Document {
  const named: Record<string, unknown> = {}
  const hoist = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(hoist)
    if (typeof node !== 'object' || node === null) return node
    const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, hoist(value)]))
    if (copy.type !== 'object' || typeof copy.title !== 'string') return copy
    named[copy.title] = copy
    return { $ref: `#/components/schemas/${copy.title}` }
  }
  const { components, ...rest } = document as Document & { components?: { schemas?: object } }
  const body = hoist(rest) as Document
  return { ...body, components: { ...components, schemas: { ...components?.schemas, ...named } } }
}
