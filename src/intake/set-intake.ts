import { intakeAlarm } from '../alarms/alarm-keys.js'
import type { IntakeMode } from '../domain/intake.js'
import { clearAlarm } from '../store/alarms.js'
import { appendAudit } from '../store/audit.js'
import { intakeOf, lockIntake, writeIntake, type ProgramIntake } from '../store/intakes.js'
import type { Store } from '../store/store.js'

/** What a person wants the intake of a program to be. */
export interface IntakeRequest {
  readonly programId: number
  readonly mode: IntakeMode
  /**
   * ISO instant; null: everyone. Undefined: that of the version before, or else `now`. Kept in
   * whole seconds, as Odoo's instants are.
   */
  readonly since?: string | null | undefined
  /** How many applications are expected, however many are found at once. Only for `on`. */
  readonly accept?: number | undefined
  readonly reason: string
  readonly author: string
  /** The version that they have seen; undefined: whichever is the current one. */
  readonly basedOn?: number
}

/** Somebody else, or the brake, has changed the intake in the meantime. */
export class IntakeConflict extends Error {
  constructor(readonly current: ProgramIntake) {
    super(`The current version is ${current.version}.`)
  }
}

/**
 * Writes the next version, and ends the alarm of the brake, which the person has answered. The next
 * sweep puts the students concerned into the queue. Throws `IntakeConflict`.
 */
export async function setIntake(
  store: Store,
  { programId, mode, since, accept = 0, reason, author, basedOn }: IntakeRequest,
  { byDefault, now }: { readonly byDefault: IntakeMode; readonly now: Date },
): Promise<ProgramIntake> {
  return store.db.transaction().execute(async (db) => {
    await lockIntake(db, programId)
    const current = await intakeOf({ db }, programId, byDefault)
    if (basedOn !== undefined && current.version !== basedOn) throw new IntakeConflict(current)
    await writeIntake(db, {
      programId,
      version: current.version + 1,
      mode,
      since: wholeSeconds(since === undefined ? sinceBefore(current, mode, now) : since),
      accepted: mode === 'on' ? accept : 0,
      stoppedAtCount: null,
      author,
      reason,
    })
    await clearAlarm({ db }, intakeAlarm(programId))
    const next = await intakeOf({ db }, programId, byDefault)
    const narrow = ({ version, mode: its, since: from, accepted }: ProgramIntake) => ({
      version,
      mode: its,
      since: from,
      accepted,
    })
    await appendAudit(db, {
      actor: author,
      action: 'set_intake',
      entity: 'intake',
      entityId: `${programId}`,
      programId,
      before: narrow(current),
      after: narrow(next),
    })
    return next
  })
}

/**
 * A preview without a moment shows everyone. An intake that was not on begins now, except where the
 * brake has stopped one for everyone.
 */
function sinceBefore(current: ProgramIntake, mode: IntakeMode, now: Date): string | null {
  const wasOn = current.mode === 'on' || current.stoppedAtCount !== null
  return mode !== 'on' || wasOn ? current.since : (current.since ?? now.toISOString())
}

const wholeSeconds = (instant: string | null) =>
  instant === null ? null : `${new Date(instant).toISOString().slice(0, 19)}Z`
