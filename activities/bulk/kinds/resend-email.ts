import type { ApplicationRun } from '../../../src/contracts/application.js'
import { bulkOperationId, type ResendableMail } from '../../../src/contracts/bulk-operation.js'
import { say } from '../../../src/domain/sentences/sentence.js'
import { groupBy } from '../../../src/group-by.js'
import { emailsToResend, type EmailToResend } from '../../../src/store/emails-to-resend.js'
import { putEmails } from '../../../src/store/outbox.js'
import { applicationOf } from '../command.js'
import type { BulkWork } from '../kind.js'
import { commandKind, type BeforeCommand } from './command-kind.js'

const NOT_UNDOABLE = say('email_not_undoable')

/** Sends emails of a kind again, to the address that the student has by now. */
export const resendEmail = commandKind({
  async foresee(work, standings) {
    const emails = groupBy(await emailsOf(work, standings), ({ request }) => request.studentId)
    return ({ studentId, endedStage }) => {
      const found = emails.get(studentId) ?? []
      return {
        effects: [{ effect: 'email', count: found.length, undoable: false }],
        warnings: [NOT_UNDOABLE],
        obstacle:
          endedStage === 'withdrawn'
            ? say('student_withdrawn')
            : found.length === 0
              ? say('no_email_to_resend', { mail: kindOf(work) })
              : found.some(isOnItsWay)
                ? say('email_on_its_way')
                : undefined,
      }
    }
  },

  async give(work, item) {
    const { context, operation, filled } = work
    const { run } = item.before as BeforeCommand
    const emails = await emailsOf(work, [{ ...applicationOf(item), run }])
    if (emails.length === 0) return { outcome: 'changed', reasons: [say('no_email_any_more')] }
    const workflowId = bulkOperationId({ operationId: operation.id })
    await putEmails(
      context.store,
      workflowId,
      emails.map(({ request }) => request),
    )
    filled('emails')
    return { outcome: 'done' }
  },

  undo: NOT_UNDOABLE,
})

const kindOf = ({ operation }: BulkWork) => operation.parameters.email as ResendableMail

const emailsOf = (work: BulkWork, runs: readonly ApplicationRun[]) =>
  emailsToResend(
    work.context.store,
    kindOf(work),
    work.operation.filter.programId,
    runs,
    `${work.operation.id}`,
  )

const isOnItsWay = ({ state }: EmailToResend) => state === 'pending' || state === 'sending'
