import { bulkOperationId, type BulkOperationInput } from './bulk-operation.js'

/** The workflow that compares Odoo after the run of a bulk operation with what its preview said. */
export const bulkCheckId = (input: BulkOperationInput) => `${bulkOperationId(input)}/check`

export interface BulkCheckInput extends BulkOperationInput {
  /** How long what is not there yet is waited for. Milliseconds. */
  readonly patience: number
}

/** For what the workflows of the students do after the run. Milliseconds. */
export const CHECK_PATIENCE = 30 * 60_000
