import type { NewDrift } from '../../src/store/drift.js'
import { clearDrift, saveDrift } from '../../src/store/drift.js'
import { recordAccuracy } from '../../src/store/reconciliations.js'
import {
  changesAmong,
  differingCertificates,
  type CertificateChange,
  type Following,
} from '../certificate/follow-odoo.js'
import { CERTIFICATES } from '../sync/tracked-models.js'

/** Compares the certificates of ours in Odoo with the register, and records drift and accuracy. */
export async function compareCertificates(
  following: Following & { readonly runId: number },
): Promise<{ drift: number }> {
  const { store, runId } = following
  const { name } = CERTIFICATES.model
  await clearDrift(store, runId, name)
  let compared = 0
  const drift: NewDrift[] = []
  const candidates = differingCertificates(following, (rows) => {
    compared += rows
  })
  for await (const found of candidates) {
    const { changes } = await changesAmong(following, found)
    drift.push(...changes.map(driftOf))
  }
  await saveDrift(store, runId, drift)
  const deleted = drift.filter((one) => one.class === 'deleted').length
  await recordAccuracy(store, runId, name, [
    { field: 'record', compared: compared + deleted, mismatches: deleted },
    { field: 'state', compared: compared + deleted, mismatches: drift.length - deleted },
  ])
  return { drift: drift.length }
}

const driftOf = ({ certificate, odooCertificateId, state }: CertificateChange): NewDrift => ({
  class: state === 'withdrawn' ? 'deleted' : 'stale',
  model: CERTIFICATES.model.name,
  record_id: odooCertificateId,
  program_id: certificate.programId,
  student_id: certificate.studentId,
  former_student_id: null,
  fields: state === 'withdrawn' ? [] : ['state'],
  action: state === 'withdrawn' ? 'person' : 'reread',
})
