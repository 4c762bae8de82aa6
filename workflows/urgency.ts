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

/** Registers the handler of a person's command. */
export function setCommandHandler<Args extends unknown[]>(
  definition: UpdateDefinition<WorkflowState, Args>,
  handler: (...args: Args) => WorkflowState | Promise<WorkflowState>,
  options: CommandOptions<Args>,
): void {
  const interactive = (...args: Args) => {
    current = 'interactive'
    return handler(...args)
  }
  setHandler(definition, interactive, options)
}
