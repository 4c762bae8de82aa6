import { statesThatMayApply } from '../../src/domain/applicants.js'
import type { ProgramPolicy } from '../../src/domain/policy.js'
import type { Odoo } from '../../src/odoo/client/client.js'
import { Student } from '../../src/odoo/schema/index.js'
import { studentsWithOpenRun } from '../../src/store/application-runs.js'
import type { Store } from '../../src/store/store.js'
import { applicantDomains } from '../sync/intake-changes.js'
import { ROWS_PER_CALL } from '../sync/tracked-models.js'

/**
 * Those in a program, and those who may apply to it by one of the policies, whatever its intake.
 * One call for each thousand applicants, and two more.
 */
export async function studentsConcerned(
  { odoo, store }: { readonly odoo: Odoo; readonly store: Store },
  programId: number,
  policies: readonly ProgramPolicy[],
): Promise<number[]> {
  const students = new Set(await studentsWithOpenRun(store, programId))
  const applicants = policies.some((policy) => policy.applicants === 'all') ? 'all' : 'preferring'
  const states = [...new Set(policies.flatMap(statesThatMayApply))]
  const everybody = { since: null, until: null, states }
  for (const domain of await applicantDomains(odoo, programId, { applicants }, everybody))
    for await (const rows of odoo.pages(Student, domain, [], { size: ROWS_PER_CALL }))
      for (const { id } of rows) students.add(id)
  return [...students].sort((a, b) => a - b)
}
