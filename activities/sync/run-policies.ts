import { applicationRef, type Application } from '../../src/contracts/application.js'
import { DEFAULT_POLICY, type ProgramPolicy } from '../../src/domain/policy.js'
import type { RegisteredRun } from '../../src/store/application-runs.js'
import { policiesOf } from '../../src/store/policies.js'
import type { Store } from '../../src/store/store.js'
import type { Configuration } from './configuration.js'

/**
 * Returns the policy that an application is under: the version that its latest run began under, or
 * the newest one where it never ran.
 */
export type PolicyOf = (application: Application) => ProgramPolicy

/** Reads the policies of the latest runs of some students. One query, or none. */
export async function readRunPolicies(
  store: Store,
  latestRuns: readonly RegisteredRun[],
  { programs }: Pick<Configuration, 'programs'>,
): Promise<PolicyOf> {
  const policyOfVersion = await policiesOf(store, latestRuns)
  const underRun = new Map(latestRuns.map((run) => [applicationRef(run), policyOfVersion(run)]))
  const newest = new Map(programs.map(({ program, newestPolicy }) => [program.id, newestPolicy]))
  return (application) =>
    underRun.get(applicationRef(application)) ?? newest.get(application.programId) ?? DEFAULT_POLICY
}
