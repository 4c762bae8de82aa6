import type { FoundChanges, SyncActivities } from '../../src/contracts/activities.js'
import type { Config } from '../../src/config.js'
import { wakeStalledOperations } from '../../src/bulk/wake-stalled.js'
import { endTick } from '../../src/intake/brake.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { Membership, Student } from '../../src/odoo/schema/index.js'
import { countFreeStudents, noticeStudents } from '../../src/store/changed-students.js'
import { noticeCounters, readDueCounters } from '../../src/store/due-counters.js'
import { knownVersions, refreshVersions, saveRowVersions } from '../../src/store/known-versions.js'
import { pruneHints } from '../../src/store/open-hints.js'
import { runsWithNewcomer } from '../../src/store/remembered-people.js'
import { saveSecondContacts } from '../../src/store/second-contacts.js'
import type { Store } from '../../src/store/store.js'
import { AlarmKey } from '../../src/alarms/alarm-keys.js'
import { windowStart } from '../../src/domain/sync-window.js'
import { clearAlarm } from '../../src/store/alarms.js'
import { countLost } from '../../src/store/lost-certificates.js'
import { readClockBehind } from '../../src/store/odoo-clock.js'
import {
  beginScan,
  moveCursors,
  readCursors,
  saveScanProgress,
  type Cursor,
  type Seen,
} from '../../src/store/sync-cursor.js'
import { followCertificates, type Following } from '../certificate/follow-odoo.js'
import type { ActivityDependencies } from '../dependencies.js'
import { assessedContentOf, readAssessments, type AssessedContent } from './assessments.js'
import {
  changedConfiguration,
  CONFIGURATION_MODELS,
  followConfiguration,
  isUnchanged,
  type ChangedConfiguration,
} from './changed-configuration.js'
import { withHeartbeats } from './heartbeats.js'
import { resolveHints } from './hint-activities.js'
import { beginWithPresentIntakes, noticeChangedIntakes } from './intake-changes.js'
import { assessedContentInUse } from './configuration.js'
import { noticeChangedCourseRules } from './course-rules.js'
import { brakeSettings } from './intake-page.js'
import { readAhead } from './read-ahead.js'
import { newestId } from './newest-id.js'
import { studentsOwning } from './owners.js'
import { isRestored, startOver } from './restored-copy.js'
import { findSecondContacts, noticeSettledContacts } from './second-contacts.js'
import { SearchMemory } from './search-memory.js'
import { settingAside } from './set-aside.js'
import { withStatusBehind } from './statuses-behind.js'
import {
  CERTIFICATES,
  ROWS_PER_CALL,
  TRACKED_MODELS,
  type ReadRow,
  type TrackedModel,
  type Window,
} from './tracked-models.js'

/**
 * The search for changes, by a window on `write_date` that begins an overlap before the cursor of
 * the model. Odoo stamps the *start* of a transaction, so a slow one commits rows that are older
 * than rows already read. The overlap is longer than any transaction may last. Inside the window,
 * pages go by id, because many rows share one second. A row that appears again, or that Odoo
 * stamped without a change, has a known hash and is dropped. Rows with an id above all known ones
 * are read, whatever their stamp says. So is the row that was written last: if its stamp went back,
 * Odoo was restored from an older copy.
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
  await resolveHints({ odoo: connection, store, config, temporal, clock })
  await endTick(store, brakeSettings(config))
  await wakeStalledOperations(store, temporal)
  await pruneHints(store)
  const now = await timeBeforeReading(odoo, clock)
  const { cursors, at } = await readCursors(store)
  const behindSeconds = await readClockBehind(store)
  const search: Search = { odoo, store, config, temporal, clock, now, at, cursors, behindSeconds }
  await noticeNewcomers(store)
  const complete = cursors.has(Student.name) ? await searchWindows(search) : await scanStudents(search)
  const waiting = await countFreeStudents(store)
  const certificatesLost = await countLost(store)
  if (complete && waiting + certificatesLost === 0) await clearAlarm(store, AlarmKey.OdooRestored)
  return {
    waiting,
    complete,
    countersDue: (await readDueCounters(store)).rows.length > 0,
    certificatesLost,
    setAside: setAside.size,
  }
}

interface Search extends Following {
  readonly config: Config
  /** Odoo's clock before the first row is read: never ahead of what this search sees. */
  readonly now: Date
  /** The same moment by our database's clock. */
  readonly at: Date
  readonly cursors: ReadonlyMap<string, Cursor>
  readonly behindSeconds: number
}

