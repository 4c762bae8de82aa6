import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { PROBLEMS, typeOf } from '../problems/problem.js'

const DESCRIPTION = `Applications of students to training programs, from enrollment to certificate.

**Who may call.** \`Authorization: Bearer tk_…\`. A key is made at the first start and lies in \`data/api-key\`.

**Repeating a command.** Send \`Idempotency-Key\` with a POST: the same key again gets the first answer and nothing is done twice, for 24
hours. With another body it is refused (422); while the first is being answered, too (409). After 202, 429 and 5xx a repetition tries again.

**Problems** are \`application/problem+json\`. \`type\` is one of:

${Object.entries(PROBLEMS)
  .map(
    ([name, { status, title }]) =>
      `- \`${typeOf(name as keyof typeof PROBLEMS)}\` (${String(status)}): ${title}`,
  )
  .join('\n')}
`

/** The OpenAPI document, and a page that shows it. Must be called before the routes. */
export function registerOpenApi(app: FastifyInstance): void {
  void app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Training orchestrator', version: '1', description: DESCRIPTION },
      components: {
        securitySchemes: { key: { type: 'http', scheme: 'bearer', description: '`tk_<id>_<secret>`' } },
      },
    },
    transform: ({ schema, url, route }) => ({
      url: url.replaceAll(/\(\^[^)]*\)/g, ''),
      schema: {
        ...schema,
        ...(route.config?.access === 'caller' && { security: [{ key: [] }] }),
        ...(route.config?.access === 'page' && { hide: true }),
      },
    }),
    transformObject: (document) =>
      'openapiObject' in document ? withNamedSchemas(document.openapiObject) : document.swaggerObject,
  })
  void app.register(async (docs) => {
    docs.addHook('onRoute', (route) => {
      route.config = { ...route.config, access: 'public' }
    })
    await docs.register(swaggerUi, { routePrefix: '/docs' })
  })
  app.get('/openapi.json', { config: { access: 'public' }, schema: { hide: true } }, () => app.swagger())
}

/**
 * Schemas with a title become components under that name, so that clients generated from the document have types with names.
 * Everything else stays where it is.
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
