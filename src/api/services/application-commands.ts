import type { UpdateDefinition } from '@temporalio/common'
import { decideCertificate } from '../../contracts/certificate.js'
import { type Application, type Flow, enrollmentId, progressId } from '../../contracts/application.js'
import {
  type Command,
  decideReview,
  enroll,
  type EnrollDecision,
  type TaskDecision,
  withdraw,
  type WorkflowState,
} from '../../contracts/enrollment.js'
import { extendDeadline, overrideCompletion, pause, resume, resync } from '../../contracts/progress.js'
import { DECISIONS_WITH_REASON, type Decision } from '../../contracts/tasks.js'
import { type FlowState, flowStates, findApplication } from '../../store/applications.js'
import { saveComment } from '../../store/comments.js'
import type { AuditFields } from '../../store/tables/audit.js'
import { requireAvailableOdoo } from './available-odoo.js'
import { requireUsableContact } from './odoo-records.js'
import { auditedCommand } from './audited-command.js'
import { type CommandOutcome, sendCommand } from './send-command.js'
import type { ApiDeps } from '../deps.js'
import { Problem } from '../problems/problem.js'

type CommandDeps = Pick<ApiDeps, 'store' | 'temporal' | 'odoo' | 'commandLimit'>

/** Who sends a command to which application, and the command's id in Temporal. */
export interface CommandContext {
  readonly application: Application
  readonly by: string
  readonly commandId: string
}

export interface DecisionRequest {
  readonly decision: Decision
  readonly comment?: string
  readonly partnerId?: number
  /** Default: the flow whose task accepts the decision; of several, the longest waiting. */
  readonly flow?: Flow
}

/**
 * The commands that people can send to the workflows of an application. Free text is stored as a
 * comment and the workflow gets only its id. Every command throws `Problem`.
 */
export class ApplicationCommands {
  readonly #deps: CommandDeps

  constructor(deps: CommandDeps) {
    this.#deps = deps
  }

