import type { FastifyReply, FastifyRequest } from 'fastify'
import { randomUUID } from 'node:crypto'
import Type from 'typebox'
import { listCertificates } from '../../certificates/register.js'
import { overviewOf } from '../../intake/overview.js'
import { programsWithRules } from '../../store/noticed-rules.js'
import { readSystemStates } from '../../availability/system-states.js'
import { openAlarms } from '../../store/alarms.js'
import { countByStage, latestApplications } from '../../store/applications.js'
import { listReviews } from '../../store/reviews.js'
import type { ApiDeps } from '../deps.js'
import { linksOf } from '../links.js'
import { problemOf } from '../plugins/error-handler.js'
import { requireCsrfToken } from '../plugins/sessions.js'
import { APPLICATION, ApplicationParams } from '../schemas/common.js'
import { DecisionName, FlowName } from '../schemas/task.js'
import type { Server } from '../server.js'
import { ApplicationCommands } from '../services/application-commands.js'
import { commandIdOf } from '../services/send-command.js'
import { visibleTo } from '../services/student-scope.js'
import { readable } from './format.js'
import { homePage, type HomeView, type Notice } from './home-page.js'
import { sendPage } from './layout.js'
import { ProgramNames } from '../services/program-names.js'

const REVIEWS_SHOWN = 30
const APPLICATIONS_SHOWN = 12
const CERTIFICATES_SHOWN = 5

/** The home page: what waits for a person, with a button for each possible decision. */
export function homeRoutes(app: Server, deps: ApiDeps): void {
  const { store, config, clock, odoo } = deps
  const commands = new ApplicationCommands(deps)
  const links = linksOf(deps)
  const names = new ProgramNames(odoo)

  app.get('/', { config: { access: 'page', permission: 'read_students' } }, async (request, reply) => {
    return sendPage(reply, homePage(await homeView(request, reply)))
  })

  app.post(
    `/reviews/${APPLICATION}`,
    {
      config: { access: 'page', permission: 'decide' },
      preValidation: requireCsrfToken(app),
      schema: {
        params: ApplicationParams,
        body: Type.Object({
          commandKey: Type.String({ maxLength: 64 }),
          flow: Type.Optional(FlowName),
          decision: DecisionName,
          comment: Type.Optional(Type.String({ maxLength: 2000 })),
          partnerId: Type.Optional(Type.String({ pattern: '^[1-9]\\d{0,9}$' })),
        }),
      },
    },
    async (request, reply) => {
      const { commandKey, flow, decision, comment = '', partnerId } = request.body
      const context = {
        application: request.params,
        by: request.actor,
        commandId: commandIdOf(request.actor, commandKey),
      }
      try {
        const outcome = await commands.decide(context, {
          decision,
          ...(flow && { flow }),
          ...(comment.trim() !== '' && { comment: comment.trim() }),
          ...(partnerId !== undefined && { partnerId: Number(partnerId) }),
        })
        const text = outcome.done
          ? `Done. The application is now in stage “${readable(outcome.state.stage)}”.`
          : 'Accepted; still processing.'
        return await redirectHome(reply, { kind: 'done', text })
      } catch (error) {
        const problem = problemOf(error)
        if (problem.status === 500) throw error
        return redirectHome(reply, { kind: 'failed', text: problem.message })
      }
    },
  )

  async function homeView(
    { query, scope, identity }: FastifyRequest,
    reply: FastifyReply,
  ): Promise<HomeView> {
    const now = clock()
    const visible = visibleTo(scope)
    const showsIntake = identity?.permissions.includes('manage_intake') ?? false
    const [alarms, intakes, systems, reviews, counts, latest, certificates] = await Promise.all([
      openAlarms(store),
      showsIntake
        ? programsWithRules(store).then((ids) => overviewOf(store, ids, config.intake.byDefault))
        : null,
      readSystemStates(store),
      listReviews(store, { limit: REVIEWS_SHOWN + 1, ...visible }),
      countByStage(store, visible),
      latestApplications(store, { limit: APPLICATIONS_SHOWN, ...visible }),
      listCertificates(store, { limit: CERTIFICATES_SHOWN, ...visible }),
    ])
    const shown = reviews.slice(0, REVIEWS_SHOWN)
    const programs = [
      ...shown.map(({ programId }) => programId),
      ...latest.map(({ program_id }) => program_id),
      ...(intakes ?? []).map(({ programId }) => programId),
    ]
    return {
      organization: config.organization.name,
      now,
      csrfToken: reply.generateCsrf(),
      newCommandKey: randomUUID,
      notice: noticeOf(query),
      alarms,
      intakes,
      systems,
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
      programName: await names.load(programs, now),
      links,
      navigation: [
        ...(config.temporal.webUrl === null ? [] : [{ label: 'Temporal', href: config.temporal.webUrl }]),
        { label: 'Odoo', href: config.odoo.url },
        ...(config.inboxUrl === null ? [] : [{ label: 'Inbox', href: config.inboxUrl }]),
        { label: 'API', href: '/docs' },
      ],
    }
  }
}

/** Redirects after a form, so that a reload does not send it again. */
const redirectHome = (reply: FastifyReply, { kind, text }: Notice) =>
  reply.redirect(`/?${new URLSearchParams({ [kind]: text }).toString()}`, 303)

/** The page escapes the text. Who makes up an address only shows the text to themselves. */
function noticeOf(query: unknown): Notice | null {
  const parameters = new Map<string, unknown>(Object.entries(query ?? {}))
  for (const kind of ['done', 'failed'] as const) {
    const text = parameters.get(kind)
    if (typeof text === 'string') return { kind, text }
  }
  return null
}
