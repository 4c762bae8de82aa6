import type { UpdateDefinition } from '@temporalio/common'
import { setHandler, workflowInfo } from '@temporalio/workflow'
import type { WorkflowState } from '../src/contracts/enrollment.js'
import { urgencyOf, type Urgency } from '../src/contracts/urgency.js'

/*
 * How urgent the work of this workflow is at present; activities and children are started with it.
 * What follows from a person's command is interactive until the workflow waits again.
 */

/** Each workflow has a copy of this module. Null: as the workflow was started. */
let current: Urgency | null = null

export const urgency = (): Urgency => current ?? urgencyOf(workflowInfo().priority)

/** The workflow waits for the outside world: no person waits for what happens next. */
export function endInteractiveWork(): void {
  current = 'bulk'
}

interface CommandOptions<Args extends unknown[]> {
  readonly validator: (...args: Args) => void
  readonly description: string
}

/** Registers the handler of a person's command, or of one that is given to many students. */
export function setCommandHandler<Args extends [{ readonly urgency?: 'bulk' }]>(
  definition: UpdateDefinition<WorkflowState, Args>,
  handler: (...args: Args) => WorkflowState | Promise<WorkflowState>,
  options: CommandOptions<Args>,
): void {
  const urgent = (...args: Args) => {
    if (args[0].urgency !== 'bulk') current = 'interactive'
    return handler(...args)
  }
  setHandler(definition, urgent, options)
}
