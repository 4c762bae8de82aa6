import { setHandler } from '@temporalio/workflow'
import {
  enroll,
  usePolicy,
  withdraw,
  type Command,
  type EnrollDecision,
  type EnrollmentStage,
  type PolicyMove,
  type WorkflowState,
} from '../src/contracts/enrollment.js'
import type { HumanTasks } from './human-tasks.js'
import type { Lifecycle } from './lifecycle.js'
import { badCommand } from './updates.js'
import { setCommandHandler } from './urgency.js'

/** Registers the commands of people, besides the decision on the open task. */
export function registerEnrollmentCommands(
  tasks: HumanTasks<EnrollmentStage>,
  lifecycle: Lifecycle<EnrollmentStage>,
  move: (command: PolicyMove) => WorkflowState,
): void {
  setCommandHandler(enroll, (given) => tasks.decide({ ...given, decision: 'enroll' }), {
    validator: (given: EnrollDecision) => tasks.validate({ ...given, decision: 'enroll' }),
    description:
      'The agent enrolls: {"by": …, "courseIntegrationIds": […]}; without courses: in all that wait',
  })

  setCommandHandler(withdraw, (command) => lifecycle.withdraw(command), {
    validator: (command: Command) => lifecycle.validateWithdrawal(command),
    description: 'The student withdraws: {"by": …, "comment": …}',
  })

  // Not interactive: whole programs are moved.
  setHandler(usePolicy, move, {
    validator: ({ by }: PolicyMove) => {
      lifecycle.requireOpen()
      if (!by) throw badCommand('"by" is missing: who gives the command?')
    },
    description: 'Moves the application to another version of the policy: {"by": …, "policy": {…}}',
  })
}
