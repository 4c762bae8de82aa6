import type { Client } from '@temporalio/client'
import { stalledOperations } from '../store/bulk-operations.js'
import type { Store } from '../store/store.js'
import { wakeBulkOperation } from '../temporal/wake-bulk-operation.js'

/**
 * Starts the workflows of operations that should be going on but are not: Temporal was not
 * available when a person gave the command, or it has lost the workflow.
 */
export async function wakeStalledOperations(store: Store, temporal: Client): Promise<void> {
  for (const { id, open } of await stalledOperations(store)) await wakeBulkOperation(temporal, id, open)
}
