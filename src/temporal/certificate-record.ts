import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client'
import type { Application } from '../contracts/application.js'
import { certificateRecordId, recordFound, type CertificateRecordInput } from '../contracts/certificate.js'
import { certificateRecordOptions } from '../contracts/workflow-options.js'

/** The workflow that asks a person about a certificate whose record was deleted in Odoo. */

/** Starts it, unless it runs already. */
export async function askToRecordAgain(client: Client, input: CertificateRecordInput): Promise<void> {
  try {
    await client.workflow.start('certificateRecord', certificateRecordOptions(input))
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
  }
}

/** Odoo has the record again: there is nothing to ask any more. Returns whether it was asked. */
export async function reportRecordFound(
  client: Client,
  certificate: Application & { readonly version: number },
): Promise<boolean> {
  try {
    await client.workflow.getHandle(certificateRecordId(certificate)).signal(recordFound)
    return true
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error
    return false
  }
}
