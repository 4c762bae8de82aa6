import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { FailureType } from '../../contracts/failures.js'
import type { Odoo } from '../client/client.js'
import { OdooError } from '../client/errors.js'
import { SystemParameter } from '../schema/administration.js'
import { SetupError } from './setup-error.js'

/**
 * One setup at a time. The lock is a system parameter. Odoo keeps its key unique, so only one of
 * two processes can create it. Its value names the holder and the time of the last heartbeat, by
 * Odoo's clock. The holder renews it while working.
 */
const KEY = 'orchestrator.setup_lock'

/** A holder on another machine is considered dead after this time without a heartbeat. */
const LEASE_MS = 120_000
const RENEWAL_MS = 30_000

interface Holder {
  readonly host: string
  readonly pid: number
  /** Random, to distinguish runs. */
  readonly run: string
  /** ISO instant by Odoo's clock. */
  readonly at: string
}

/**
 * Runs the work while holding the lock. The work calls `keepLock` before each of its writes.
 * Throws `SetupError` when another setup holds the lock, or has taken it over.
 */
export async function withLock<T>(
  odoo: Odoo,
  work: (keepLock: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const run = randomUUID()
  const id = await acquire(odoo, run)
  ACTIVE_RUNS.add(run)
  let renewed = now(odoo)
  const keepLock = async () => {
    if (now(odoo) - renewed < RENEWAL_MS) return
    const [row] = await odoo.read(SystemParameter, [id], ['value'])
    if (holderIn(row?.value)?.run !== run)
      throw new SetupError('Another setup has taken over. This one stops here.')
    await odoo.write(SystemParameter, [id], { value: valueOf(odoo, run) })
    renewed = now(odoo)
  }
  try {
    const result = await work(keepLock)
    await release(odoo, id, run)
    return result
  } catch (error) {
    // After a call without a response Odoo may still be working, so nobody else should start.
    // The lock is then freed by its lease or by the end of this process.
    if (!isOutcomeUnknown(error)) await release(odoo, id, run).catch(() => undefined)
    throw error
  } finally {
    ACTIVE_RUNS.delete(run)
  }
}

/** Runs of this process. Another run with this process id is dead. */
const ACTIVE_RUNS = new Set<string>()

const isOutcomeUnknown = (error: unknown) =>
  error instanceof OdooError && error.type === FailureType.OdooUnavailable

/** Removes the lock of a dead holder. Returns the holder when it is alive. */
export async function removeStaleLock(odoo: Odoo): Promise<Holder | null> {
  const [row] = await odoo.searchRead(SystemParameter, [['key', '=', KEY]], ['value'])
  if (!row) return null
  const holder = holderIn(row.value)
  if (holder && !isDead(holder, now(odoo))) return holder
  // By id: a setup that took over in the meantime has another one.
  await unlink(odoo, row.id)
  return null
}

async function acquire(odoo: Odoo, run: string): Promise<number> {
  const holder = await removeStaleLock(odoo)
  if (holder) throw lockedBy(holder)
  try {
    return await odoo.create(SystemParameter, { key: KEY, value: valueOf(odoo, run) })
  } catch (error) {
    if (!(error instanceof OdooError) || error.type !== FailureType.OdooRejected) throw error
    const [winner] = await odoo.searchRead(SystemParameter, [['key', '=', KEY]], ['value'])
    throw lockedBy(holderIn(winner?.value))
  }
}

async function release(odoo: Odoo, id: number, run: string): Promise<void> {
  const [row] = await odoo.read(SystemParameter, [id], ['value'])
  if (holderIn(row?.value)?.run === run) await unlink(odoo, id)
}

/** A lock that no longer exists is fine. */
async function unlink(odoo: Odoo, id: number): Promise<void> {
  try {
    await odoo.call(SystemParameter, 'unlink', [id])
  } catch (error) {
    if (!(error instanceof OdooError) || error.type !== FailureType.OdooMissing) throw error
  }
}

const now = (odoo: Odoo): number => odoo.serverTime()?.getTime() ?? Date.now()

const valueOf = (odoo: Odoo, run: string): string =>
  JSON.stringify({
    host: hostname(),
    pid: process.pid,
    run,
    at: new Date(now(odoo)).toISOString(),
  } satisfies Holder)

function holderIn(value: string | undefined): Holder | null {
  try {
    const holder: unknown = JSON.parse(value ?? 'null')
    return isHolder(holder) ? holder : null
  } catch {
    return null
  }
}

const isHolder = (value: unknown): value is Holder =>
  typeof value === 'object' &&
  value !== null &&
  'host' in value &&
  typeof value.host === 'string' &&
  'pid' in value &&
  typeof value.pid === 'number' &&
  'run' in value &&
  typeof value.run === 'string' &&
  'at' in value &&
  typeof value.at === 'string'

function isDead(holder: Holder, clock: number): boolean {
  return (holder.host === hostname() && !isRunning(holder)) || !(clock - Date.parse(holder.at) < LEASE_MS)
}

function isRunning({ pid, run }: Holder): boolean {
  if (pid === process.pid) return ACTIVE_RUNS.has(run)
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // The process belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

const lockedBy = (holder: Holder | null): SetupError =>
  new SetupError(
    holder
      ? `Setup is already running on ${holder.host} (process ${holder.pid}, last heartbeat ${holder.at}). Wait until it has finished.`
      : 'Another setup is already running. Wait until it has finished.',
  )
