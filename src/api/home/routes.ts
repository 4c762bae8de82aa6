import type { FastifyReply, FastifyRequest } from 'fastify'
import { randomUUID, timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import Type from 'typebox'
import { listCertificates } from '../../certificates/register.js'
import { verifyApiKey } from '../../store/api-keys.js'
import { countByStage, latestApplications } from '../../store/applications.js'
import { listReviews } from '../../store/reviews.js'
import { deleteSession, createSession, SESSION_LIFETIME } from '../../store/sessions.js'
import { ApplicationCommands } from '../services/application-commands.js'
import { limitFailures, sessionToken, setSessionCookie } from '../plugins/authentication.js'
import { commandIdOf } from '../services/send-command.js'
import type { ApiDeps } from '../deps.js'
import { problemOf } from '../plugins/error-handler.js'
import { linksOf } from '../links.js'
import { Problem } from '../problems/problem.js'
import { APPLICATION, ApplicationParams } from '../schemas/common.js'
import { DecisionName, FlowName } from '../schemas/enrollment.js'
import type { Server } from '../server.js'
import type { Html } from '../../html.js'
import { homePage, type HomeView, loginPage } from './page.js'
import { ProgramNames } from './program-names.js'

const REVIEWS_SHOWN = 30
const ENROLLMENTS_SHOWN = 12
const CERTIFICATES_SHOWN = 5

/** Everything comes from here, forms go here, and nobody may frame the page (a click could be stolen). */
const CONTENT_SECURITY =
  "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

/** The home page: what waits for a person, with buttons. Forms carry the session's token, because cookies alone prove nothing. */
export function homeRoutes(app: Server, deps: ApiDeps): void {
  const { store, config, clock, odoo } = deps
  const commands = new ApplicationCommands(deps)
  const links = linksOf(deps)
  const names = new ProgramNames(odoo)
  const countFailure = limitFailures(app)

  app.get('/', { config: { access: 'page' } }, async (request, reply) => {
    return sendPage(reply, homePage(await homeView(request)))
  })

  app.get('/home.css', { config: { access: 'public' }, schema: { hide: true } }, async (_request, reply) => {
    const style = await readFile(join(import.meta.dirname, 'home.css'), 'utf8')
    return reply.type('text/css; charset=utf-8').header('cache-control', 'no-cache').send(style)
  })

  app.get(
    '/login',
    {
      config: { access: 'public' },
      schema: { hide: true, querystring: Type.Object({ key: Type.Optional(Type.String()) }) },
    },
    async (request, reply) => {
      const { key } = request.query
      return key === undefined
        ? sendPage(reply, loginPage(config.organization.name, false))
        : logIn(request, reply, key)
    },
  )

  app.post(
    '/login',
    { config: { access: 'public' }, schema: { hide: true, body: Type.Object({ key: Type.String() }) } },
    (request, reply) => logIn(request, reply, request.body.key.trim()),
  )

  app.post(
    '/logout',
    { config: { access: 'page' }, schema: { body: Type.Object({ formToken: Type.String() }) } },
    async (request, reply) => {
      requireFormToken(request, request.body.formToken)
      await deleteSession(store, sessionToken(request) ?? '')
      setSessionCookie(reply, '', 0, request.protocol === 'https')
      return reply.redirect('/login', 303)
    },
  )

  app.post(
    `/reviews/${APPLICATION}`,
    {
      config: { access: 'page' },
      schema: {
        params: ApplicationParams,
        body: Type.Object({
          formToken: Type.String(),
          commandKey: Type.String({ maxLength: 64 }),
          flow: Type.Optional(FlowName),
          decision: DecisionName,
          comment: Type.Optional(Type.String({ maxLength: 2000 })),
          partnerId: Type.Optional(Type.String({ pattern: '^[1-9]\\d{0,9}$' })),
        }),
      },
    },
    async (request, reply) => {
      const { formToken, commandKey, flow, decision, comment = '', partnerId } = request.body
      requireFormToken(request, formToken)
      const order = {
        application: request.params,
        by: request.actor,
        commandId: commandIdOf(request.actor, commandKey),
      }
      try {
        const outcome = await commands.decide(order, {
          decision,
          ...(flow && { flow }),
          ...(comment.trim() !== '' && { comment: comment.trim() }),
          ...(partnerId !== undefined && { partnerId: Number(partnerId) }),
        })
        return await backHome(
          reply,
          'done',
          outcome.done ? `Done: ${outcome.state.stage}.` : 'Taken; still being worked on.',
        )
      } catch (error) {
        const problem = problemOf(error)
        if (problem.status === 500) throw error
        return backHome(reply, 'failed', problem.message)
      }
    },
  )

  async function logIn(request: FastifyRequest, reply: FastifyReply, key: string) {
    const keyId = await verifyApiKey(store, key)
    if (keyId === undefined) {
      await countFailure(request)
      return sendPage(reply.code(401), loginPage(config.organization.name, true))
    }
    const token = await createSession(store, keyId, clock())
    setSessionCookie(reply, token, SESSION_LIFETIME / 1000, request.protocol === 'https')
    return reply.redirect('/', 303)
  }

  async function homeView({ session, query }: FastifyRequest): Promise<HomeView> {
    const now = clock()
    const [reviews, counts, latest, certificates] = await Promise.all([
      listReviews(store, { limit: REVIEWS_SHOWN + 1 }),
      countByStage(store),
      latestApplications(store, ENROLLMENTS_SHOWN),
      listCertificates(store, { limit: CERTIFICATES_SHOWN }),
    ])
    const shown = reviews.slice(0, REVIEWS_SHOWN)
    const programs = [
      ...shown.map(({ programId }) => programId),
      ...latest.map(({ program_id }) => program_id),
    ]
    return {
      organization: config.organization.name,
      now,
      formToken: session?.formToken ?? '',
      newCommandKey: randomUUID,
      message: messageOf(query),
      reviews: shown,
      moreReviews: reviews.length > REVIEWS_SHOWN,
      counts,
      latest,
      certificates: certificates.map(({ number, token, facts, issuedAt }) => ({
        number,
        token,
        program: facts.programName,
        issuedAt,
      })),
      programName: await names.of(programs, now),
      links,
      pages: [
        ...(config.temporal.webUrl === null ? [] : [{ label: 'Temporal', href: config.temporal.webUrl }]),
        { label: 'Odoo', href: config.odoo.url },
        ...(config.inboxUrl === null ? [] : [{ label: 'Inbox', href: config.inboxUrl }]),
        { label: 'API', href: '/docs' },
      ],
    }
  }
}

function requireFormToken({ session }: FastifyRequest, given: string): void {
  const wanted = Buffer.from(session?.formToken ?? '')
  const bytes = Buffer.from(given)
  if (wanted.length === 0 || wanted.length !== bytes.length || !timingSafeEqual(wanted, bytes))
    throw new Problem('forbidden', 'The form is not from your present session. Open the page again.')
}

const sendPage = (reply: FastifyReply, page: Html) =>
  reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', CONTENT_SECURITY)
    .header('referrer-policy', 'same-origin')
    .header('cache-control', 'no-store')
    .send(page.text)

/** After a form: back to the page, so that a reload does not send it again. */
const backHome = (reply: FastifyReply, kind: 'done' | 'failed', text: string) =>
  reply.redirect(`/?${new URLSearchParams({ [kind]: text }).toString()}`, 303)

/** Shown escaped. Whoever makes up such an address shows a text to herself. */
function messageOf(query: unknown): HomeView['message'] {
  const given = new Map(Object.entries(query ?? {}))
  for (const kind of ['done', 'failed'] as const) {
    const text: unknown = given.get(kind)
    if (typeof text === 'string') return { kind, text }
  }
  return null
}