  /** Decides the open task of whichever flow has one. */
  decide(context: CommandContext, request: DecisionRequest): Promise<CommandOutcome> {
    return this.#audited(context, 'decide', decisionFields(request), () =>
      this.#decideOpenTask(context, request),
    )
  }

  async #decideOpenTask(context: CommandContext, request: DecisionRequest): Promise<CommandOutcome> {
    const states = await flowStates(this.#deps.store, context.application)
    const waiting = states.filter(({ task, flow }) => task && (request.flow ?? flow) === flow).sort(bySince)
    const target = waiting.find(({ task }) => task?.decisions.includes(request.decision)) ?? waiting[0]
    return this.#decide(context, request, target)
  }

  /** Decides the task of the latest certificate. */
  decideCertificate(context: CommandContext, request: DecisionRequest): Promise<CommandOutcome> {
    return this.#audited(context, 'decide_certificate', decisionFields(request), async () => {
      const states = await flowStates(this.#deps.store, context.application)
      const certificate = states.find(({ flow }) => flow === 'certificate')
      if (!certificate) throw new Problem('not-found', 'No certificate of this application is in progress.')
      return this.#decide(context, request, certificate)
    })
  }

  enroll(context: CommandContext, request: EnrollRequest): Promise<CommandOutcome> {
    const { courseIntegrationIds = null } = request
    return this.#audited(context, 'enroll', { courseIntegrationIds }, () => this.#enroll(context, request))
  }

  async #enroll(context: CommandContext, { comment, ...courses }: EnrollRequest): Promise<CommandOutcome> {
    const command: EnrollDecision = { ...(await this.#command(context, comment)), ...courses }
    return this.#send(enrollmentId(context.application), enroll, [command], context)
  }

  /** Ends the whole application: its enrollment if it is running, and its training. */
  withdraw(context: CommandContext, reason: string): Promise<CommandOutcome> {
    return this.#audited(context, 'withdraw', {}, () => this.#withdraw(context, reason))
  }

  async #withdraw(context: CommandContext, reason: string): Promise<CommandOutcome> {
    const command = await this.#command(context, reason)
    const enrollment = await this.#sendIfRunning(enrollmentId(context.application), command, context)
    if (enrollment && !enrollment.done) return enrollment
    const training = await this.#sendIfRunning(progressId(context.application), command, context)
    const outcome = training ?? enrollment
    if (outcome) return outcome
    // Neither is running. Sending to the training gives the reason: it has ended or never existed.
    return this.#send(progressId(context.application), withdraw, [command], context)
  }

  resync(context: CommandContext): Promise<CommandOutcome> {
    return this.#audited(context, 'resync', {}, async () => {
      await requireAvailableOdoo(this.#deps, { writes: true })
      return this.#send(progressId(context.application), resync, [{ by: context.by }], context)
    })
  }

  pause(context: CommandContext, reason: string): Promise<CommandOutcome> {
    return this.#audited(context, 'pause', {}, async () => {
      const command = await this.#command(context, reason)
      return this.#send(progressId(context.application), pause, [command], context)
    })
  }

  resume(context: CommandContext, reason?: string): Promise<CommandOutcome> {
    return this.#audited(context, 'resume', {}, async () => {
      const command = await this.#command(context, reason)
      return this.#send(progressId(context.application), resume, [command], context)
    })
  }

  extend(
    context: CommandContext,
    { deadline, reason }: { deadline: string; reason: string },
  ): Promise<CommandOutcome> {
    return this.#audited(context, 'extend', { deadline }, async () => {
      const command = { ...(await this.#command(context, reason)), deadline }
      return this.#send(progressId(context.application), extendDeadline, [command], context)
    })
  }

  override(
    context: CommandContext,
    { courseIntegrationId, reason }: { courseIntegrationId: number; reason: string },
  ): Promise<CommandOutcome> {
    return this.#audited(context, 'override', { courseIntegrationId }, async () => {
      const command = { ...(await this.#command(context, reason)), courseIntegrationId }
      return this.#send(progressId(context.application), overrideCompletion, [command], context)
    })
  }

  #audited(
    context: CommandContext,
    action: string,
    after: AuditFields,
    work: () => Promise<CommandOutcome>,
  ): Promise<CommandOutcome> {
    return auditedCommand(this.#deps.store, { ...context, action, after }, work, ({ done }) =>
      done ? 'done' : 'accepted',
    )
  }

  async #decide(
    context: CommandContext,
    { decision, comment, partnerId }: DecisionRequest,
    target: FlowState | undefined,
  ): Promise<CommandOutcome> {
    if (DECISIONS_WITH_REASON.includes(decision) && comment === undefined)
      throw new Problem('invalid-content', `“${decision}” requires a comment with the reason.`, {
        errors: [{ pointer: '/comment', detail: 'is missing' }],
      })
    if (decision === 'use_contact' && partnerId === undefined)
      throw new Problem('invalid-content', '“use_contact” requires a contact. Choose one.', {
        errors: [{ pointer: '/partnerId', detail: 'is missing' }],
      })
    if (decision === 'use_contact' && partnerId !== undefined)
      await requireUsableContact(this.#deps, context.application, partnerId)
    if (decision === 'enroll' && target?.flow !== 'certificate')
      return this.#enroll(context, comment === undefined ? {} : { comment })
    const command: TaskDecision = {
      decision,
      ...(await this.#command(context, comment)),
      ...(partnerId !== undefined && { partnerId }),
    }
    const update = target?.flow === 'certificate' ? decideCertificate : decideReview
    // The read model may lag behind. Without a task in it, the enrollment itself decides.
    return this.#send(target?.workflow_id ?? enrollmentId(context.application), update, [command], context)
  }

  async #command({ application, by, commandId }: CommandContext, text?: string): Promise<Command> {
    if (text === undefined) return { by }
    const comment = await saveComment(this.#deps.store, { application, text, author: by, commandId })
    return { by, comment }
  }

  async #sendIfRunning(
    workflowId: string,
    command: Command,
    context: CommandContext,
  ): Promise<CommandOutcome | undefined> {
    try {
      return await this.#send(workflowId, withdraw, [command], context)
    } catch (error) {
      if (error instanceof Problem && (error.problem === 'not-found' || error.problem === 'wrong-state'))
        return undefined
      throw error
    }
  }

  async #send<Args extends [unknown, ...unknown[]]>(
    workflowId: string,
    definition: UpdateDefinition<WorkflowState, Args>,
    args: Args,
    { application, commandId }: CommandContext,
  ): Promise<CommandOutcome> {
    try {
      const command = { workflowId, definition, args, commandId }
      return await sendCommand(this.#deps.temporal, command, this.#deps.commandLimit)
    } catch (error) {
      throw (await this.#wrongStateOf(error, application)) ?? error
    }
  }

  /** Returns `wrong-state` if the application exists but the workflow is not running. */
  async #wrongStateOf(error: unknown, application: Application): Promise<Problem | undefined> {
    if (!(error instanceof Problem) || !['not-found', 'wrong-state'].includes(error.problem)) return undefined
    const status = await findApplication(this.#deps.store, application)
    if (!status) return undefined
    const { flow, stage, closed, message } = status
    const detail = `No workflow that accepts this command is running. The ${flow} is in stage “${stage}”.`
    return new Problem('wrong-state', detail, { state: { flow, stage, closed, message } })
  }
}

export interface EnrollRequest {
  readonly comment?: string
  readonly courseIntegrationIds?: readonly number[]
}

/** The comment stays in its own table. */
const decisionFields = ({ decision, partnerId, flow }: DecisionRequest): AuditFields => ({
  decision,
  ...(partnerId !== undefined && { partnerId }),
  ...(flow && { flow }),
})

/** Longest wait first. */
const bySince = (a: FlowState, b: FlowState) => (a.task?.since ?? '').localeCompare(b.task?.since ?? '')
