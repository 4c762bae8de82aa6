import { type Application, applicationRef } from '../contracts/application.js'
import type { CommentId } from '../contracts/enrollment.js'
import { appendAudit } from './audit.js'
import type { Store } from './store.js'

export interface Comment {
  readonly id: CommentId
  readonly author: string
  readonly text: string
  readonly at: Date
}

/** Saves what a person wrote with a command, once per command, and returns its id. */
export async function saveComment(
  store: Store,
  { application, text, author, commandId }: NewComment,
): Promise<CommentId> {
  const { id } = await store.db
    .insertInto('comment')
    .values({
      program_id: application.programId,
      student_id: application.studentId,
      text,
      author,
      command_id: commandId,
    })
    // An update without effect, so that the statement returns the id of an existing row.
    .onConflict((row) => row.column('command_id').doUpdateSet({ command_id: commandId }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return String(id)
}

export interface NewComment {
  readonly application: Application
  readonly text: string
  readonly author: string
  readonly commandId: string
}

/** Returns all comments on an application, oldest first. */
export async function commentsOn(store: Store, application: Application): Promise<Comment[]> {
  const rows = await store.db
    .selectFrom('comment')
    .selectAll()
    .where('program_id', '=', application.programId)
    .where('student_id', '=', application.studentId)
    .orderBy('id')
    .execute()
  return rows.map(({ id, author, text, created_at }) => ({ id: String(id), author, text, at: created_at }))
}

/** Saves what a person writes about an application without a command, with a row in the audit. */
export async function addComment(
  { db }: Store,
  { programId, studentId }: Application,
  comment: Omit<NewComment, 'application'>,
): Promise<Comment> {
  return db.transaction().execute(async (transaction) => {
    const { id, created_at: at } = await transaction
      .insertInto('comment')
      .values({
        program_id: programId,
        student_id: studentId,
        text: comment.text,
        author: comment.author,
        command_id: comment.commandId,
      })
      .onConflict((row) => row.column('command_id').doUpdateSet({ command_id: comment.commandId }))
      .returning(['id', 'created_at'])
      .executeTakeFirstOrThrow()
    await appendAudit(transaction, {
      actor: comment.author,
      action: 'comment',
      entity: 'application',
      entityId: applicationRef({ programId, studentId }),
      programId,
      studentId,
      commandId: comment.commandId,
      after: { comment: String(id) },
    })
    return { id: String(id), author: comment.author, text: comment.text, at }
  })
}