/**
 * Every response of Odoo carries its time. A call of its own asks only where that is unknown or
 * doubtful.
 */
async function timeBeforeReading(odoo: Odoo, clock: () => Date): Promise<Date> {
  const time = odoo.serverTime()
  if (time === null || Math.abs(clock().getTime() - time.getTime()) > DOUBTFUL_MS) await odoo.version()
  return odoo.serverTime() ?? clock()
}

/** A difference from our own clock. */
const DOUBTFUL_MS = 60_000

/** Students whose id now belongs to another person, until a page has checked them. */
async function noticeNewcomers(store: Store): Promise<void> {
  const students = (await runsWithNewcomer(store)).map(({ studentId }) => studentId)
  await noticeStudents(store.db, students, 'sweep')
}

/** Returns whether the search is complete: false if everything must be read again. */
async function searchWindows(search: Search): Promise<boolean> {
  const { odoo, store, config, now, cursors } = search
  const isDue = (model: string) => {
    const position = cursors.get(model)?.position
    // Odoo's clock was set back.
    if (position === undefined || position > now) return true
    return now.getTime() - position.getTime() >= config.sync.quietSeconds * 1_000
  }
  const isConfigurationDue = CONFIGURATION_MODELS.some(isDue)
  const due = TRACKED_MODELS.filter(({ cadence, model }) => cadence === 'every_tick' || isDue(model.name))
  const needsAssessments = isConfigurationDue || due.some(({ dependsOnAssessments }) => dependsOnAssessments)
  const assessments = needsAssessments ? await readAssessments(odoo) : new Map<never, never>()
  const changed = isConfigurationDue ? await changedConfiguration(odoo, store, assessments) : null
  if (changed) await followConfiguration(search, changed, 'sweep')
  if (isConfigurationDue) await noticeSettledContacts(search)
  await noticeChangedIntakes(search)
  const content = needsAssessments
    ? await assessedContentInUse(odoo, store, assessments)
    : assessedContentOf([])
  const memories = await Promise.all(due.map((model) => searchWindow(search, model, content)))
  const suspects = due.filter((_model, at) => memories[at]?.isSuspicious)
  const seen = memories.map((memory) => memory.seen)
  if (await isRestored(odoo, store, suspects, now)) {
    await startOver(odoo, store)
    return false
  }
  if (isDue(CERTIFICATES.model.name)) {
    // Only now: a restored copy does not have some, and those are not to be withdrawn.
    await followCertificates(search)
    seen.push(unseen(CERTIFICATES.model.name))
  }
  await finish(search, changed ? [...seen, ...CONFIGURATION_MODELS.map(unseen)] : seen, changed)
  return true
}

const unseen = (model: string): Seen => ({ model, lastId: null, witness: null })

function windowOf({ now, config, behindSeconds }: Search, cursor: Cursor): Window {
  const last = { position: cursor.position.getTime(), elapsed: cursor.elapsedMs }
  const tolerances = { overlap: config.sync.overlapSeconds * 1_000, behind: behindSeconds * 1_000 }
  return {
    since: new Date(windowStart(last, now.getTime(), tolerances)).toISOString(),
    afterId: cursor.lastId,
    witnessId: cursor.witness?.id ?? null,
  }
}

