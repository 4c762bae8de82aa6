import type { FastifyReply, FastifyRequest } from 'fastify'
import type { TObject } from 'typebox'
import type { Application } from '../../contracts/application.js'
import { isDate } from '../../domain/calendar.js'
import type { Permission } from '../../domain/permissions.js'
import { ApplicationCommands, type CommandContext } from '../services/application-commands.js'
import type { CommandOutcome } from '../services/send-command.js'
import type { ApiDeps } from '../deps.js'
import { linksOf } from '../links.js'
import { Problem } from '../problems/problem.js'
import { taskBody } from '../serializers.js'
import {
  CommandDone,
  CommandPending,
  DecisionBody,
  EmptyBody,
  EnrollBody,
  ExtendBody,
  OptionalReasonBody,
  OverrideBody,
  ReasonBody,
} from '../schemas/command.js'
import { APPLICATION, ApplicationParams, problems } from '../schemas/common.js'
import type { Server } from '../server.js'

/** Milliseconds. The policy allows programs of 520 weeks. */
const LONGEST_EXTENSION = 520 * 7 * 24 * 60 * 60 * 1000

/** Milliseconds from the beginning of a day in UTC to its end 12 hours behind UTC. */
const LATEST_END_OF_DAY = 36 * 60 * 60 * 1000

/** Commands to the workflows of one application. Each responds with the state after it. */
export function commandRoutes(app: Server, deps: ApiDeps): void {
  const commands = new ApplicationCommands(deps)
  const links = linksOf(deps)

  const describe = <Body extends TObject>(permission: Permission, summary: string, body: Body) => ({
    config: { access: 'caller' as const, permission },
    schema: {
      tags: ['enrollments'],
      summary,
      params: ApplicationParams,
      body,
      response: { 200: CommandDone, 202: CommandPending, ...problems },
    },
  })
  const change = <Body extends TObject>(summary: string, body: Body) =>
    describe('change_training', summary, body)
  const respond = (request: CommandRequest, reply: FastifyReply, outcome: CommandOutcome) => {
    if (outcome.done) {
      const { stage, seq, task, closed } = outcome.state
      return reply.code(200).send({ stage, seq, task: taskBody(task), closed })
    }
    return reply.code(202).send({
      detail:
        'Accepted; still processing. Repeat the request with the same Idempotency-Key to get the result.',
      links: { enrollment: links.enrollment(request.params) },
    })
  }
  const path = (verb: string) => `/v1/enrollments/${APPLICATION}/${verb}`

  app.post(
    path('review'),
    describe('decide', 'Decide the open task', DecisionBody),
    async (request, reply) => {
      return respond(request, reply, await commands.decide(contextOf(request), request.body))
    },
  )
  app.post(
    path('enroll'),
    describe('enroll', 'Enroll the student in courses that wait for an agent', EnrollBody),
    async (request, reply) => {
      return respond(request, reply, await commands.enroll(contextOf(request), request.body))
    },
  )
  app.post(path('resync'), change('Read the student from Odoo now', EmptyBody), async (request, reply) => {
    return respond(request, reply, await commands.resync(contextOf(request)))
  })
  app.post(
    path('withdraw'),
    change('End the application because the student leaves', ReasonBody),
    async (request, reply) => {
      const outcome = await commands.withdraw(contextOf(request), request.body.reason)
      return respond(request, reply, outcome)
    },
  )
  app.post(path('pause'), change('Pause reminders and deadlines', ReasonBody), async (request, reply) => {
    const outcome = await commands.pause(contextOf(request), request.body.reason)
    return respond(request, reply, outcome)
  })
  app.post(path('resume'), change('End a pause', OptionalReasonBody), async (request, reply) => {
    const outcome = await commands.resume(contextOf(request), request.body.reason)
    return respond(request, reply, outcome)
  })
  app.post(path('extend'), change('Set a later deadline', ExtendBody), async (request, reply) => {
    const { deadline, reason } = request.body
    // The workflow knows when a day ends in the center. Here it is enough that it may not be over.
    const latest = Date.parse(deadline) + (isDate(deadline) ? LATEST_END_OF_DAY : 0)
    if (!(latest > deps.clock().getTime()))
      throw new Problem('invalid-content', 'The deadline must be in the future.', {
        errors: [{ pointer: '/deadline', detail: 'must be in the future' }],
      })
    if (latest > deps.clock().getTime() + LONGEST_EXTENSION)
      throw new Problem('invalid-content', 'The deadline must be within the next ten years.', {
        errors: [{ pointer: '/deadline', detail: 'must be within the next ten years' }],
      })
    const exact = isDate(deadline) ? deadline : new Date(deadline).toISOString()
    return respond(request, reply, await commands.extend(contextOf(request), { deadline: exact, reason }))
  })
  app.post(path('override'), change('Declare a course completed', OverrideBody), async (request, reply) => {
    return respond(request, reply, await commands.override(contextOf(request), request.body))
  })
  app.post(
    `/v1/certificates/${APPLICATION}/decision`,
    describe('decide', 'Decide on a certificate whose requirements are not met', DecisionBody),
    async (request, reply) => {
      const outcome = await commands.decideCertificate(contextOf(request), request.body)
      return respond(request, reply, outcome)
    },
  )
}

type CommandRequest = FastifyRequest<{ Params: Application }>

const contextOf = (request: CommandRequest): CommandContext => ({
  application: request.params,
  by: request.actor,
  commandId: request.commandId,
})
