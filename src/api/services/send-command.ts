import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, WorkflowNotFoundError } from '@temporalio/client'
import type { UpdateDefinition } from '@temporalio/common'
import { sha256 } from '../../hash.js'
import type { WorkflowState } from '../../contracts/enrollment.js'
import { raisePriority } from '../../temporal/priorities.js'
import { Problem } from '../problems/problem.js'
import { isDropped, isUpdateTimeout } from '../problems/temporal-problem.js'

/** How long a request waits for a command. Milliseconds; a resync reads Odoo in that time. */
export const COMMAND_LIMIT = 20_000

/** Wait before a dropped command is sent again. Milliseconds. */
const DROPPED_PAUSE = 100

/** Limit of short calls: start, describe, system info. Milliseconds. */
const CALL_LIMIT = 5_000

/** A command to one workflow. */
export interface WorkflowCommand<Args extends [unknown, ...unknown[]]> {
  readonly workflowId: string
  readonly definition: UpdateDefinition<WorkflowState, Args>
  readonly args: Args
  /** A command with the same id is not done twice; it returns the first outcome. */
  readonly commandId: string
}

/** `done: false`: the workflow has accepted the command but not finished it in time. */
export type CommandOutcome = { done: true; state: WorkflowState } | { done: false }

/**
 * Returns the id of a command in Temporal, made from the caller and the Idempotency-Key. It is
 * hashed so that nothing that callers put into their keys enters workflow histories.
 */
export const commandIdOf = (actor: string, key: string): string =>
  sha256(`${actor}\n${key}`).toString('hex').slice(0, 32)

/**
 * Sends a command as a workflow update, before all bulk work, and waits for its result, but no
 * longer than `limit`. Throws
 * `Problem` (`not-found`, `wrong-state` after the workflow's end, `worker-unavailable`) and the
 * workflow's own failures.
 */
export async function sendCommand<Args extends [unknown, ...unknown[]]>(
  client: Client,
  command: WorkflowCommand<Args>,
  limit: number = COMMAND_LIMIT,
): Promise<CommandOutcome> {
  const deadline = Date.now() + limit
  const handle = client.workflow.getHandle(command.workflowId)
  await raisePriority(client, command.workflowId)
  let update
  try {
    update = await resendIfDropped(deadline, () =>
      client.withDeadline(deadline, () =>
        handle.startUpdate(command.definition, {
          args: command.args,
          updateId: command.commandId,
          waitForStage: 'ACCEPTED',
        }),
      ),
    )
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) throw await noRunningWorkflow(client, command.workflowId)
    if (isUpdateTimeout(error)) throw await notAccepted(client)
    throw error
  }
  try {
    const accepted = update
    return { done: true, state: await client.withDeadline(deadline, () => accepted.result()) }
  } catch (error) {
    if (isUpdateTimeout(error)) return { done: false }
    throw error
  }
}

/** Sends a command again, with the same id, if its workflow task was dropped. */
async function resendIfDropped<T>(deadline: number, send: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await send()
    } catch (error) {
      if (!isDropped(error) || Date.now() + DROPPED_PAUSE > deadline) throw error
      await sleep(DROPPED_PAUSE)
    }
  }
}

/** Temporal reports a workflow that never existed and one that has ended in the same way. */
async function noRunningWorkflow(client: Client, workflowId: string): Promise<Problem> {
  const status = await statusOf(client, workflowId)
  return status === undefined
    ? new Problem('not-found', 'This application has no such workflow.')
    : new Problem('wrong-state', 'The workflow has ended.', { state: { closed: true, status } })
}

/** Nobody accepted the command in time. Throws if Temporal is the cause; else it is the worker. */
async function notAccepted(client: Client): Promise<Problem> {
  await client.withDeadline(Date.now() + CALL_LIMIT, () => client.workflowService.getSystemInfo({}))
  return new Problem(
    'worker-unavailable',
    'No worker accepted the command in time. Repeat it with the same Idempotency-Key; it is not done twice.',
  )
}

/** Returns the status of the latest run (`RUNNING`, `COMPLETED` …), if there ever was one. */
async function statusOf(client: Client, workflowId: string): Promise<string | undefined> {
  try {
    const { status } = await client.withDeadline(Date.now() + CALL_LIMIT, () =>
      client.workflow.getHandle(workflowId).describe(),
    )
    return status.name
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined
    throw error
  }
}
