import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { FailureType } from '../../contracts/failures.js'
import type { Odoo } from '../client/client.js'
import { OdooError } from '../client/errors.js'
import { SystemParameter } from '../schema/administration.js'
import { SetupRejected } from './rejected.js'

/**
 * One setup at a time. The lock is a system parameter: Odoo keeps its key unique, so of two who make it one is refused. It says who holds
 * it and since when, by Odoo's clock; the holder renews it while working.
 */
const KEY = 'orchestrator.setup_lock'

/** A holder elsewhere who has not renewed for so long is taken for dead. */
const LEASE_MS = 120_000
const RENEWAL_MS = 30_000

interface Holder {
  readonly host: string
  readonly pid: number
  /** Random: tells one run from another. */
  readonly run: string
  /** ISO instant by Odoo's clock. */
  readonly at: string
}

/**
 * Runs the work while holding the lock. The work calls `keepLock` before each of its writes. `SetupRefused`: somebody else holds it, or
 * took it over from us.
 */
export async function withLock<T>(
  odoo: Odoo,
  work: (keepLock: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const run = randomUUID()
  const id = await take(odoo, run)
  RUNNING_HERE.add(run)
  let renewed = now(odoo)
  const keepLock = async () => {
    if (now(odoo) - renewed < RENEWAL_MS) return
    const [row] = await odoo.read(SystemParameter, [id], ['value'])
    if (holderIn(row?.value)?.run !== run)
      throw new SetupRejected('Another setup took over: this one stops here.')
    await odoo.write(SystemParameter, [id], { value: valueOf(odoo, run) })
    renewed = now(odoo)
  }
  try {
    const result = await work(keepLock)
    await release(odoo, id, run)
    return result
  } catch (error) {
    // After a call without an answer Odoo may still be at it, and then nobody else should be: the lease or our end frees the lock.
    if (!isUnanswered(error)) await release(odoo, id, run).catch(() => undefined)
    throw error
  } finally {
    RUNNING_HERE.delete(run)
  }
}

/** The runs of this process: another one of its number is dead. */
const RUNNING_HERE = new Set<string>()

const isUnanswered = (error: unknown) =>
  error instanceof OdooError && error.type === FailureType.OdooUnavailable

/** Removes the lock of a holder who died after the last work was done. Answers who holds it and is alive. */
export async function removeStaleLock(odoo: Odoo): Promise<Holder | null> {
  const [row] = await odoo.searchRead(SystemParameter, [['key', '=', KEY]], ['value'])
  if (!row) return null
  const holder = holderIn(row.value)
  if (holder && !isDead(holder, now(odoo))) return holder
  // By id: one who took over meanwhile has another.
  await unlink(odoo, row.id)
  return null
}

async function take(odoo: Odoo, run: string): Promise<number> {
  const holder = await removeStaleLock(odoo)
  if (holder) throw held(holder)
  try {
    return await odoo.create(SystemParameter, { key: KEY, value: valueOf(odoo, run) })
  } catch (error) {
    if (!(error instanceof OdooError) || error.type !== FailureType.OdooRejected) throw error
    const [winner] = await odoo.searchRead(SystemParameter, [['key', '=', KEY]], ['value'])
    throw held(holderIn(winner?.value))
  }
}

async function release(odoo: Odoo, id: number, run: string): Promise<void> {
  const [row] = await odoo.read(SystemParameter, [id], ['value'])
  if (holderIn(row?.value)?.run === run) await unlink(odoo, id)
}

/** Gone already is as good. */
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
  if (pid === process.pid) return RUNNING_HERE.has(run)
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

const held = (holder: Holder | null): SetupRejected =>
  new SetupRejected(
    holder
      ? `Setup is being run on ${holder.host} (process ${holder.pid}, last sign ${holder.at}): wait until it is done.`
      : 'Setup is being run by somebody else: wait until it is done.',
  )
