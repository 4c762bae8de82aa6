import { AlarmKey } from '../../src/alarms/alarm-keys.js'
import { say } from '../../src/domain/sentences/sentence.js'
import { clockBehind, fateOf, isRestoredCopy, type KnownStamp } from '../../src/domain/sync-window.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { raiseAlarm } from '../../src/store/alarms.js'
import { noticeOpenApplications } from '../../src/store/changed-students.js'
import { newestVersions, setStamps } from '../../src/store/known-versions.js'
import { saveClockBehind } from '../../src/store/odoo-clock.js'
import type { Store } from '../../src/store/store.js'
import { forgetCursors } from '../../src/store/sync-cursor.js'
import { noteLostCertificates } from '../certificate/lost-certificates.js'
import { stampNow } from './clock.js'
import { TRACKED_MODELS, type TrackedModel } from './tracked-models.js'

/**
 * Odoo restored from an older copy: its data is behind our cursors, so no search by time would ever
 * find it. A row whose stamp went back shows it. Then everything is read again, certificates that
 * the copy does not have are recorded again, and a person is told.
 */

/** Rows of each model that are looked at. */
const SAMPLE = 50

/** Models that a search reads in every tick. */
const WITNESSES = TRACKED_MODELS.filter(({ cadence }) => cadence === 'every_tick')

/**
 * `suspects`: models whose last written row is gone or older. One call for each of them, and three
 * more if a stamp went back. `now`: Odoo's clock.
 */
export async function isRestored(
  odoo: Odoo,
  store: Store,
  suspects: readonly TrackedModel[],
  now: Date,
): Promise<boolean> {
  if (suspects.length === 0) return false
  const samples = await Promise.all(suspects.map((tracked) => sampleOf(odoo, store, tracked, now)))
  const others = WITNESSES.filter((model) => !suspects.includes(model))
  const fates = [...samples.map(fateOf), ...others.map(() => 'intact' as const)]
  if (!isRestoredCopy(fates)) return false
  return !fates.includes('older') || !(await isClockSetBack(odoo, store, samples.flat(), now))
}

interface SampleRow extends KnownStamp {
  readonly model: string
  readonly id: number
}

async function sampleOf(odoo: Odoo, store: Store, tracked: TrackedModel, now: Date): Promise<SampleRow[]> {
  const { model } = tracked
  const newest = await newestVersions(store, model.name, SAMPLE)
  // A later stamp is from a clock that was set back since.
  const known = newest.filter(({ writtenAt }) => writtenAt <= now)
  const rows = await tracked.read(
    odoo,
    known.map(({ recordId }) => recordId),
  )
  const present = new Map(rows.map(({ version }) => [version.recordId, Date.parse(version.writeDate ?? '')]))
  return known.map(({ recordId: id, writtenAt }) => ({
    model: model.name,
    id,
    known: writtenAt.getTime(),
    present: present.get(id) ?? null,
  }))
}

/**
 * Whether the clock of Odoo's database explains stamps that went back: a write of our own gets one
 * from before what we saw. Then these stamps are the known ones.
 */
async function isClockSetBack(
  odoo: Odoo,
  store: Store,
  rows: readonly SampleRow[],
  now: Date,
): Promise<boolean> {
  const stamp = await stampNow(odoo)
  if (stamp === null || rows.every(({ known }) => known <= stamp)) return false
  await saveClockBehind(store, Math.ceil(clockBehind(now.getTime(), stamp) / 1_000))
  await setStamps(
    store,
    rows.flatMap(({ model, id, present }) => (present === null ? [] : [{ model, id, writtenAt: present }])),
  )
  return true
}

/** The next search reads every student again. */
export async function startOver(odoo: Odoo, store: Store): Promise<void> {
  const lost = await noteLostCertificates(odoo, store)
  await forgetCursors(store.db)
  // The search reads only students that exist.
  await noticeOpenApplications(store.db, 'sweep')
  await raiseAlarm(store, {
    key: AlarmKey.OdooRestored,
    said: say('odoo_restored', { lost }),
  })
}
