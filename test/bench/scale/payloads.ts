import type { Client } from '@temporalio/client'

/** Returns the bytes of the largest payload in any history of these workflow types. */
export async function largestPayload(client: Client, workflowTypes: readonly string[]): Promise<number> {
  const query = workflowTypes.map((type) => `WorkflowType = '${type}'`).join(' or ')
  let largest = 0
  for await (const { workflowId, runId } of client.workflow.list({ query })) {
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory()
    largest = Math.max(largest, largestIn(events))
  }
  return largest
}

/** Payloads are the only bytes in a history. */
function largestIn(value: unknown): number {
  if (value instanceof Uint8Array) return value.length
  if (typeof value !== 'object' || value === null) return 0
  return Object.values(value).reduce<number>((largest, part) => Math.max(largest, largestIn(part)), 0)
}
