import { DEFAULT_POLICY, type ProgramPolicy } from '../domain/policy.js'
import type { Store } from './store.js'
import type { PolicyDocument } from './tables/policies.js'

/** The policy in force of a program: its newest version, or the default policy (version 0) when nobody has written one. */
export async function policyOf(store: Store, programId: number): Promise<ProgramPolicy> {
  const row = await store.db
    .selectFrom('policy')
    .select(['version', 'document'])
    .where('program_id', '=', programId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? { ...row.document, version: row.version } : DEFAULT_POLICY
}

/** Somebody else has written a version meanwhile. */
export class PolicyConflict extends Error {
  constructor(readonly current: ProgramPolicy) {
    super(`The present version is ${current.version}.`)
  }
}

/**
 * Writes the next version of a program's policy. `basedOn` is the version that the author has seen (0: the default policy);
 * throws `PolicyConflict` when it is not the present one. Versions are never overwritten.
 */
export async function savePolicy(
  store: Store,
  change: { programId: number; document: PolicyDocument; basedOn: number; author: string },
): Promise<ProgramPolicy> {
  const present = await policyOf(store, change.programId)
  if (present.version !== change.basedOn) throw new PolicyConflict(present)
  const version = present.version + 1
  const written = await store.db
    .insertInto('policy')
    .values({
      program_id: change.programId,
      version,
      document: JSON.stringify(change.document),
      author: change.author,
    })
    .onConflict((row) => row.columns(['program_id', 'version']).doNothing())
    .returning('version')
    .executeTakeFirst()
  if (!written) throw new PolicyConflict(await policyOf(store, change.programId))
  return { ...change.document, version }
}
