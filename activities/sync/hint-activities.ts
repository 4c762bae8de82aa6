import type { ResolvedHints, SyncActivities } from '../../src/contracts/activities.js'
import { groupBy } from '../../src/group-by.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import type { Model } from '../../src/odoo/schema/model.js'
import { isAbsent } from '../../src/odoo/client/resolution.js'
import { AssessmentIntegration, CourseIntegration, TrainingProgram } from '../../src/odoo/schema/index.js'
import { countFreeStudents, noticeStudents } from '../../src/store/changed-students.js'
import { noticeCounters } from '../../src/store/due-counters.js'
import { forgetVersions, knownStudents, saveRowVersions } from '../../src/store/known-versions.js'
import {
  closeEvents,
  closeHints,
  readOpenEvents,
  readOpenHints,
  type OpenEvent,
  type OpenHint,
} from '../../src/store/open-hints.js'
import { followCertificates } from '../certificate/follow-odoo.js'
import type { ActivityDependencies } from '../dependencies.js'
import { readAssessments } from './assessments.js'
import { changedConfiguration, followConfiguration, isUnchanged } from './changed-configuration.js'
import { withHeartbeats } from './heartbeats.js'
import { studentsOwning } from './owners.js'
import { settingAside } from './set-aside.js'
import { CERTIFICATES, TRACKED_MODELS, type Owner } from './tracked-models.js'

/**
 * Webhook hints and signed events become students in the queue. A hint says nothing but that a
 * record may have changed: the page reads the student again, and only that decides. So a hint that
 * is forged, repeated, late or out of order does no harm.
 */
export function createHintActivities(
  dependencies: ActivityDependencies,
): Pick<SyncActivities, 'resolveHints'> {
  return { resolveHints: () => withHeartbeats(() => resolveHints(dependencies)) }
}

/** Rows in one round. */
const BATCH = 500

/**
 * Odoo 17 and 18 call before they commit, so a new record may not exist yet. Its hint stays open
 * for so long. Milliseconds.
 */
const UNCOMMITTED = 10_000

type HintDependencies = Pick<ActivityDependencies, 'odoo' | 'store' | 'config' | 'temporal' | 'clock'>

export async function resolveHints(dependencies: HintDependencies): Promise<ResolvedHints> {
  const { odoo: connection, store } = dependencies
  const hints = await readOpenHints(store, BATCH)
  const events = await readOpenEvents(store, BATCH)
  const closed =
    hints.length + events.length === 0
      ? 0
      : await resolve({ ...dependencies, odoo: settingAside(connection).odoo }, hints, events)
  return {
    waiting: await countFreeStudents(store, 'webhook'),
    more: closed > 0 && (hints.length === BATCH || events.length === BATCH),
  }
}

/** Returns how many hints and events are dealt with. */
async function resolve(
  { odoo, store, config, temporal, clock }: HintDependencies,
  hints: readonly OpenHint[],
  events: readonly OpenEvent[],
): Promise<number> {
  const byModel = groupBy(hints, ({ model }) => model)
  const done = new Set(hints)
  const owners: Owner[] = events.map(({ partnerId }) => ({ student: null, partner: partnerId }))
  const known: number[] = []
  const gone: { model: string; ids: readonly number[] }[] = []
  for (const tracked of TRACKED_MODELS) {
    const about = byModel.get(await nameOf(odoo, tracked.model)) ?? []
    if (about.length === 0) continue
    const ids = about.map(({ recordId }) => recordId)
    const rows = await tracked.read(odoo, ids)
    owners.push(...rows.map(({ owner }) => owner))
    // Whose it was: a record that was deleted, or given to another student.
    const before = await knownStudents(store, tracked.model.name, ids)
    known.push(...before.values())
    const present = new Set(rows.map(({ version }) => version.recordId))
    const missing = about.filter(({ recordId }) => !present.has(recordId))
    gone.push({ model: tracked.model.name, ids: missing.map(({ recordId }) => recordId) })
    for (const hint of missing)
      if (!before.has(hint.recordId) && Date.now() - hint.firstAt.getTime() < UNCOMMITTED) done.delete(hint)
  }
  await resolveConfiguration({ odoo, store, config, temporal }, byModel)
  if (byModel.has(await nameOf(odoo, CERTIFICATES.model)))
    await followCertificates({ odoo, store, temporal, clock })
  const { students } = await studentsOwning(odoo, owners)
  await store.db.transaction().execute(async (transaction) => {
    // Versions before students, as pages do, so that the two cannot deadlock.
    for (const { model, ids } of gone) await forgetVersions(transaction, model, ids)
    await noticeStudents(transaction, [...students, ...known], 'webhook')
    await closeHints(transaction, [...done])
    await closeEvents(transaction, events)
  })
  return done.size + events.length
}

/** Odoo's own name of the model. Empty, as no hint has it, if its app is not installed. */
async function nameOf(odoo: Odoo, model: Model): Promise<string> {
  const resolved = await odoo.resolve(model)
  return isAbsent(resolved) ? '' : resolved.name
}

/** All programs, courses and assessments are compared, whichever the hint named. */
async function resolveConfiguration(
  dependencies: Pick<HintDependencies, 'odoo' | 'store' | 'config' | 'temporal'>,
  hints: ReadonlyMap<string, readonly OpenHint[]>,
): Promise<void> {
  const { odoo, store } = dependencies
  const names = await Promise.all(
    [TrainingProgram, CourseIntegration, AssessmentIntegration].map((model) => nameOf(odoo, model)),
  )
  if (!names.some((name) => hints.has(name))) return
  const changed = await changedConfiguration(odoo, store, await readAssessments(odoo))
  if (isUnchanged(changed)) return
  await followConfiguration(dependencies, changed, 'webhook')
  await store.db.transaction().execute(async (transaction) => {
    await saveRowVersions(transaction, changed.versions)
    await noticeCounters(transaction, 'all')
  })
}