async function searchWindow(
  search: Search,
  tracked: TrackedModel,
  content: AssessedContent,
): Promise<SearchMemory> {
  const { odoo, store, now, cursors } = search
  const cursor = cursors.get(tracked.model.name)
  const memory = new SearchMemory(tracked.model.name, cursor, now)
  for await (const rows of readAhead(
    tracked.pages(odoo, cursor ? windowOf(search, cursor) : null, content),
  )) {
    memory.add(rows)
    const ids = rows.map(({ version }) => version.recordId)
    const known = await knownVersions(store, tracked.model.name, ids)
    const isAsKnown = ({ version }: ReadRow) => known.get(version.recordId)?.hash === version.hash
    const behind = await withStatusBehind(store, rows)
    const changed = rows.filter((row) => !isAsKnown(row) || behind.has(row))
    await refreshVersions(
      store.db,
      rows.filter(isAsKnown).map(({ version }) => version),
    )
    // Whose it was, where staff gave the record to another student. Also whose it is where only a
    // contact is named: a student who is given another contact changes, too.
    const before = new Map(changed.map((row) => [row, known.get(row.version.recordId)?.studentId ?? null]))
    const { students, isOwned } = await studentsOwning(
      odoo,
      changed
        .filter((row) => row.owner.student !== null || before.get(row) === null)
        .map(({ owner }) => owner),
    )
    const unowned = changed.filter((row) => before.get(row) === null && !isOwned(row.owner))
    const joined = tracked.model === Membership ? unowned.filter((row) => isNew(row, known)) : []
    const second = await findSecondContacts(
      search,
      joined.flatMap(({ owner }) => owner.partner ?? []),
    )
    await store.db.transaction().execute(async (transaction) => {
      // Nobody reads these again. When their contact is linked later, the student itself changes.
      await saveRowVersions(
        transaction,
        unowned.map(({ version }) => version),
      )
      await saveSecondContacts(transaction, second)
      const owners = [...students, ...before.values(), ...second.map(({ studentId }) => studentId)]
      await noticeStudents(
        transaction,
        owners.filter((id) => id !== null),
        'sweep',
      )
    })
  }
  return memory
}

const isNew = ({ version }: ReadRow, known: ReadonlyMap<number, unknown>) => !known.has(version.recordId)

/**
 * The first search puts every student into the queue, by rising id. Its progress is saved with each
 * call, so that one that is killed goes on where it was. Returns whether it has come to its end.
 */
async function scanStudents(search: Search): Promise<boolean> {
  const { odoo, store, now } = search
  const { started, after } = await beginScan(store, Student.name, now)
  if (after === 0) await beginWithPresentIntakes(search)
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
  await noticeChangedCourseRules(search)
  const seen = await Promise.all(TRACKED_MODELS.map((tracked) => seenByScan(odoo, tracked)))
  // What has changed since the scan began is found by the next search.
  await finish({ ...search, now: started }, [...seen, ...CONFIGURATION_MODELS.map(unseen)], changed)
  return true
}

/**
 * The rows of the students in the queue are known soon, so searches read those with higher ids. Not
 * so the memberships of contacts who are no students: the next search reads all of them, once. What
 * only counts for assessments is not asked for: Odoo may not have it.
 */
async function seenByScan(odoo: Odoo, { model, dependsOnAssessments }: TrackedModel): Promise<Seen> {
  if (dependsOnAssessments) return unseen(model.name)
  if (model === Membership) return { ...unseen(model.name), lastId: 0 }
  return { ...unseen(model.name), lastId: await newestId(odoo, model) }
}

async function finish(
  { odoo, store, now, at }: Search,
  seen: readonly Seen[],
  changed: ChangedConfiguration | null,
): Promise<void> {
  await store.db.transaction().execute(async (transaction) => {
    if (changed && !isUnchanged(changed)) {
      await saveRowVersions(transaction, changed.versions)
      await noticeCounters(transaction, 'all')
    }
    await moveCursors(transaction, seen, { position: earlier(now, odoo.serverTime()), at })
  })
}

/** Odoo's clock may have been set back between the last response and the first of this search. */
const earlier = (now: Date, later: Date | null): Date => (later !== null && later < now ? later : now)
