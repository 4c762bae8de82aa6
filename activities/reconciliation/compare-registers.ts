import { WorkflowNotFoundError, type Client } from '@temporalio/client'
import { progressId } from '../../src/contracts/application.js'
import { actionFor, type DriftClass } from '../../src/domain/drift.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import type { Model } from '../../src/odoo/schema/model.js'
import { Certificate, ProgressTracker, Student } from '../../src/odoo/schema/index.js'
import { queuedAmong, saveDrift, type NewDrift } from '../../src/store/drift.js'
import {
  certificatesOfOpenRuns,
  duplicateTrackers,
  extraTrackers,
  runsWithoutStudent,
  type UnfinishedCertificate,
} from '../../src/store/register-drift.js'
import type { Store } from '../../src/store/store.js'
import { TRACKED_MODELS } from '../sync/tracked-models.js'

interface RegisterComparison {
  readonly odoo: Odoo
  readonly store: Store
  readonly temporal: Client
  readonly runId: number
  /** A certificate that is newer may not be at its end yet. */
  readonly until: Date
}

/** Compares our own tables with each other, with Temporal, and where they disagree with Odoo. */
export async function compareRegisters(comparison: RegisterComparison): Promise<{ drift: number }> {
  const { store, runId } = comparison
  const found = [
    ...(await duplicates(comparison)),
    ...(await extras(comparison)),
    ...(await withoutStudent(comparison)),
    ...(await withoutWorkflow(comparison)),
  ]
  const queued = await queuedAmong(
    store,
    found.flatMap(({ student_id: id }) => id ?? []),
  )
  const drift = found.filter(({ student_id: id }) => !queued.has(id ?? 0))
  await saveDrift(store, runId, drift)
  return { drift: drift.length }
}

function driftOf(
  drift: DriftClass,
  model: string,
  row: Pick<NewDrift, 'record_id' | 'student_id' | 'program_id'>,
): NewDrift {
  return { class: drift, model, former_student_id: null, fields: [], action: actionFor(drift), ...row }
}

async function duplicates({ store, runId }: RegisterComparison): Promise<NewDrift[]> {
  const course = TRACKED_MODELS.find(({ model }) => model === ProgressTracker)?.summary.groupBy.indexOf(
    'courseIntegration',
  )
  const trackers = await duplicateTrackers(store, ProgressTracker.name, { course: course ?? 0, runId })
  return trackers.map(({ trackerId, studentId }) =>
    driftOf('duplicate_tracker', ProgressTracker.name, {
      record_id: trackerId,
      student_id: studentId,
      program_id: null,
    }),
  )
}

async function extras({ store, odoo }: RegisterComparison): Promise<NewDrift[]> {
  const trackers = await extraTrackers(store, ProgressTracker.name)
  // A tracker that we do not know may be new.
  const present = await presentIn(
    odoo,
    ProgressTracker,
    trackers.map(({ trackerId }) => trackerId),
  )
  return trackers
    .filter(({ trackerId }) => !present.has(trackerId))
    .map(({ trackerId, studentId, programId }) =>
      driftOf('extra', ProgressTracker.name, {
        record_id: trackerId,
        student_id: studentId,
        program_id: programId,
      }),
    )
}

async function withoutStudent({ store, odoo }: RegisterComparison): Promise<NewDrift[]> {
  const runs = await runsWithoutStudent(store, Student.name)
  const present = await presentIn(
    odoo,
    Student,
    runs.map(({ studentId }) => studentId),
  )
  return runs
    .filter(({ studentId }) => !present.has(studentId))
    .map(({ studentId }) =>
      driftOf('workflow_without_student', Student.name, {
        record_id: studentId,
        student_id: studentId,
        program_id: null,
      }),
    )
}

/** Returns which of these records exist. */
async function presentIn(odoo: Odoo, model: Model, ids: readonly number[]): Promise<ReadonlySet<number>> {
  const rows = await odoo.read(model, [...new Set(ids)], [])
  return new Set(rows.map(({ id }) => id))
}

async function withoutWorkflow({ store, temporal, until }: RegisterComparison): Promise<NewDrift[]> {
  const drift: NewDrift[] = []
  for (const certificate of await certificatesOfOpenRuns(store, until)) {
    if (!(await isLost(temporal, certificate))) continue
    const { programId, studentId, odooCertificateId } = certificate
    drift.push(
      driftOf('certificate_without_workflow', Certificate.name, {
        // 0: it was not recorded in Odoo yet.
        record_id: odooCertificateId ?? 0,
        student_id: studentId,
        program_id: programId,
      }),
    )
  }
  return drift
}

/** One that an operator has terminated is not lost: Temporal still knows it. */
async function isLost(temporal: Client, certificate: UnfinishedCertificate): Promise<boolean> {
  try {
    await temporal.workflow.getHandle(progressId(certificate)).describe()
    return false
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return true
    throw error
  }
}
