import { ApplicationFailure } from '@temporalio/common'
import { FailureType, PERMANENT_FAILURES } from '../../src/contracts/failures.js'
import { say, type Sentence } from '../../src/domain/sentences/sentence.js'
import { connectOdoo } from '../../src/odoo/client/client.js'
import { OdooError } from '../../src/odoo/client/errors.js'
import { sharedFaults } from '../../src/odoo/doctor/shared-faults.js'
import { countItemFailure, type BulkItem } from '../../src/store/bulk-items.js'
import { isTemporalUnavailable } from '../../src/temporal/unavailable.js'
import { castFailure, notReady, OUTAGES } from '../failures.js'
import type { BulkWork } from './kind.js'

/** Then an item is given up. The waits between the attempts add up to half a minute or more. */
const ATTEMPTS = 5

/** A missing model, field or right may concern everybody. */
const MAY_BE_SHARED: readonly FailureType[] = [FailureType.OdooAccessDenied, FailureType.OdooSchema]

/** Throws what concerns everybody: the page is repeated until it is over. */
export async function requireOwnFailure({ context }: BulkWork, error: unknown): Promise<ApplicationFailure> {
  if (hasLostTemporal(error)) throw error
  const failure = castFailure(error)
  if (!(failure instanceof ApplicationFailure) || OUTAGES.includes(failure.type)) throw error
  if (error instanceof OdooError && MAY_BE_SHARED.includes(error.type)) {
    // Needs a client that does not remember the schema.
    const faults = (await sharedFaults(connectOdoo(context.config.odoo))) ?? []
    if (faults.some(({ explains }) => explains.includes(error.type))) throw notReady(error)
  }
  return failure
}

/** Returns why an item is given up; null: the next attempt at its page may succeed. */
export async function reasonsToGiveUp(
  { context: { store }, operation }: BulkWork,
  { program_id: programId, student_id: studentId }: BulkItem,
  { type, message }: ApplicationFailure,
): Promise<Sentence[] | null> {
  const reason = say('call_failed', { failure: type ?? 'Error', text: message })
  if (PERMANENT_FAILURES.some((permanent) => permanent === type)) return [reason]
  const failures = await countItemFailure(store, operation.id, { programId, studentId })
  return failures < ATTEMPTS ? null : [reason, say('given_up', { attempts: failures })]
}

/** Temporal is restarting, or does not respond. */
function hasLostTemporal(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (isTemporalUnavailable(cause)) return true
  return false
}
