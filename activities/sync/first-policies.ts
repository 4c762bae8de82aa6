import { FIRST_POLICY_WITHOUT_SUITE } from '../../src/domain/policy.js'
import { Student } from '../../src/odoo/schema/index.js'
import { newestPolicies, PolicyConflict, savePolicy } from '../../src/store/policies.js'
import type { ActivityDependencies } from '../dependencies.js'

/** The author of these policies. */
const AUTHOR = 'first sweep'

/**
 * Where setup has made the model of students, writes the first policy of programs that have none.
 * The default policy repeats the rules of the suite, which is not there.
 */
export async function writeFirstPolicies(
  { odoo, store }: Pick<ActivityDependencies, 'odoo' | 'store'>,
  programIds: readonly number[],
): Promise<void> {
  if ((await odoo.resolve(Student)).origin !== 'provisioned') return
  const policyOf = await newestPolicies(store, programIds)
  for (const programId of programIds) {
    if (policyOf(programId).version > 0) continue
    const policy = { programId, document: FIRST_POLICY_WITHOUT_SUITE, basedOn: 0, author: AUTHOR }
    await savePolicy(store, policy).catch((error: unknown) => {
      // Somebody has written one at the same moment.
      if (!(error instanceof PolicyConflict)) throw error
    })
  }
}
