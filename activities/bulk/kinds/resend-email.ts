import type { ApplicationRun } from '../../../src/contracts/application.js'
import { bulkOperationId, type ResendableMail } from '../../../src/contracts/bulk-operation.js'
import { groupBy } from '../../../src/group-by.js'
import { emailsToResend, type EmailToResend } from '../../../src/store/emails-to-resend.js'
import { putEmails } from '../../../src/store/outbox.js'
import { applicationOf } from '../command.js'
import type { BulkWork } from '../kind.js'
import { commandKind, type BeforeCommand } from './command-kind.js'

/** Sends emails of a kind again, to the address that the student has by now. */
export const resendEmail = commandKind({
  async foresee(work, standings) {
    const emails = groupBy(await emailsOf(work, standings), ({ request }) => request.studentId)
    return ({ studentId, endedStage }) => {
      const found = emails.get(studentId) ?? []
      return {
        effects: [{ effect: 'email', count: found.length, undoable: false }],
        warnings: ['An email cannot be taken back.'],
        obstacle:
          endedStage === 'withdrawn'
            ? 'The student has withdrawn.'
            : found.length === 0
              ? `There is no email of the kind “${kindOf(work)}” that could be sent again.`
              : found.some(isOnItsWay)
                ? 'The email is still on its way.'
                : undefined,
      }
    }
  },

  async give(work, item) {
    const { context, operation, filled } = work
    const { run } = item.before as BeforeCommand
    const emails = await emailsOf(work, [{ ...applicationOf(item), run }])
    if (emails.length === 0)
      return { outcome: 'changed', reasons: ['There is no email any more that could be sent again.'] }
    const workflowId = bulkOperationId({ operationId: operation.id })
    await putEmails(
      context.store,
      workflowId,
      emails.map(({ request }) => request),
    )
    filled('emails')
    return { outcome: 'done' }
  },

  undo: 'An email cannot be taken back.',
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
