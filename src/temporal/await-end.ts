import type { Client } from '@temporalio/client'

/**
 * Waits for the end of a workflow, but no longer than `limit` milliseconds, whatever the end is:
 * the workflow records it. Whoever needs longer asks again.
 */
export async function awaitEnd(temporal: Client, workflowId: string, limit: number): Promise<void> {
  const handle = temporal.workflow.getHandle(workflowId)
  await temporal.withDeadline(Date.now() + limit, () => handle.result()).catch(() => undefined)
}
