import { setHandler } from '@temporalio/workflow'
import { withdraw, type Command, type WorkflowState } from '../src/contracts/enrollment.js'
import {
  extendDeadline,
  overrideCompletion,
  pause,
  resume,
  resync,
  type ProgressState,
} from '../src/contracts/progress.js'
import { coursesOf, isCompleted, moveDeadline, resumeTraining } from '../src/domain/training.js'
import { badCommand, commandId, type Desk } from './human-tasks.js'

const COMMANDS_REMEMBERED = 50

/** What the commands may touch of the training. */
export interface TrainingSeat {
  readonly state: ProgressState
  readonly desk: Desk
  /** Tells a step in the stage that the state now implies. */
  tell(message: string, facts: Record<string, unknown>): void
  /** The main loop has something to look at. */
  wake(): void
  withdraw(command: Command): void
  isWithdrawn(): boolean
  lookNow(): Promise<void>
}

/**
 * Registers the commands of people. Each changes the state at once and wakes the main loop, which alone decides: so a command is
 * answered even while the loop waits for an Odoo that is away.
 */
export function handleCommands(seat: TrainingSeat): void {
  const { state, desk } = seat

  const isRepeat = () => state.handledCommands.includes(commandId())

  function validate({ by, comment }: Command, needsReason: boolean): void {
    if (seat.isWithdrawn() || desk.story.present.closed) throw desk.wrongState('The training is closed')
    if (!by) throw badCommand('"by" is missing: who commands?')
    if (needsReason && !comment) throw badCommand('This command needs a reason')
  }

  /** A command that was done before a continue-as-new and is repeated after it answers with the present state. */
  function once(command: () => void): WorkflowState {
    if (!isRepeat()) {
      command()
      state.handledCommands = [...state.handledCommands, commandId()].slice(-COMMANDS_REMEMBERED)
      seat.wake()
    }
    return desk.story.present
  }

  setHandler(withdraw, (command) => once(() => seat.withdraw(command)), {
    validator: (command: Command) => validate(command, true),
    description: 'The student withdraws: {"by": …, "comment": …}',
  })

  setHandler(
    pause,
    (command) =>
      once(() => {
        state.pausedAt = new Date().toISOString()
        seat.tell(`Paused by ${command.by}.`, { command })
      }),
    {
      validator: (command: Command) => {
        validate(command, true)
        if (state.pausedAt !== null && !isRepeat()) throw desk.wrongState('The training is paused already')
      },
      description: 'No decisions, reminders or deadline until resumed: {"by": …, "comment": …}',
    },
  )

  setHandler(
    resume,
    (command) =>
      once(() => {
        resumeTraining(state, Date.now())
        seat.tell(`Resumed by ${command.by}.`, { command })
      }),
    {
      validator: (command: Command) => {
        validate(command, false)
        if (state.pausedAt === null && !isRepeat()) throw desk.wrongState('The training is not paused')
      },
      description: 'Goes on after a pause; reminders and deadline move by its length: {"by": …}',
    },
  )

  setHandler(
    extendDeadline,
    (command) =>
      once(() => {
        moveDeadline(state, command.deadline)
        seat.tell(`Deadline moved to ${command.deadline.slice(0, 10)} by ${command.by}.`, { command })
      }),
    {
      validator: (command: Command & { deadline: string }) => {
        validate(command, true)
        if (!(Date.parse(command.deadline) > Date.now())) {
          throw badCommand('The new deadline must be an instant in the future')
        }
      },
      description: '{"by": …, "deadline": "2027-01-31T00:00:00Z", "comment": …}',
    },
  )

  setHandler(
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
        seat.tell(`Course ${courseIntegrationId} declared completed by ${command.by}.`, { command })
      }),
    {
      validator: (command: Command & { courseIntegrationId: number }) => {
        validate(command, true)
        const id = command.courseIntegrationId
        if (state.snapshot === null) throw desk.wrongState('Odoo has not been read yet')
        if (!coursesOf(state).some((course) => course.courseIntegrationId === id)) {
          throw badCommand(`Course integration ${id} is not a course of this student's program`)
        }
        if (isCompleted(state, id) && !isRepeat()) throw desk.wrongState(`Course ${id} is completed already`)
      },
      description: 'A person declares a course completed: {"by": …, "courseIntegrationId": …, "comment": …}',
    },
  )

  /** Its failures are the caller's: an Odoo that is away is told at once, and the process goes on as before. */
  setHandler(
    resync,
    async ({ by }) => {
      await seat.lookNow()
      seat.tell(`Looked up in Odoo for ${by}.`, {})
      seat.wake()
      return desk.story.present
    },
    {
      validator: (command: Command) => validate(command, false),
      description: 'Reads Odoo now and decides on it: {"by": …}',
    },
  )
}
