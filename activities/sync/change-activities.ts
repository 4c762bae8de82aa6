import type { FoundChanges, SyncActivities } from '../../src/contracts/activities.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { Student } from '../../src/odoo/schema/index.js'
import { countFreeStudents, noticeStudents } from '../../src/store/changed-students.js'
import { noticeCounters, readDueCounters } from '../../src/store/due-counters.js'
import {
  knownStudents,
  refreshVersions,
  saveRowVersions,
  unknownVersions,
} from '../../src/store/known-versions.js'
import { pruneHints } from '../../src/store/open-hints.js'
import { runsWithNewcomer } from '../../src/store/remembered-people.js'
import type { Store } from '../../src/store/store.js'
import { advanceCursors, beginScan, readCursors, saveScanProgress } from '../../src/store/sync-cursor.js'
import { followCertificates, type Following } from '../certificate/follow-odoo.js'
import type { ActivityDependencies } from '../dependencies.js'
import { assessedContentOf, readAssessments, type AssessedContent } from './assessments.js'
import {
  changedConfiguration,
  CONFIGURATION_MODELS,
  isUnchanged,
  noticeConcerned,
  type ChangedConfiguration,
} from './changed-configuration.js'
import { withHeartbeats } from './heartbeats.js'
import { resolveHints } from './hint-activities.js'
import { studentsOwning } from './owners.js'
import { settingAside } from './set-aside.js'
import { withStatusBehind } from './statuses-behind.js'
import { CERTIFICATES, ROWS_PER_CALL, TRACKED_MODELS, type TrackedModel } from './tracked-models.js'

/**
 * The search for changes, by a window on `write_date` that begins an overlap before the cursor of
 * the model. Odoo stamps the *start* of a transaction, so a slow one commits rows that are older
 * than rows already read. The overlap is longer than any transaction may last. Inside the window,
 * pages go by id, because many rows share one second. A row that appears again, or that Odoo
 * stamped without a change, has a known hash and is dropped.
 *
 * Students found go into the queue page by page, and the cursors move last. An attempt that dies in
 * between finds them again. A sweep without changes costs three calls and now and then one for each
 * quiet model, for ten students as for a million.
 */
export function createChangeActivities(
  dependencies: ActivityDependencies,
): Pick<SyncActivities, 'findChanges'> {
  return { findChanges: () => withHeartbeats(() => findChanges(dependencies)) }
}

/** Calls of the first search in one activity: to read all students may take many minutes. */
const SCAN_CALLS = 50

async function findChanges({
  odoo: connection,
  store,
  temporal,
  config,
  clock,
}: ActivityDependencies): Promise<FoundChanges> {
  const { odoo, rows: setAside } = settingAside(connection)
  // Usually they are resolved at once. Those that Temporal was not available for are left.
  await resolveHints({ odoo: connection, store, temporal, clock })
  await pruneHints(store)
  const now = await timeBeforeReading(odoo, clock)
  const cursors = await readCursors(store)
  const search: Search = { odoo, store, temporal, clock, now, cursors, ...config.sync }
  await noticeNewcomers(store)
  const complete = cursors.has(Student.name) ? await searchWindows(search) : await scanStudents(search)
  return {
    waiting: await countFreeStudents(store),
    complete,
    countersDue: (await readDueCounters(store)).rows.length > 0,
    setAside: setAside.size,
  }
}

interface Search extends Following {
  /** Odoo's clock before the first row is read: never ahead of what this search sees. */
  readonly now: Date
  readonly cursors: ReadonlyMap<string, Date>
  readonly overlapSeconds: number
  readonly quietSeconds: number
}

/** Every response of Odoo carries its time. A call of its own asks only where that is too old. */
async function timeBeforeReading(odoo: Odoo, clock: () => Date): Promise<Date> {
  const last = odoo.serverTime()
  if (last === null || Math.abs(clock().getTime() - last.getTime()) > RECENT_MS) await odoo.version()
  return odoo.serverTime() ?? clock()
}

const RECENT_MS = 60_000

/** Students whose id now belongs to another person, until a page has checked them. */
async function noticeNewcomers(store: Store): Promise<void> {
  const students = (await runsWithNewcomer(store)).map(({ studentId }) => studentId)
  await noticeStudents(store.db, students, 'sweep')
}

