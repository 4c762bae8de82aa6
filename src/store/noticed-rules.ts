import { sql, type Transaction } from 'kysely'
import type { IntakeRules } from '../domain/intake.js'
import type { Database } from './database.js'
import type { Store } from './store.js'

/** The rules of each program's intake under which students were last put into the queue. */
export async function noticedRules({ db }: Store): Promise<ReadonlyMap<number, IntakeRules>> {
  const rows = await db.selectFrom('intake_state').select(['program_id', 'noticed_rules']).execute()
  return new Map(rows.flatMap((row) => (row.noticed_rules ? [[row.program_id, row.noticed_rules]] : [])))
}

export async function saveNoticedRules(
  db: Transaction<Database>,
  rules: ReadonlyMap<number, IntakeRules>,
): Promise<void> {
  for (const [programId, noticed] of [...rules].sort(([a], [b]) => a - b)) {
    const document = JSON.stringify(noticed)
    await db
      .insertInto('intake_state')
      .values({ program_id: programId, noticed_rules: document })
      .onConflict((row) => row.column('program_id').doUpdateSet({ noticed_rules: document }))
      .execute()
  }
}

/** Programs whose intake or policy somebody has set, and those that the sweep knows. */
export async function programsWithRules({ db }: Store): Promise<number[]> {
  const { rows } = await sql<{ programId: number }>`
    select program_id as "programId" from intake union select program_id from policy
    union select program_id from intake_state where noticed_rules is not null
    order by 1
  `.execute(db)
  return rows.map(({ programId }) => programId)
}
