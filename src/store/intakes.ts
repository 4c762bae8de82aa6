import { sql, type Selectable, type Transaction } from 'kysely'
import type { Intake, IntakeMode } from '../domain/intake.js'
import type { Database } from './database.js'
import type { Store } from './store.js'
import type { IntakeTables } from './tables/intake.js'

/** The newest version of a program's intake. */
export interface ProgramIntake extends Intake {
  readonly programId: number
  /** 0: nobody has set it, the default counts. */
  readonly version: number
  /** How many applications a person has accepted, however many are found at once. */
  readonly accepted: number
  /** How many were found at once when the brake stopped the intake; null: it did not. */
  readonly stoppedAtCount: number | null
  readonly author: string | null
  readonly reason: string | null
  readonly changedAt: Date | null
}

/** The intake of each program. */
export type IntakeOf = (programId: number) => ProgramIntake

/** Returns the intakes of these programs by id. */
export async function intakesOf(
  { db }: Pick<Store, 'db'>,
  programIds: readonly number[],
  byDefault: IntakeMode,
): Promise<ReadonlyMap<number, ProgramIntake>> {
  const rows =
    programIds.length === 0
      ? []
      : await db
          .selectFrom('intake')
          .selectAll()
          .distinctOn('program_id')
          .where('program_id', 'in', programIds)
          .orderBy('program_id')
          .orderBy('version', 'desc')
          .execute()
  const written = new Map(rows.map((row) => [row.program_id, intakeOfRow(row)]))
  return new Map(programIds.map((id) => [id, written.get(id) ?? defaultIntake(id, byDefault)]))
}

export async function intakeOf(
  store: Pick<Store, 'db'>,
  programId: number,
  byDefault: IntakeMode,
): Promise<ProgramIntake> {
  const intakes = await intakesOf(store, [programId], byDefault)
  return intakes.get(programId) ?? defaultIntake(programId, byDefault)
}

const intakeOfRow = (row: Selectable<IntakeTables['intake']>): ProgramIntake => ({
  programId: row.program_id,
  version: row.version,
  mode: row.mode,
  since: row.since?.toISOString() ?? null,
  accepted: row.accepted,
  stoppedAtCount: row.stopped_at_count,
  author: row.author,
  reason: row.reason,
  changedAt: row.created_at,
})

/** Of a program whose intake nobody has set. */
export const defaultIntake = (programId: number, mode: IntakeMode): ProgramIntake => ({
  programId,
  version: 0,
  mode,
  since: null,
  accepted: 0,
  stoppedAtCount: null,
  author: null,
  reason: null,
  changedAt: null,
})

export interface IntakeChange extends Intake {
  readonly programId: number
  readonly accepted: number
  readonly author: string
  readonly reason: string
}

/** Until the transaction ends, nobody else sets the intake or counts the applications. */
export async function lockIntake(
  db: Transaction<Database>,
  programId: number,
): Promise<{ readonly countedVersion: number; readonly counted: number }> {
  await sql`insert into intake_state (program_id) values (${programId}) on conflict do nothing`.execute(db)
  const row = await db
    .selectFrom('intake_state')
    .select(['counted_version', 'counted'])
    .where('program_id', '=', programId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return { countedVersion: row.counted_version, counted: row.counted }
}

/** Writes a version. Its program must be locked. */
export async function writeIntake(
  db: Transaction<Database>,
  intake: IntakeChange & { readonly version: number; readonly stoppedAtCount: number | null },
): Promise<void> {
  await db
    .insertInto('intake')
    .values({
      program_id: intake.programId,
      version: intake.version,
      mode: intake.mode,
      since: intake.since,
      accepted: intake.accepted,
      stopped_at_count: intake.stoppedAtCount,
      author: intake.author,
      reason: intake.reason,
    })
    .execute()
}
