import type { FastifyReply, FastifyRequest } from 'fastify'
import Type, { type TObject } from 'typebox'
import type { Application } from '../../contracts/application.js'
import { ApplicationCommands, type CommandContext } from '../services/application-commands.js'
import type { CommandOutcome } from '../services/send-command.js'
import type { ApiDeps } from '../deps.js'
import { linksOf, type Links } from '../links.js'
import { Problem } from '../problems/problem.js'
import { taskBody } from '../serializers.js'
import {
  StrictObject,
  APPLICATION,
  ApplicationParams,
  NamedObject,
  Nullable,
  OdooId,
  problems,
  FreeText,
} from '../schemas/common.js'
import { DecisionName, FlowName, TaskBody } from '../schemas/enrollment.js'
import type { Server } from '../server.js'

const CommandDone = NamedObject('CommandDone', {
  state: Type.String({ description: 'Stage after the command' }),
  seq: Type.Integer({ description: 'Number of the last step' }),
  task: Nullable(TaskBody),
  closed: Type.Boolean(),
})

const CommandPending = NamedObject('CommandPending', {
  detail: Type.String(),
  links: StrictObject({ enrollment: Type.String() }),
})

const Comment = Type.Optional(FreeText)

const ReviewBody = NamedObject('ReviewDecision', {
  decision: DecisionName,
  comment: Comment,
  partnerId: Type.Optional(OdooId),
  flow: Type.Optional(FlowName),
})
const EnrollBody = NamedObject('EnrollDecision', {
  courseIntegrationIds: Type.Optional(
    Type.Array(OdooId, { minItems: 1, description: 'Absent: all that wait' }),
  ),
  comment: Comment,
})
const ReasonBody = NamedObject('Reason', { reason: FreeText })
const OptionalReasonBody = NamedObject('OptionalReason', { reason: Comment })
const EmptyBody = NamedObject('Nothing', {})
const ExtendBody = NamedObject('Extension', {
  deadline: Type.String({ format: 'date-time' }),
  reason: FreeText,
})
const OverrideBody = NamedObject('Override', { courseIntegrationId: OdooId, reason: FreeText })

/** Commands to the processes of one application: each answers with the state after it. */
export function commandRoutes(app: Server, deps: ApiDeps): void {
  const commands = new ApplicationCommands(deps)
  const links = linksOf(deps)

  const describe = <Body extends TObject>(tag: string, summary: string, body: Body) => ({
    config: { access: 'caller' as const },
    schema: {
      tags: [tag],
      summary,
      params: ApplicationParams,
      body,
      response: { 200: CommandDone, 202: CommandPending, ...problems },
    },
  })
  const command = <Body extends TObject>(summary: string, body: Body) =>
    describe('enrollments', summary, body)
  const path = (verb: string) => `/v1/enrollments/${APPLICATION}/${verb}`

  app.post(path('review'), command('Answer the open task', ReviewBody), async (request, reply) => {
    return sendOutcome(reply, links, await commands.decide(orderOf(request), request.body), request.params)
  })
  app.post(
    path('enroll'),
    command('Enroll in courses that wait for an agent', EnrollBody),
    async (request, reply) => {
      return sendOutcome(reply, links, await commands.enroll(orderOf(request), request.body), request.params)
    },
  )
  app.post(path('resync'), command('Read Odoo now', EmptyBody), async (request, reply) => {
    return sendOutcome(reply, links, await commands.resync(orderOf(request)), request.params)
  })
  app.post(path('withdraw'), command('The student leaves', ReasonBody), async (request, reply) => {
    const outcome = await commands.withdraw(orderOf(request), request.body.reason)
    return sendOutcome(reply, links, outcome, request.params)
  })
  app.post(
    path('pause'),
    command('No reminders and deadlines for a while', ReasonBody),
    async (request, reply) => {
      const outcome = await commands.pause(orderOf(request), request.body.reason)
      return sendOutcome(reply, links, outcome, request.params)
    },
  )
  app.post(path('resume'), command('End the pause', OptionalReasonBody), async (request, reply) => {
    const outcome = await commands.resume(orderOf(request), request.body.reason)
    return sendOutcome(reply, links, outcome, request.params)
  })
  app.post(path('extend'), command('Set a later deadline', ExtendBody), async (request, reply) => {
    const { deadline, reason } = request.body
    if (!(Date.parse(deadline) > deps.clock().getTime()))
      throw new Problem('invalid-content', 'The deadline must lie in the future.', {
        errors: [{ pointer: '/deadline', detail: 'must lie in the future' }],
      })
    const instant = new Date(deadline).toISOString()
    return sendOutcome(
      reply,
      links,
      await commands.extend(orderOf(request), { deadline: instant, reason }),
      request.params,
    )
  })
  app.post(path('override'), command('Declare a course completed', OverrideBody), async (request, reply) => {
    return sendOutcome(reply, links, await commands.override(orderOf(request), request.body), request.params)
  })
  app.post(
    `/v1/certificates/${APPLICATION}/decision`,
    describe('certificates', 'Decide on a certificate whose requirements are not met', ReviewBody),
    async (request, reply) => {
      const outcome = await commands.decideCertificate(orderOf(request), request.body)
      return sendOutcome(reply, links, outcome, request.params)
    },
  )
}

const orderOf = (request: FastifyRequest<{ Params: Application }>): CommandContext => ({
  application: request.params,
  by: request.actor,
  commandId: request.commandId,
})

function sendOutcome(reply: FastifyReply, links: Links, outcome: CommandOutcome, application: Application) {
  if (outcome.done) {
    const { stage, seq, task, closed } = outcome.state
    return reply.code(200).send({ stage, seq, task: taskBody(task), closed })
  }
  return reply.code(202).send({
    detail: 'The process has taken the command and is still at it. Ask again with the same Idempotency-Key.',
    links: { enrollment: links.enrollment(application) },
  })
}
