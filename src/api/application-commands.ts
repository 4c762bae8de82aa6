import type { UpdateDefinition } from '@temporalio/common'
import { decideCertificate } from '../contracts/certificate.js'
import { type Application, type Chart, enrollmentId, progressId } from '../contracts/application.js'
import {
  type Command,
  decideReview,
  enroll,
  type EnrollDecision,
  type ReviewDecision,
  withdraw,
  type WorkflowState,
} from '../contracts/enrollment.js'
import { extendDeadline, overrideCompletion, pause, resume, resync } from '../contracts/progress.js'
import { REASONED_ANSWERS } from '../contracts/tasks.js'
import { type ChartState, chartStates, findEnrollment } from '../store/enrollments.js'
import { keepRemark } from '../store/remarks.js'
import { type CommandOutcome, sendCommand } from './commands.js'
import type { ApiDeps } from './deps.js'
import { Problem } from './problem.js'

/** Who gives a command to which application, and its name in Temporal. */
export interface Order {
  readonly application: Application
  readonly by: string
  readonly commandId: string
}

export interface Decision {
  readonly answer: ReviewDecision['answer']
  readonly comment?: string
  readonly partnerId?: number
  /** Which chart's task; absent: the one that takes the answer, of several the one that waits longest. */
  readonly chart?: Chart
}

/**
 * What a person can tell the processes of an application. What she writes stays in our register; the workflow gets its number.
 * All throw `Problem` (`commands.ts`).
 */
export class ApplicationCommands {
  constructor(private readonly deps: Pick<ApiDeps, 'store' | 'temporal' | 'commandLimit'>) {}

  /** Answers the open task, in whichever chart it is. */
  async decide(order: Order, decision: Decision): Promise<CommandOutcome> {
    const states = await chartStates(this.deps.store, order.application)
    const asking = states
      .filter(({ task, chart }) => task && (decision.chart ?? chart) === chart)
      .sort(bySince)
    const target = asking.find(({ task }) => task?.answers.includes(decision.answer)) ?? asking[0]
    return this.#answer(order, decision, target)
  }

  /** Answers the task of the newest certificate. */
  async decideCertificate(order: Order, decision: Decision): Promise<CommandOutcome> {
    const states = await chartStates(this.deps.store, order.application)
    const certificate = states.find(({ chart }) => chart === 'certificate')
    if (!certificate) throw new Problem('not-found', 'No certificate of this application is in work.')
    return this.#answer(order, decision, certificate)
  }

  async enroll(order: Order, { comment, ...courses }: EnrollOrder): Promise<CommandOutcome> {
    const command: EnrollDecision = { ...(await this.#command(order, comment)), ...courses }
    return this.#send(enrollmentId(order.application), enroll, [command], order)
  }

  /** The whole application: its enrollment while it runs, and its training. */
  async withdraw(order: Order, reason: string): Promise<CommandOutcome> {
    const command = await this.#command(order, reason)
    const enrollment = await this.#sendIfRuns(enrollmentId(order.application), command, order)
    if (enrollment && !enrollment.done) return enrollment
    const training = await this.#sendIfRuns(progressId(order.application), command, order)
    const outcome = training ?? enrollment
    if (outcome) return outcome
    // Neither runs: the training says why not, or that there never was one.
    return this.#send(progressId(order.application), withdraw, [command], order)
  }

  async resync(order: Order): Promise<CommandOutcome> {
    return this.#send(progressId(order.application), resync, [{ by: order.by }], order)
  }

  async pause(order: Order, reason: string): Promise<CommandOutcome> {
    return this.#send(progressId(order.application), pause, [await this.#command(order, reason)], order)
  }

  async resume(order: Order, reason?: string): Promise<CommandOutcome> {
    return this.#send(progressId(order.application), resume, [await this.#command(order, reason)], order)
  }

  async extend(
    order: Order,
    { deadline, reason }: { deadline: string; reason: string },
  ): Promise<CommandOutcome> {
    const command = { ...(await this.#command(order, reason)), deadline }
    return this.#send(progressId(order.application), extendDeadline, [command], order)
  }

  async override(
    order: Order,
    { courseIntegrationId, reason }: { courseIntegrationId: number; reason: string },
  ): Promise<CommandOutcome> {
    const command = { ...(await this.#command(order, reason)), courseIntegrationId }
    return this.#send(progressId(order.application), overrideCompletion, [command], order)
  }

  async #answer(
    order: Order,
    { answer, comment, partnerId }: Decision,
    target: ChartState | undefined,
  ): Promise<CommandOutcome> {
    if (REASONED_ANSWERS.includes(answer) && comment === undefined)
      throw new Problem('invalid-content', `"${answer}" needs a comment that says why.`, {
        errors: [{ pointer: '/comment', detail: 'is missing' }],
      })
    if (answer === 'use_contact' && partnerId === undefined)
      throw new Problem('invalid-content', '"use_contact" needs a contact: choose one.', {
        errors: [{ pointer: '/partnerId', detail: 'is missing' }],
      })
    if (answer === 'enroll' && target?.chart !== 'certificate')
      return this.enroll(order, comment === undefined ? {} : { comment })
    const decision: ReviewDecision = {
      answer,
      ...(await this.#command(order, comment)),
      ...(partnerId !== undefined && { partnerId }),
    }
    const update = target?.chart === 'certificate' ? decideCertificate : decideReview
    // Without a task in the lists (they may lag a moment behind) the enrollment itself says what it is about.
    return this.#send(target?.workflow_id ?? enrollmentId(order.application), update, [decision], order)
  }

  async #command({ application, by, commandId }: Order, text?: string): Promise<Command> {
    if (text === undefined) return { by }
    const remark = await keepRemark(this.deps.store, { application, text, author: by, commandId })
    return { by, remark }
  }

  async #sendIfRuns(workflowId: string, command: Command, order: Order): Promise<CommandOutcome | undefined> {
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
    { application, commandId }: Order,
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
    const present = await findEnrollment(this.deps.store, application)
    if (!present) return undefined
    const { chart, stage, closed, words } = present
    const detail = `The process that takes this command does not run. ${chart}: ${stage}.`
    return new Problem('wrong-state', detail, { state: { chart, stage, closed, words } })
  }
}

export interface EnrollOrder {
  readonly comment?: string
  readonly courseIntegrationIds?: readonly number[]
}

const bySince = (a: ChartState, b: ChartState) => (a.task?.since ?? '').localeCompare(b.task?.since ?? '')
