import { ApplicationFailure } from '@temporalio/common'
import { AlarmKey } from '../../src/alarms/alarm-keys.js'
import { certificateKey } from '../../src/certificates/key.js'
import type { StatusActivities, StatusPoint, SyncActivities } from '../../src/contracts/activities.js'
import { FailureType, PERMANENT_FAILURES } from '../../src/contracts/failures.js'
import { say } from '../../src/domain/sentences/sentence.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { Certificate } from '../../src/odoo/schema/index.js'
import { clearAlarm, raiseAlarm } from '../../src/store/alarms.js'
import { readLastNotified } from '../../src/store/last-notified.js'
import {
  countLost,
  failedRecordings,
  forgetLost,
  markLost,
  nextLost,
  noteFailedRecording,
  recordedCertificates,
  type LostCertificate,
} from '../../src/store/lost-certificates.js'
import type { Store } from '../../src/store/store.js'
import type { ActivityContext } from '../dependencies.js'
import { castFailure, failure } from '../failures.js'
import type { CertificateParts } from './certificate-activities.js'
import { withHeartbeats } from '../sync/heartbeats.js'

/** Certificates that Odoo does not have any more, because it was restored from an older copy. */

/** Certificates in one activity. Each takes some ten calls. */
const BATCH = 20

type Dependencies = Pick<ActivityContext, 'store' | 'clock'> &
  Pick<CertificateParts, 'recordCertificate'> &
  Pick<StatusActivities, 'restoreStatuses'>

/**
 * Records them in Odoo again, each with the statuses that led to it. Their workflows have ended, so
 * nobody else would. No email is sent.
 */
export function createLostCertificateActivities(
  dependencies: Dependencies,
): Pick<SyncActivities, 'recordLostCertificates'> {
  return {
    recordLostCertificates: () =>
      withHeartbeats(async () => {
        const { store } = dependencies
        for (const lost of await nextLost(store, BATCH)) await recordAgain(dependencies, lost)
        await reportFailed(store)
        return { left: await countLost(store) }
      }),
  }
}

/** What no retry can fix waits for a person, and does not hold up the others. */
async function recordAgain(dependencies: Dependencies, lost: LostCertificate): Promise<void> {
  const { store } = dependencies
  try {
    await restore(dependencies, lost)
    await forgetLost(store, lost.number)
  } catch (error) {
    const cast = castFailure(error)
    const type = cast instanceof ApplicationFailure ? (cast.type ?? '') : ''
    if (!FINAL.some((one) => one === type)) throw error
    await noteFailedRecording(store, lost.number, type)
  }
}

const FINAL: readonly FailureType[] = [...PERMANENT_FAILURES, FailureType.WrongState]

async function restore(
  { store, clock, recordCertificate, restoreStatuses }: Dependencies,
  { programId, studentId, version, run }: LostCertificate,
): Promise<void> {
  if (run === null)
    throw failure(FailureType.AnotherPerson, 'The student id belongs to another person now.', { studentId })
  const application = { programId, studentId, run }
  await recordCertificate({ ...application, version })
  const last = (await readLastNotified(store, [studentId])).find((one) => one.programId === programId)
  const completed = Object.entries(last?.statuses?.courses ?? {})
    .filter(([, status]) => status !== 'in_progress')
    .map(([id]) => Number(id))
  const training: StatusPoint = { kind: 'training', started: [], completed, programCompleted: true }
  const at = clock().toISOString()
  for (const point of [training, { kind: 'certified' } satisfies StatusPoint])
    await restoreStatuses({ ...application, point, at })
}

async function reportFailed(store: Store): Promise<void> {
  const failed = await failedRecordings(store)
  if (failed.length === 0) {
    await clearAlarm(store, AlarmKey.CertificatesLost)
    return
  }
  const certificates = failed
    .slice(0, LISTED)
    .map(({ number, failureType }) => ({ number, failure: failureType }))
  await raiseAlarm(store, {
    key: AlarmKey.CertificatesLost,
    said: say('certificates_lost', { certificates, more: failed.length - certificates.length }),
  })
}

const LISTED = 10

/**
 * Notes the valid certificates of the register whose record in Odoo is gone, or is another one
 * because ids are used again. One call for 500 certificates. Returns how many are lost.
 */
export async function noteLostCertificates(odoo: Odoo, store: Store): Promise<number> {
  let lost = 0
  for await (const batch of recordedCertificates(store)) {
    const ids = batch.map(({ odooCertificateId }) => odooCertificateId)
    const rows = await odoo.read(Certificate, ids, ['orchestratorKey'])
    const keys = new Map(rows.map(({ id, orchestratorKey }) => [id, orchestratorKey]))
    const missing = batch.filter((one) => keys.get(one.odooCertificateId) !== certificateKey(one))
    await markLost(
      store,
      missing.map(({ number }) => number),
    )
    lost += missing.length
  }
  return lost
}
