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
import { type CommandOutcome, sendCommand } from './send-command.js'
import type { ApiDeps } from '../deps.js'
import { Problem } from '../problems/problem.js'

/** Who gives a command to which application, and its name in Temporal. */
export interface CommandContext {
  readonly application: Application
  readonly by: string
  readonly commandId: string
}

export interface DecisionRequest {
  readonly decision: Decision
  readonly comment?: string
  readonly partnerId?: number
  /** Which flow's task; absent: the one that takes the decision, of several the one that waits longest. */
  readonly flow?: Flow
}

/**
 * What a person can tell the processes of an application. What she writes stays in our register; the workflow gets its number.
 * All throw `Problem` (`commands.ts`).
 */
export class ApplicationCommands {
  constructor(private readonly deps: Pick<ApiDeps, 'store' | 'temporal' | 'commandLimit'>) {}

  /** Answers the open task, in whichever flow it is. */
  async decide(order: CommandContext, request: DecisionRequest): Promise<CommandOutcome> {
    const states = await flowStates(this.deps.store, order.application)
    const asking = states.filter(({ task, flow }) => task && (request.flow ?? flow) === flow).sort(bySince)
    const target = asking.find(({ task }) => task?.decisions.includes(request.decision)) ?? asking[0]
    return this.#decide(order, request, target)
  }

  /** Answers the task of the newest certificate. */
  async decideCertificate(order: CommandContext, request: DecisionRequest): Promise<CommandOutcome> {
    const states = await flowStates(this.deps.store, order.application)
    const certificate = states.find(({ flow }) => flow === 'certificate')
    if (!certificate) throw new Problem('not-found', 'No certificate of this application is in work.')
    return this.#decide(order, request, certificate)
  }

  async enroll(order: CommandContext, { comment, ...courses }: EnrollOrder): Promise<CommandOutcome> {
    const command: EnrollDecision = { ...(await this.#command(order, comment)), ...courses }
    return this.#send(enrollmentId(order.application), enroll, [command], order)
  }

  /** The whole application: its enrollment while it runs, and its training. */
  async withdraw(order: CommandContext, reason: string): Promise<CommandOutcome> {
    const command = await this.#command(order, reason)
    const enrollment = await this.#sendIfRuns(enrollmentId(order.application), command, order)
    if (enrollment && !enrollment.done) return enrollment
    const training = await this.#sendIfRuns(progressId(order.application), command, order)
    const outcome = training ?? enrollment
    if (outcome) return outcome
    // Neither runs: the training says why not, or that there never was one.
    return this.#send(progressId(order.application), withdraw, [command], order)
  }

  async resync(order: CommandContext): Promise<CommandOutcome> {
    return this.#send(progressId(order.application), resync, [{ by: order.by }], order)
  }

  async pause(order: CommandContext, reason: string): Promise<CommandOutcome> {
    return this.#send(progressId(order.application), pause, [await this.#command(order, reason)], order)
  }

  async resume(order: CommandContext, reason?: string): Promise<CommandOutcome> {
    return this.#send(progressId(order.application), resume, [await this.#command(order, reason)], order)
  }

  async extend(
    order: CommandContext,
    { deadline, reason }: { deadline: string; reason: string },
  ): Promise<CommandOutcome> {
    const command = { ...(await this.#command(order, reason)), deadline }
    return this.#send(progressId(order.application), extendDeadline, [command], order)
  }

  async override(
    order: CommandContext,
    { courseIntegrationId, reason }: { courseIntegrationId: number; reason: string },
  ): Promise<CommandOutcome> {
    const command = { ...(await this.#command(order, reason)), courseIntegrationId }
    return this.#send(progressId(order.application), overrideCompletion, [command], order)
  }

  async #decide(
    order: CommandContext,
    { decision, comment, partnerId }: DecisionRequest,
    target: FlowState | undefined,
  ): Promise<CommandOutcome> {
    if (DECISIONS_WITH_REASON.includes(decision) && comment === undefined)
      throw new Problem('invalid-content', `"${decision}" needs a comment that says why.`, {
        errors: [{ pointer: '/comment', detail: 'is missing' }],
      })
    if (decision === 'use_contact' && partnerId === undefined)
      throw new Problem('invalid-content', '"use_contact" needs a contact: choose one.', {
        errors: [{ pointer: '/partnerId', detail: 'is missing' }],
      })
    if (decision === 'enroll' && target?.flow !== 'certificate')
      return this.enroll(order, comment === undefined ? {} : { comment })
    const command: TaskDecision = {
      decision,
      ...(await this.#command(order, comment)),
      ...(partnerId !== undefined && { partnerId }),
    }
    const update = target?.flow === 'certificate' ? decideCertificate : decideReview
    // Without a task in the lists (they may lag a moment behind) the enrollment itself says what it is about.
    return this.#send(target?.workflow_id ?? enrollmentId(order.application), update, [command], order)
  }

  async #command({ application, by, commandId }: CommandContext, text?: string): Promise<Command> {
    if (text === undefined) return { by }
    const comment = await saveComment(this.deps.store, { application, text, author: by, commandId })
    return { by, comment }
  }

  async #sendIfRuns(
    workflowId: string,
    command: Command,
    order: CommandContext,
  ): Promise<CommandOutcome | undefined> {
    try {
      return await this.#send(workflowId, withdraw, [command], order)
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
      return await sendCommand(this.deps.temporal, command, this.deps.commandLimit)
    } catch (error) {
      throw (await this.#withPresentState(error, application)) ?? error
    }
  }

  /** A process that is not there (any more), of an application that is: wrong state, and here is the present one. */
  async #withPresentState(error: unknown, application: Application): Promise<Problem | undefined> {
    if (!(error instanceof Problem) || !['not-found', 'wrong-state'].includes(error.problem)) return undefined
    const present = await findApplication(this.deps.store, application)
    if (!present) return undefined
    const { flow, stage, closed, message } = present
    const detail = `The process that takes this command does not run. ${flow}: ${stage}.`
    return new Problem('wrong-state', detail, { state: { flow, stage, closed, message } })
  }
}

export interface EnrollOrder {
  readonly comment?: string
  readonly courseIntegrationIds?: readonly number[]
}

const bySince = (a: FlowState, b: FlowState) => (a.task?.since ?? '').localeCompare(b.task?.since ?? '')