async function searchWindows(search: Search): Promise<true> {
  const { odoo, store, now, cursors, quietSeconds } = search
  const isDue = (model: string) => {
    const position = cursors.get(model)
    // Odoo's clock was set back.
    if (position === undefined || position > now) return true
    return now.getTime() - position.getTime() >= quietSeconds * 1_000
  }
  const isConfigurationDue = CONFIGURATION_MODELS.some(isDue)
  const due = TRACKED_MODELS.filter(({ cadence, model }) => cadence === 'every_tick' || isDue(model.name))
  const needsAssessments = isConfigurationDue || due.some(({ dependsOnAssessments }) => dependsOnAssessments)
  const assessments = needsAssessments ? await readAssessments(odoo) : new Map<never, never>()
  const changed = isConfigurationDue ? await changedConfiguration(odoo, store, assessments) : null
  if (changed) await noticeConcerned(odoo, store, changed, 'sweep')
  const content = assessedContentOf(assessments)
  for (const model of due) await searchWindow(search, model, content)
  const models = due.map(({ model }) => model.name)
  if (isDue(CERTIFICATES.model.name)) {
    await followCertificates(search)
    models.push(CERTIFICATES.model.name)
  }
  await finish(store, changed ? [...models, ...CONFIGURATION_MODELS] : models, now, changed)
  return true
}

async function searchWindow(
  { odoo, store, now, cursors, overlapSeconds }: Search,
  tracked: TrackedModel,
  content: AssessedContent,
): Promise<void> {
  const position = cursors.get(tracked.model.name)
  // Odoo's clock may have been set back: then the window begins before the present.
  const end = position === undefined || position < now ? position : now
  const since = end === undefined ? null : new Date(end.getTime() - overlapSeconds * 1_000).toISOString()
  for await (const rows of tracked.pages(odoo, since, content)) {
    const unknown = new Set(
      await unknownVersions(
        store,
        tracked.model.name,
        rows.map(({ version }) => version),
      ),
    )
    const behind = await withStatusBehind(store, rows)
    const changed = rows.filter((row) => unknown.has(row.version) || behind.has(row))
    await refreshVersions(
      store.db,
      rows.filter((row) => !unknown.has(row.version)).map(({ version }) => version),
    )
    const { students, isOwned } = await studentsOwning(
      odoo,
      changed.map(({ owner }) => owner),
    )
    // Whose it was, where staff gave the record to another student.
    const before = await knownStudents(
      store,
      tracked.model.name,
      changed.map(({ version }) => version.recordId),
    )
    await store.db.transaction().execute(async (transaction) => {
      // Nobody reads these again. When their contact is linked later, the student itself changes.
      const unowned = changed.filter(({ owner }) => !isOwned(owner))
      await saveRowVersions(
        transaction,
        unowned.map(({ version }) => version),
      )
      await noticeStudents(transaction, [...students, ...before.values()], 'sweep')
    })
  }
}

/**
 * The first search puts every student into the queue, by rising id. Its progress is saved with each
 * call, so that one that is killed goes on where it was. Returns whether it has come to its end.
 */
async function scanStudents({ odoo, store, now }: Search): Promise<boolean> {
  const { started, after } = await beginScan(store, Student.name, now)
  let calls = 0
  for await (const rows of odoo.pages(Student, [['id', '>', after]], [], { size: ROWS_PER_CALL })) {
    const students = rows.map(({ id }) => id)
    await store.db.transaction().execute(async (transaction) => {
      await noticeStudents(transaction, students, 'sweep')
      await saveScanProgress(transaction, Student.name, Math.max(...students))
    })
    calls += 1
    if (calls === SCAN_CALLS && rows.length === ROWS_PER_CALL) return false
  }
  const changed = await changedConfiguration(odoo, store, await readAssessments(odoo))
  const models = [...TRACKED_MODELS.map(({ model }) => model.name), ...CONFIGURATION_MODELS]
  // What has changed since the scan began is found by the next search.
  await finish(store, models, started, changed)
  return true
}

async function finish(
  store: Store,
  models: readonly string[],
  position: Date,
  changed: ChangedConfiguration | null,
): Promise<void> {
  await store.db.transaction().execute(async (transaction) => {
    if (changed && !isUnchanged(changed)) {
      await saveRowVersions(transaction, changed.versions)
      await noticeCounters(transaction, 'all')
    }
    await advanceCursors(transaction, models, position)
  })
}
