import {
  enroll,
  withdraw,
  type Command,
  type EnrollDecision,
  type EnrollmentStage,
} from '../src/contracts/enrollment.js'
import type { HumanTasks } from './human-tasks.js'
import type { Lifecycle } from './lifecycle.js'
import { setCommandHandler } from './urgency.js'

/** Registers the commands of people, besides the decision on the open task. */
export function registerEnrollmentCommands(
  tasks: HumanTasks<EnrollmentStage>,
  lifecycle: Lifecycle<EnrollmentStage>,
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
}
