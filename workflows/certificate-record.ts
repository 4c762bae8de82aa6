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
import { instruct, say } from '../src/domain/sentences/sentence.js'
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
    message: say('record_deleted_in_odoo', { number }),
    task: {
      kind: 'certificate',
      ...instruct(say('certificate_deleted', { number })),
      decisions: ['record_again', 'decline'],
    },
    cadence: DEFAULT_CADENCE,
    changed: () => (isFound ? say('record_is_back') : null),
  })
  if (result.kind !== 'decided') return lifecycle.close('issued', say('certificate_valid_again', { number }))
  const { decision, by } = result.decision
  if (decision === 'decline')
    return lifecycle.close(DELETED_STAGE, say('certificate_stays_withdrawn', { number, by }))
  await recovery.callOdoo({ of: 'certificate_record', number }, (odoo) =>
    odoo.recordCertificateAgain({ ...application, version }),
  )
  return lifecycle.close('issued', say('certificate_recorded_again', { number, by }))
}
