import type { Application } from '../contracts/application.js'
import {
  DEFAULT_DOCUMENT,
  DEFAULT_POLICY,
  type PolicyDocument,
  type ProgramPolicy,
} from '../domain/policy.js'
import { latestRun } from './application-runs.js'
import { appendAudit } from './audit.js'
import type { Store } from './store.js'

/** Returns a program's newest policy; the default policy (version 0) if nobody has written one. */
export async function policyOf(store: Store, programId: number): Promise<ProgramPolicy> {
  return (await newestPolicies(store, [programId]))(programId)
}

/** The same for several programs, in one query. */
export async function newestPolicies(
  store: Store,
  programIds: readonly number[],
): Promise<(programId: number) => ProgramPolicy> {
  const rows =
    programIds.length === 0
      ? []
      : await store.db
          .selectFrom('policy')
          .select(['program_id', 'version', 'document'])
          .distinctOn('program_id')
          .where('program_id', 'in', programIds)
          .orderBy('program_id')
          .orderBy('version', 'desc')
          .execute()
  const policies = new Map(rows.map((row) => [row.program_id, { ...row.document, version: row.version }]))
  return (programId) => policies.get(programId) ?? DEFAULT_POLICY
}

/** One version of a program's policy. 0: the default policy. */
interface PolicyVersion {
  readonly programId: number
  readonly policyVersion: number
}

/** Returns the policies that these runs of applications, or others with a version, are under. */
export async function policiesOf(
  store: Store,
  wanted: readonly PolicyVersion[],
): Promise<(of: PolicyVersion) => ProgramPolicy> {
  const key = ({ programId, policyVersion }: PolicyVersion) => `${programId}/${policyVersion}`
  const written = wanted.filter(({ policyVersion }) => policyVersion > 0)
  const distinct = new Map(written.map((version) => [key(version), version]))
  const policies = new Map<string, ProgramPolicy>()
  if (distinct.size > 0) {
    const rows = await store.db
      .selectFrom('policy')
      .select(['program_id', 'version', 'document'])
      .where((row) =>
        row.eb(
          row.refTuple('program_id', 'version'),
          'in',
          [...distinct.values()].map(({ programId, policyVersion }) => row.tuple(programId, policyVersion)),
        ),
      )
      .execute()
    for (const { program_id: programId, version, document } of rows)
      policies.set(key({ programId, policyVersion: version }), { ...document, version })
  }
  return (of) => policies.get(key(of)) ?? DEFAULT_POLICY
}

/** Returns the document of one version; undefined: there is no such version. */
export async function policyVersion(
  store: Store,
  { programId, policyVersion: version }: PolicyVersion,
): Promise<PolicyDocument | undefined> {
  if (version === 0) return DEFAULT_DOCUMENT
  const row = await store.db
    .selectFrom('policy')
    .select('document')
    .where('program_id', '=', programId)
    .where('version', '=', version)
    .executeTakeFirst()
  return row?.document
}

/** Returns the policy that an application is under: its latest run's, or the newest. */
export async function policyOfApplication(store: Store, application: Application): Promise<ProgramPolicy> {
  const run = await latestRun(store, application)
  return run ? (await policiesOf(store, [run]))(run) : policyOf(store, application.programId)
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
  const written = await store.db.transaction().execute(async (db) => {
    const row = await db
      .insertInto('policy')
      .values({
        program_id: change.programId,
        version,
        document: JSON.stringify(change.document),
        author: change.author,
      })
      .onConflict((conflict) => conflict.columns(['program_id', 'version']).doNothing())
      .returning('version')
      .executeTakeFirst()
    if (row)
      await appendAudit(db, {
        actor: change.author,
        action: 'write_policy',
        entity: 'policy',
        entityId: `${change.programId}`,
        programId: change.programId,
        before: { version: current.version },
        after: { version },
      })
    return row
  })
  if (!written) throw new PolicyConflict(await policyOf(store, change.programId))
  return { ...change.document, version }
}
