import type { Client } from '@temporalio/client'
import { certificateKey, parseKey } from '../../src/certificates/key.js'
import { certificatesInOdoo, recordState, type Certificate } from '../../src/certificates/register.js'
import { certificateId, type ApplicationRun } from '../../src/contracts/application.js'
import type { CertificateStage } from '../../src/contracts/certificate.js'
import { dayIn } from '../../src/domain/calendar.js'
import { stateAfter } from '../../src/domain/certificate-state.js'
import type { Transition } from '../../src/contracts/transitions.js'
import type { RegisteredState } from '../../src/domain/registered-state.js'
import type { RowVersion } from '../../src/domain/row-version.js'
import { messageOf, say } from '../../src/domain/sentences/sentence.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { Certificate as CertificateModel } from '../../src/odoo/schema/index.js'
import { CERTIFICATE_FIELDS } from '../../src/odoo/schema/tracked-fields.js'
import { latestRunOfPerson } from '../../src/store/application-runs.js'
import { forgetVersions, saveRowVersions } from '../../src/store/known-versions.js'
import type { Store } from '../../src/store/store.js'
import { recordTransitions } from '../../src/store/transitions.js'
import { askToRecordAgain, reportRecordFound } from '../../src/temporal/certificate-record.js'
import { differingRows, type Candidates } from '../reconciliation/differing-rows.js'
import { CERTIFICATES } from '../sync/tracked-models.js'
import { versionsOf } from '../sync/tracked-rows.js'

/**
 * Our register follows what people do to our certificates in Odoo: revoke one, set it back, delete
 * it. One call while nothing has changed, however many there are, because sums are compared.
 */
export interface Following {
  readonly odoo: Odoo
  readonly store: Store
  readonly temporal: Client
  readonly clock: () => Date
}

/** A certificate that has another state in Odoo than here. */
export interface CertificateChange {
  readonly certificate: Certificate
  readonly odooCertificateId: number
  readonly state: RegisteredState
  /** When: the write date of the record; of a deleted one it is not known. */
  readonly at: Date
}

interface FoundCertificates {
  readonly changes: readonly CertificateChange[]
  /** Records as they are now. */
  readonly versions: readonly RowVersion[]
  /** Records that no longer exist. */
  readonly gone: readonly number[]
}

/** Applies all changes. Returns how many certificates have another state now. */
export async function followCertificates(following: Following): Promise<number> {
  let count = 0
  for await (const candidates of differingCertificates(following))
    count += await applyChanges(following, await changesAmong(following, candidates))
  return count
}

/** Whatever its write date: a certificate may have been restored from a backup. */
const EVER = '9999'

export const differingCertificates = (
  { odoo, store }: Pick<Following, 'odoo' | 'store'>,
  onCompared: (rows: number) => void = () => undefined,
): AsyncGenerator<Candidates, void, void> =>
  differingRows(
    { odoo, store, tracked: CERTIFICATES, content: { surveys: [], quizzes: [] }, until: EVER },
    onCompared,
  )

/**
 * Compares candidates with the register. Certificates that it does not have are a matter of
 * adoption.
 */
export async function changesAmong(
  { odoo, store, clock }: Pick<Following, 'odoo' | 'store' | 'clock'>,
  { rows: listed, absent }: Candidates,
): Promise<FoundCertificates> {
  const ids = [...absent, ...listed.map(({ version }) => version.recordId)]
  const rows = await odoo.read(CertificateModel, ids, CERTIFICATE_FIELDS)
  const present = new Set(rows.map(({ id }) => id))
  const gone = absent.filter((id) => !present.has(id))
  const versions = rows.flatMap(({ orchestratorKey }) => parseKey(orchestratorKey ?? '') ?? [])
  const registered = await certificatesInOdoo(store, { versions, ids: gone })
  const byKey = new Map(registered.map((certificate) => [certificateKey(certificate), certificate]))
  const now = clock()
  const changes = [
    ...rows.map(({ id, orchestratorKey, state, writeDate }) => ({
      certificate: byKey.get(orchestratorKey ?? ''),
      id,
      inOdoo: state,
      at: writeDate === null ? now : new Date(writeDate),
    })),
    ...registered
      .filter(({ odooCertificateId }) => gone.includes(odooCertificateId ?? 0))
      .map((certificate) => ({
        certificate,
        id: certificate.odooCertificateId ?? 0,
        inOdoo: 'deleted',
        at: now,
      })),
  ].flatMap(({ certificate, id, inOdoo, at }): CertificateChange[] => {
    if (certificate === undefined) return []
    const { state: before, validUntil, facts } = certificate
    const isPast = validUntil !== null && validUntil < dayIn(facts.timeZone, now)
    const state = stateAfter(before, inOdoo, isPast)
    // Odoo's stamps are whole seconds: of two changes within one, the later is later here, too.
    const since = new Date(Math.max(at.getTime(), certificate.stateSince.getTime() + 1))
    return state === before ? [] : [{ certificate, odooCertificateId: id, state, at: since }]
  })
  // Of the same reading as the states: a change after it is found by the next comparison.
  return { changes, gone, versions: rows.map(versionOf) }
}

const versionOf = versionsOf(CertificateModel, CERTIFICATE_FIELDS, [])

/**
 * The step, or the question to a person, comes before the state, and the state before the version
 * of the row: an attempt that dies in between does all of it again.
 */
export async function applyChanges(
  { store, temporal, clock }: Pick<Following, 'store' | 'temporal' | 'clock'>,
  { changes, versions, gone }: FoundCertificates,
): Promise<number> {
  for (const { certificate, state, at } of changes) {
    const { programId, studentId, version, number } = certificate
    const run = await latestRunOfPerson(store, certificate)
    const application = { programId, studentId, run }
    if (state === 'withdrawn') {
      await askToRecordAgain(temporal, { ...application, version, certificateNumber: number })
    } else {
      // A question that is open ends with a step of its own.
      const wasAsked = await reportRecordFound(temporal, { programId, studentId, version })
      if (!wasAsked) {
        const step = { application, state, changed: at, noticed: clock() }
        await recordTransitions(store, [stepOf(certificate, step)])
      }
    }
    await recordState(store, { number, state, at })
  }
  await store.db.transaction().execute(async (transaction) => {
    await forgetVersions(transaction, CertificateModel.name, gone)
    await saveRowVersions(transaction, versions)
  })
  return changes.length
}

interface ChangeNoticed {
  readonly application: ApplicationRun
  readonly state: RegisteredState
  readonly changed: Date
  readonly noticed: Date
}

const STAGES: Readonly<Partial<Record<RegisteredState, CertificateStage>>> = {
  revoked: 'revoked',
  expired: 'expired',
}

/**
 * The workflow of the certificate has ended, so this step is recorded in its name. It is one step
 * however often the change is read, and comes after the steps of the workflow: Odoo's stamps are
 * whole seconds, and its clock may be behind.
 */
function stepOf(
  { number, version }: Certificate,
  { application, state, changed, noticed }: ChangeNoticed,
): Transition {
  return {
    workflowId: certificateId(application, version),
    runEpoch: changed.getTime(),
    seq: 1,
    application,
    flow: 'certificate',
    stage: STAGES[state] ?? 'issued',
    ...messageOf(say('certificate_followed', { number, state })),
    at: noticed.toISOString(),
    task: null,
    closed: true,
    facts: { state },
  }
}
