import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { pdfOf } from '../../certificates/register.js'
import { learnerPage, noLearnerPage, type NoPage } from '../../learner/page.js'
import { STYLE_SOURCE } from '../../learner/style.js'
import { revokeLink, saveChoice, type LearnerChoice } from '../../store/learners.js'
import type { ApiDeps } from '../deps.js'
import { limitFailures } from '../plugins/failure-limit.js'
import { Problem, notFound } from '../problems/problem.js'
import { OdooId, problems } from '../schemas/common.js'
import type { Server } from '../server.js'
import { LearnerPages, type Visitor } from '../services/learner-pages.js'
import { sha256 } from '../../hash.js'

/** Requests that the page of one learner may get before it asks for patience. */
const REQUESTS_PER_MINUTE = 60

const CONTENT_SECURITY = `default-src 'none'; style-src ${STYLE_SOURCE}; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`

const STATUS: Readonly<Record<NoPage, number>> = {
  unknown_link: 404,
  too_many_requests: 429,
  not_ready: 503,
}

/**
 * The personal pages of learners. The address is the permission, so no page needs a session or a
 * form token. Programs that read emails open every address, so a GET changes nothing.
 */
export function learnerRoutes(app: Server, deps: ApiDeps): void {
  const { store, config } = deps
  const pages = new LearnerPages(deps)
  const countFailure = limitFailures(app)
  const countVisit = app.createRateLimit({
    max: REQUESTS_PER_MINUTE,
    timeWindow: '1 minute',
    keyGenerator: ({ params }) => sha256((params as { token: string }).token).toString('hex'),
  })

  const params = Type.Object({ token: Type.String({ maxLength: 200 }) })
  const page = { config: { access: 'public' }, schema: { hide: true, params } } as const

  app.get(
    '/my/:token',
    {
      ...page,
      schema: { ...page.schema, querystring: Type.Object({ saved: Type.Optional(Type.String()) }) },
    },
    (request, reply) => show(request, reply, request.query.saved !== undefined),
  )

  app.get(
    '/my/:token/certificates/:number(^[A-Z0-9-]+).pdf',
    {
      ...page,
      schema: { ...page.schema, params: Type.Object({ ...params.properties, number: Type.String() }) },
    },
    async (request, reply) => {
      const visitor = await visit(request, reply)
      if (!visitor) return reply
      const { number } = request.params
      const certificate = await pages.certificate(visitor, number)
      const pdf = certificate && (await pdfOf(store, number))
      if (!pdf) throw notFound(`Certificate ${number}`)
      return protect(reply)
        .type('application/pdf')
        .header('content-disposition', `attachment; filename="${number}.pdf"`)
        .send(pdf)
    },
  )

  app.post(
    '/my/:token/language',
    { ...page, schema: { ...page.schema, body: Type.Object({ language: Type.Enum(['ar', 'en']) }) } },
    (request, reply) => choose(request, reply, { language: request.body.language }),
  )

  app.post(
    '/my/:token/reminders',
    { ...page, schema: { ...page.schema, body: Type.Object({ reminders: Type.Enum(['on', 'off']) }) } },
    (request, reply) => choose(request, reply, { reminders: request.body.reminders === 'on' }),
  )

  // Mail programs send a form of either type (RFC 8058). The address says what they mean.
  void app.register((mailPrograms, _options, done) => {
    mailPrograms.addContentTypeParser(
      'multipart/form-data',
      { parseAs: 'string' },
      (_request, _body, parsed) => {
        parsed(null, {})
      },
    )
    mailPrograms.post<{ Params: { token: string } }>(
      '/my/:token/unsubscribe',
      page,
      async (request, reply) => {
        const visitor = await visit(request, reply)
        if (!visitor) return reply
        await saveChoice(store, visitor.learner, { reminders: false })
        // No redirect: mail programs would not follow it.
        return show(request, reply, true)
      },
    )
    done()
  })

  // Where people open the address themselves, the page has the switch.
  app.get('/my/:token/unsubscribe', page, (request, reply) =>
    protect(reply).redirect(`../${encodeURIComponent(request.params.token)}#reminders`, 303),
  )

  app.delete(
    '/v1/students/:studentId/personal-link',
    {
      config: { access: 'caller', permission: 'change_training' },
      schema: {
        tags: ['students'],
        summary: 'Make the links to a learner’s personal page invalid',
        description: 'For an address that has fallen into wrong hands. The next email has a new one.',
        params: Type.Object({ studentId: OdooId }),
        response: { 204: Type.Null(), ...problems },
      },
    },
    async ({ actor, params: { studentId } }, reply) => {
      if (!(await revokeLink(store, studentId, actor))) throw notFound(`Student ${studentId}`)
      return reply.code(204).send(null)
    },
  )

  type Visit = FastifyRequest<{ Params: { token: string } }>

  /** The learner whose page it is; undefined: the reply says what to do. */
  async function visit(request: Visit, reply: FastifyReply): Promise<Visitor | undefined> {
    const limit = await countVisit(request)
    if (!limit.isAllowed && limit.isExceeded) {
      sendNoPage(reply, 'too_many_requests')
      return undefined
    }
    const visitor = await pages.visitor(request.params.token)
    if (visitor === 'not_ready') sendNoPage(reply, 'not_ready')
    else if (visitor !== null) return visitor
    else sendNoPage(reply, await refusal(request))
    return undefined
  }

  async function show(request: Visit, reply: FastifyReply, isSaved: boolean): Promise<FastifyReply> {
    const visitor = await visit(request, reply)
    if (!visitor) return reply
    const { token } = request.params
    return sendHtml(reply, 200, learnerPage(await pages.view(visitor, { token, isSaved })))
  }

  async function refusal(request: FastifyRequest): Promise<NoPage> {
    try {
      await countFailure(request)
      return 'unknown_link'
    } catch (error) {
      if (error instanceof Problem) return 'too_many_requests'
      throw error
    }
  }

  async function choose(request: Visit, reply: FastifyReply, choice: LearnerChoice): Promise<FastifyReply> {
    const visitor = await visit(request, reply)
    if (!visitor) return reply
    await saveChoice(store, visitor.learner, choice)
    return protect(reply).redirect(`../${request.params.token}?saved`, 303)
  }

  const sendNoPage = (reply: FastifyReply, reason: NoPage) => {
    if (reason !== 'unknown_link') void reply.header('retry-after', '60')
    const { name: organization } = config.organization
    return sendHtml(
      reply,
      STATUS[reason],
      noLearnerPage(reason, { organization, email: pages.centerAddress }),
    )
  }
}

const sendHtml = (reply: FastifyReply, status: number, html: string) =>
  protect(reply).code(status).type('text/html; charset=utf-8').send(html)

/** The address is the secret: it must not reach search engines, other sites or caches. */
const protect = (reply: FastifyReply) =>
  reply
    .header('content-security-policy', CONTENT_SECURITY)
    .header('x-robots-tag', 'noindex, nofollow')
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'private, no-store')
