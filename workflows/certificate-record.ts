/**
 * Somebody has deleted the record of an issued certificate in Odoo. The certificate counts as
 * withdrawn, and a person says whether it stays so or is recorded again. The plan has no chart for
 * it. The question ends by itself when the record is found again.
 */
import { setHandler } from '@temporalio/workflow'
import {
  decideCertificate,
  DELETED_STAGE,
  recordFound,
  type CertificateRecordInput,
  type CertificateStage,
} from '../src/contracts/certificate.js'
import { applicationRunOf, studentSummary } from '../src/contracts/workflow-options.js'
import { instruct, say } from '../src/domain/instructions/sentence.js'
import { DEFAULT_CADENCE } from '../src/domain/reminders.js'
import { HumanTasks } from './human-tasks.js'
import { Lifecycle } from './lifecycle.js'
import { Recovery } from './recovery.js'
import { WorkflowLog } from './workflow-log.js'

export async function certificateRecord(input: CertificateRecordInput): Promise<void> {
  const { version, certificateNumber: number } = input
  const application = applicationRunOf(input)
  const log = new WorkflowLog<CertificateStage>(application, 'certificate', {
    title: `Certificate v${version}: ${studentSummary(input, null)}`,
    stage: DELETED_STAGE,
  })
  const tasks = new HumanTasks(log, decideCertificate)
  const lifecycle = new Lifecycle(log)
  const recovery = new Recovery<CertificateStage>(log, tasks, lifecycle)
  let isFound = false
  setHandler(recordFound, () => void (isFound = true), {
    description: 'Odoo has the record of the certificate again',
  })

  const result = await tasks.awaitDecision({
    stage: DELETED_STAGE,
    message: `The record of certificate ${number} was deleted in Odoo. The certificate counts as withdrawn.`,
    task: {
      kind: 'certificate',
      ...instruct(say('certificate_deleted', { number })),
      decisions: ['record_again', 'decline'],
    },
    cadence: DEFAULT_CADENCE,
    changed: () => (isFound ? 'The record is in Odoo again.' : null),
  })
  if (result.kind !== 'decided')
    return lifecycle.close('issued', `Certificate ${number} is valid again: its record is in Odoo.`)
  const { decision, by } = result.decision
  if (decision === 'decline')
    return lifecycle.close(DELETED_STAGE, `Certificate ${number} stays withdrawn, as ${by} decided.`)
  await recovery.callOdoo(`certificate ${number} in Odoo`, (odoo) =>
    odoo.recordCertificateAgain({ ...application, version }),
  )
  return lifecycle.close('issued', `Certificate ${number} was recorded again by ${by}. It is valid.`)
}
