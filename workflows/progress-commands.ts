import { setHandler } from '@temporalio/workflow'
import {
  usePolicy,
  withdraw,
  type Command,
  type PolicyMove,
  type WorkflowState,
} from '../src/contracts/enrollment.js'
import {
  extendDeadline,
  getTrainingTimes,
  overrideCompletion,
  pause,
  resume,
  resync,
  type ProgressStage,
  type ProgressState,
} from '../src/contracts/progress.js'
import { dayOf } from '../src/domain/center-calendar.js'
import { say, type Sentence } from '../src/domain/sentences/sentence.js'
import {
  courseName,
  coursesOf,
  deadlineTime,
  isCompleted,
  moveDeadline,
  resumeTraining,
} from '../src/domain/training.js'
import { moveToPolicy } from '../src/domain/training-policy.js'
import type { Lifecycle } from './lifecycle.js'
import { badCommand, commandId, wrongState } from './updates.js'
import { setCommandHandler } from './urgency.js'
import type { WorkflowLog } from './workflow-log.js'

const COMMANDS_REMEMBERED = 50

/** What the commands may use of a training. */
export interface CommandContext {
  readonly state: ProgressState
  readonly log: WorkflowLog<ProgressStage>
  readonly lifecycle: Lifecycle<ProgressStage>
  /** Records a step in the stage that the state now implies. */
  record(message: Sentence, facts: Record<string, unknown>): void
  /** Makes the main loop check the state. */
  wake(): void
  /** Reads Odoo. Fails within minutes when Odoo is unavailable. */
  resync(): Promise<void>
}

/**
 * Registers the commands of people. Each changes the state at once and wakes the main loop, which
 * alone decides. So a command is done even while the loop waits for an Odoo that is unavailable.
 */
export function registerUpdateHandlers(context: CommandContext): void {
  const { state, log, lifecycle } = context

  const isRepeat = () => state.handledCommands.includes(commandId())

  function validate({ by, comment }: Command, needsReason: boolean): void {
    lifecycle.requireOpen()
    if (!by) throw badCommand('"by" is missing: who gives the command?')
    if (needsReason && !comment) throw badCommand('This command needs a reason')
  }

  /**
   * A command that was done before a continue-as-new and is repeated after it only returns the
   * state.
   */
  function once(command: () => void): WorkflowState {
    if (!isRepeat()) {
      command()
      state.handledCommands = [...state.handledCommands, commandId()].slice(-COMMANDS_REMEMBERED)
      context.wake()
    }
    return log.current
  }

  setCommandHandler(withdraw, (command) => lifecycle.withdraw(command), {
    validator: (command: Command) => lifecycle.validateWithdrawal(command),
    description: 'The student withdraws: {"by": …, "comment": …}',
  })

  setCommandHandler(
    pause,
    (command) =>
      once(() => {
        state.pausedAt = new Date().toISOString()
        context.record(say('paused', { by: command.by }), { command })
      }),
    {
      validator: (command: Command) => {
        validate(command, true)
        if (state.pausedAt !== null && !isRepeat()) throw wrongState(log, 'The training is already paused')
      },
      description: 'No decisions, reminders or deadline until resumed: {"by": …, "comment": …}',
    },
  )

  setCommandHandler(
    resume,
    (command) =>
      once(() => {
        resumeTraining(state, Date.now())
        context.record(say('resumed', { by: command.by }), { command })
      }),
    {
      validator: (command: Command) => {
        validate(command, false)
        if (state.pausedAt === null && !isRepeat()) throw wrongState(log, 'The training is not paused')
      },
      description: 'Ends a pause; reminders and deadline move by its length: {"by": …}',
    },
  )

  setCommandHandler(
    extendDeadline,
    (command) =>
      once(() => {
        moveDeadline(state, command.deadline)
        const day = dayOf(state.calendar, deadlineTime(state, command.deadline))
        context.record(say('deadline_moved', { day, by: command.by }), { command })
      }),
    {
      validator: (command: Command & { deadline: string }) => {
        validate(command, true)
        if (!(deadlineTime(state, command.deadline) > Date.now())) {
          throw badCommand('The new deadline must be a day or an instant in the future')
        }
      },
      description: '{"by": …, "deadline": "2027-01-31", "comment": …}',
    },
  )

  setCommandHandler(
    overrideCompletion,
    ({ courseIntegrationId, ...command }) =>
      once(() => {
        const course = coursesOf(state).find(
          (candidate) => candidate.courseIntegrationId === courseIntegrationId,
        )
        state.completed[courseIntegrationId] = {
          at: new Date().toISOString(),
          by: 'override',
          overall: course?.overall ?? 0,
          decidedBy: command.by,
          ...(command.comment === undefined ? {} : { comment: command.comment }),
        }
        state.unwritten.push(courseIntegrationId)
        const title = courseName(state, courseIntegrationId)
        context.record(say('declared_completed', { course: title, by: command.by }), {
          command: { ...command, courseIntegrationId },
        })
      }),
    {
      validator: (command: Command & { courseIntegrationId: number }) => {
        validate(command, true)
        const id = command.courseIntegrationId
        if (state.snapshot === null) throw wrongState(log, 'Odoo has not been read yet')
        if (!coursesOf(state).some((course) => course.courseIntegrationId === id)) {
          throw badCommand(`Course integration ${id} is not a course of this student's program`)
        }
        if (isCompleted(state, id) && !isRepeat())
          throw wrongState(log, `The course "${courseName(state, id)}" is already completed`)
      },
      description: 'A person declares a course completed: {"by": …, "courseIntegrationId": …, "comment": …}',
    },
  )

  setHandler(getTrainingTimes, () => ({ pausedAt: state.pausedAt, deadlineAt: state.deadlineAt }), {
    description: 'Since when the training is paused, and its deadline',
  })

  // Not interactive: whole programs are moved.
  setHandler(
    usePolicy,
    ({ policy, ...command }: PolicyMove) =>
      once(() => {
        const from = state.policy.version
        if (from === policy.version) return
        moveToPolicy(state, policy, Date.now())
        // A certificate that waits checks its requirements again.
        state.certificateNotifiedHash = ''
        context.record(say('moved_to_policy', { from, to: policy.version, by: command.by }), {
          command,
          policy: { from, to: policy.version },
        })
      }),
    {
      validator: (command: PolicyMove) => validate(command, false),
      description: 'Moves the training to another version of the policy: {"by": …, "policy": {…}}',
    },
  )

  /**
   * Its failures are the caller's: they see an unavailable Odoo, and the training goes on as
   * before.
   */
  setCommandHandler(
    resync,
    async ({ by }) => {
      await context.resync()
      context.record(say('read_again', { by }), {})
      context.wake()
      return log.current
    },
    {
      validator: (command: Command) => validate(command, false),
      description: 'Reads Odoo now and decides on it: {"by": …}',
    },
  )
}
