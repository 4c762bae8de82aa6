import { FailureType } from '../../src/contracts/failures.js'
import { listedNames, printable } from '../../src/domain/bilingual.js'
import { isArabic } from '../../src/domain/native-language.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { OdooError } from '../../src/odoo/client/errors.js'
import { User } from '../../src/odoo/schema/index.js'
import { agentsToRead, saveAgents } from '../../src/store/agents.js'
import type { ListedPerson } from '../../src/store/people.js'
import type { Store } from '../../src/store/store.js'
import type { StudentRecords } from './student-records.js'

/** Returns what lists show of a student. */
export function listedPerson({ student }: StudentRecords): ListedPerson {
  return {
    studentId: student.id,
    ...listedNames(student),
    language: isArabic(student.nativeLanguage) ? 'ar' : 'en',
    email: printable(student.email),
    agentId: student.assignedAgent,
  }
}

/**
 * Reads the names and addresses of the agents that are not known yet, archived users too. One
 * call, and none where all are known. Without the right to read users, lists show the number of
 * the agent.
 */
export async function readAgents(
  { odoo, store }: { readonly odoo: Odoo; readonly store: Store },
  people: readonly ListedPerson[],
): Promise<void> {
  const unknown = await agentsToRead(
    store,
    people.flatMap(({ agentId }) => agentId ?? []),
  )
  if (unknown.length === 0) return
  try {
    await saveAgents(store, await odoo.read(User, unknown, ['name', 'email']))
  } catch (error) {
    if (!(error instanceof OdooError) || error.type !== FailureType.OdooAccessDenied) throw error
  }
}
