import { DEFAULT_POLICY, type PolicyDocument, type ProgramPolicy } from '../domain/policy.js'
import type { Store } from './store.js'

/** Returns a program's newest policy; the default policy (version 0) if nobody has written one. */
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

/** Another author has written a version in the meantime. */
export class PolicyConflict extends Error {
  constructor(readonly current: ProgramPolicy) {
    super(`The current version is ${current.version}.`)
  }
}

/**
 * Writes the next version of a program's policy. `basedOn` is the version that the author has seen
 * (0: the default policy). Throws `PolicyConflict` if it is not the current one. Versions are never
 * overwritten.
 */
export async function savePolicy(
  store: Store,
  change: { programId: number; document: PolicyDocument; basedOn: number; author: string },
): Promise<ProgramPolicy> {
  const current = await policyOf(store, change.programId)
  if (current.version !== change.basedOn) throw new PolicyConflict(current)
  const version = current.version + 1
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
