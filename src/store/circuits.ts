import { sql } from 'kysely'
import type { OutsideSystem } from '../contracts/outside-systems.js'
import type { CircuitState } from '../domain/circuit.js'
import type { Store } from './store.js'

/**
 * The circuit breakers, which all processes share. Times are the database's, because the clocks of
 * processes may differ.
 */
export interface Circuit {
  readonly system: OutsideSystem
  readonly state: CircuitState
  /** Beginning of the outage; null while closed. */
  readonly since: Date | null
  /** For how long it has been in this state. Milliseconds. */
  readonly sinceChangeMs: number
  /** Type of the failures that opened it. */
  readonly failureType: string
}

export const readCircuits = ({ db }: Store): Promise<Circuit[]> =>
  db
    .selectFrom('circuit')
    .select([
      'system',
      'state',
      'since',
      'failure_type as failureType',
      sql<number>`extract(epoch from now() - changed_at)::float8 * 1000`.as('sinceChangeMs'),
    ])
    .orderBy('system')
    .execute()

/** Returns false if it was open already. The outage continues if the circuit was half-open. */
export async function openCircuit(
  { db }: Store,
  { system, failureType, probeInMs }: { system: OutsideSystem; failureType: string; probeInMs: number },
): Promise<boolean> {
  const { rows } = await sql`
    insert into circuit (system, state, since, failure_type, probe_at)
    values (${system}, 'open', now(), ${failureType}, ${fromNow(probeInMs)})
    on conflict (system) do update set
      state = 'open', since = coalesce(circuit.since, now()), changed_at = now(),
      failure_type = excluded.failure_type, probe_at = excluded.probe_at,
      failed_probes = case when circuit.state = 'half_open' then circuit.failed_probes + 1 else 0 end
    where circuit.state <> 'open'
    returning system
  `.execute(db)
  return rows.length > 0
}

/**
 * Takes the next probe of an open circuit if it is due, so that one process makes it. Returns how
 * many have failed before; undefined: none is due. Whoever dies with it leaves it to the others.
 */
export async function claimProbe(
  { db }: Store,
  system: OutsideSystem,
  limitMs: number,
): Promise<number | undefined> {
  const { rows } = await sql<{ failed: number }>`
    update circuit set probe_at = ${fromNow(limitMs)}
    where system = ${system} and state = 'open' and probe_at <= now()
    returning failed_probes as failed
  `.execute(db)
  return rows[0]?.failed
}

export async function recordFailedProbe(
  { db }: Store,
  system: OutsideSystem,
  nextInMs: number,
): Promise<void> {
  await sql`
    update circuit set failed_probes = failed_probes + 1, probe_at = ${fromNow(nextInMs)}
    where system = ${system} and state = 'open'
  `.execute(db)
}

export async function halfOpenCircuit({ db }: Store, system: OutsideSystem): Promise<void> {
  await sql`
    update circuit set state = 'half_open', changed_at = now(), probe_at = null
    where system = ${system} and state = 'open'
  `.execute(db)
}

/** Closes a circuit that has been half-open for so long. Returns whether it did. */
export async function closeCircuit(
  { db }: Store,
  system: OutsideSystem,
  halfOpenMs: number,
): Promise<boolean> {
  const { rows } = await sql`
    update circuit set state = 'closed', since = null, changed_at = now(), failed_probes = 0
    where system = ${system} and state = 'half_open' and changed_at <= now() - ${seconds(halfOpenMs)}
    returning system
  `.execute(db)
  return rows.length > 0
}

const seconds = (ms: number) => sql`make_interval(secs => ${ms / 1000})`
const fromNow = (ms: number) => sql`now() + ${seconds(ms)}`
