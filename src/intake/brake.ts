import { intakeAlarm } from '../alarms/alarm-keys.js'
import { brake, type IntakeMode } from '../domain/intake.js'
import { say } from '../domain/sentences/sentence.js'
import { raiseAlarm } from '../store/alarms.js'
import { noticeStudents } from '../store/changed-students.js'
import {
  admit,
  countFound,
  dropWaiting,
  enterFound,
  programsWithWaiting,
  pruneFound,
  waitingStudents,
} from '../store/found-applications.js'
import { intakeOf, lockIntake, writeIntake, type ProgramIntake } from '../store/intakes.js'
import type { Store } from '../store/store.js'

export interface BrakeSettings {
  /** Applications of one program in one tick that are expected; 0: any number. */
  readonly limit: number
  /** Length of a tick. Webhooks bring students in between. */
  readonly tickSeconds: number
  readonly byDefault: IntakeMode
}

/** Applications to one program that a page has found, and that never ran. */
export interface FoundApplications {
  readonly programId: number
  readonly studentIds: readonly number[]
  /** The version of the intake that let them in. */
  readonly intakeVersion: number
  /** The claim of the page, whose students are no more to be read. */
  readonly claim: string
}

/**
 * Returns the students whose application may begin now. The others wait for the end of the tick,
 * or the brake has stopped the intake. Pages that ask at the same moment are counted one after the
 * other, in whichever process they run.
 */
export async function passBrake(
  store: Store,
  { programId, studentIds, intakeVersion, claim }: FoundApplications,
  settings: BrakeSettings,
): Promise<ReadonlySet<number>> {
  if (settings.limit === 0) return new Set(studentIds)
  return store.db.transaction().execute(async (db) => {
    await lockIntake(db, programId)
    const intake = await intakeOf({ db }, programId, settings.byDefault)
    if (intake.version !== intakeVersion) {
      // Read again under the new one.
      await noticeStudents(db, studentIds, 'sweep')
      return new Set()
    }
    const { admitted, waiting } = await enterFound(db, { programId, studentIds })
    if (waiting.length === 0) return new Set(admitted)
    const count = await countFound(db, intake, { ...settings, claim })
    const decision = brake(count)
    if (decision === 'stop') {
      await stopIntake({ db }, intake, count.found, settings.limit)
      return new Set(admitted)
    }
    if (decision === 'wait') return new Set(admitted)
    await admit(db, intake, { studentIds: waiting, wasAccepted: count.found > settings.limit })
    return new Set(studentIds)
  })
}

/**
 * At the end of a tick: lets those begin who waited for it, unless there are too many of them. They
 * are put into the queue again.
 */
export async function endTick(store: Store, settings: BrakeSettings): Promise<void> {
  for (const programId of await programsWithWaiting(store)) {
    await store.db.transaction().execute(async (db) => {
      await lockIntake(db, programId)
      const intake = await intakeOf({ db }, programId, settings.byDefault)
      const studentIds = await waitingStudents(db, programId)
      if (intake.mode !== 'on') {
        await dropWaiting(db, programId)
        return
      }
      const count = await countFound(db, intake, settings)
      if (brake({ ...count, mayFollow: 0 }) === 'stop') {
        await stopIntake({ db }, intake, count.found, settings.limit)
        return
      }
      await admit(db, intake, { studentIds, wasAccepted: count.found > settings.limit })
      await noticeStudents(db, studentIds, 'sweep')
    })
  }
  await pruneFound(store, settings)
}

/** The preview that replaces it shows who would have applied. */
async function stopIntake(
  { db }: Parameters<typeof raiseAlarm>[0] & { db: Parameters<typeof writeIntake>[0] },
  { programId, version, since }: ProgramIntake,
  found: number,
  limit: number,
): Promise<void> {
  const reason = `${found} students applied at once; ${limit} are expected at most.`
  await writeIntake(db, {
    programId,
    version: version + 1,
    mode: 'preview',
    since,
    accepted: 0,
    stoppedAtCount: found,
    author: BRAKE,
    reason,
  })
  await dropWaiting(db, programId)
  await raiseAlarm(
    { db },
    {
      key: intakeAlarm(programId),
      said: say('intake_stopped', { programId, found, limit }),
    },
  )
}

/** The author of the versions that it writes. */
const BRAKE = 'brake'
