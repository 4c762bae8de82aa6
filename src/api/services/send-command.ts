import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, WorkflowNotFoundError } from '@temporalio/client'
import type { UpdateDefinition } from '@temporalio/common'
import type { WorkflowState } from '../../contracts/enrollment.js'
import { Problem } from '../problems/problem.js'
import { isDropped, isUpdateTimeout } from '../problems/temporal-problem.js'

/** How long a caller waits for a command to be done. Milliseconds; a resync reads Odoo inside. */
export const COMMAND_LIMIT = 20_000

/** Before a command is sent again whose workflow task was dropped. Milliseconds. */
const DROPPED_PAUSE = 100

/** Limit of the short calls: start, describe, system info. Milliseconds. */
export const CALL_LIMIT = 5_000

/** A command to one workflow. */
export interface WorkflowCommand<Args extends [unknown, ...unknown[]]> {
  readonly workflowId: string
  readonly definition: UpdateDefinition<WorkflowState, Args>
  readonly args: Args
  /** The same id again is the same command: it is not done twice, and its first outcome is answered. */
  readonly commandId: string
}

/** What became of a command: `pending` is taken for certain but not done in time. */
export type CommandOutcome = { done: true; state: WorkflowState } | { done: false }

/**
 * Name of a command in Temporal, made from the caller and the Idempotency-Key. Hashed, because what callers put into their keys
 * must not enter histories.
 */
export const commandIdOf = (actor: string, key: string): string =>
  createHash('sha256').update(`${actor}\n${key}`).digest('hex').slice(0, 32)

/**
 * Sends a command as a workflow update and waits for its end, but no longer than `limit`. Throws `Problem`: not-found,
 * wrong-state (the workflow has ended), worker-away; and what the workflow itself answers as failure.
 */
export async function sendCommand<Args extends [unknown, ...unknown[]]>(
  client: Client,
  command: WorkflowCommand<Args>,
  limit: number = COMMAND_LIMIT,
): Promise<CommandOutcome> {
  const deadline = Date.now() + limit
  const handle = client.workflow.getHandle(command.workflowId)
  let update
  try {
    update = await untilTaken(deadline, () =>
      client.withDeadline(deadline, () =>
        handle.startUpdate(command.definition, {
          args: command.args,
          updateId: command.commandId,
          waitForStage: 'ACCEPTED',
        }),
      ),
    )
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) throw await noSuchProcess(client, command.workflowId)
    if (isUpdateTimeout(error)) throw await notTaken(client)
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

/** A command whose workflow task was dropped is sent again, under the same id. */
async function untilTaken<T>(deadline: number, send: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await send()
    } catch (error) {
      if (!isDropped(error) || Date.now() + DROPPED_PAUSE > deadline) throw error
      await sleep(DROPPED_PAUSE)
    }
  }
}

/** Temporal says the same about a workflow that never was and one that has ended. */
async function noSuchProcess(client: Client, workflowId: string): Promise<Problem> {
  const status = await statusOf(client, workflowId)
  return status === undefined
    ? new Problem('not-found', 'This application has no such process.')
    : new Problem('wrong-state', 'The process has ended.', { state: { closed: true, status } })
}

/** Nobody took the command in time: is it Temporal, or only the worker? */
async function notTaken(client: Client): Promise<Problem> {
  await client.withDeadline(Date.now() + CALL_LIMIT, () => client.workflowService.getSystemInfo({}))
  return new Problem(
    'worker-away',
    'No worker took the command in time. Repeat it with the same Idempotency-Key: it will not be done twice.',
  )
}

/** Status of the newest run (`RUNNING`, `COMPLETED` …); undefined: there never was one. */
export async function statusOf(client: Client, workflowId: string): Promise<string | undefined> {
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
