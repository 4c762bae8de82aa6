import { type Application, applicationRef } from '../../contracts/application.js'
import { type AuditEntry, recordAudit } from '../../store/audit.js'
import type { Store } from '../../store/store.js'
import type { AuditOutcome } from '../../store/tables/audit.js'
import { problemOf } from '../plugins/error-handler.js'

interface AuditedCommand extends Pick<AuditEntry, 'action' | 'after'> {
  readonly application: Application
  readonly by: string
  readonly commandId: string
}

/**
 * Records a command before it is sent, and its outcome. A workflow carries it out, so there is no
 * common transaction: a request without an outcome says that the process ended in between, and its
 * command id tells in Temporal what became of it.
 */
export async function auditedCommand<Result>(
  store: Store,
  { application, by, ...command }: AuditedCommand,
  work: () => Promise<Result>,
  outcomeOf: (result: Result) => AuditOutcome,
): Promise<Result> {
  const { programId, studentId } = application
  const entry: AuditEntry = {
    ...command,
    actor: by,
    entity: 'application',
    entityId: applicationRef({ programId, studentId }),
    programId,
    studentId,
  }
  await recordAudit(store, { ...entry, outcome: 'requested' })
  let result: Result
  try {
    result = await work()
  } catch (error) {
    const { problem, status } = problemOf(error)
    const outcome = status < 500 ? 'refused' : 'failed'
    await recordAudit(store, { ...entry, outcome, after: { ...entry.after, problem } })
    throw error
  }
  await recordAudit(store, { ...entry, outcome: outcomeOf(result) })
  return result
}
