import type { Application } from '../contracts/application.js'
import type { RemarkId } from '../contracts/enrollment.js'
import type { Store } from './store.js'

export interface Remark {
  readonly id: RemarkId
  readonly author: string
  readonly text: string
  readonly at: Date
}

/** Keeps what a person wrote with a command, once a command, and answers with its number. */
export async function keepRemark(
  store: Store,
  { application, text, author, commandId }: NewRemark,
): Promise<RemarkId> {
  const { id } = await store.db
    .insertInto('remark')
    .values({
      program_id: application.programId,
      student_id: application.studentId,
      text,
      author,
      command_id: commandId,
    })
    // An update that changes nothing: only so is the number of the row that was there answered.
    .onConflict((row) => row.column('command_id').doUpdateSet({ command_id: commandId }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return String(id)
}

export interface NewRemark {
  readonly application: Application
  readonly text: string
  readonly author: string
  readonly commandId: string
}

/** The text behind a number; undefined: erased, or never there. */
export async function remarkText(store: Store, id: RemarkId): Promise<string | undefined> {
  const row = await store.db
    .selectFrom('remark')
    .select('text')
    .where('id', '=', Number(id))
    .executeTakeFirst()
  return row?.text
}

/** All remarks on an application, oldest first. */
export async function remarksOn(store: Store, application: Application): Promise<Remark[]> {
  const rows = await store.db
    .selectFrom('remark')
    .selectAll()
    .where('program_id', '=', application.programId)
    .where('student_id', '=', application.studentId)
    .orderBy('id')
    .execute()
  return rows.map(({ id, author, text, created_at }) => ({ id: String(id), author, text, at: created_at }))
}
